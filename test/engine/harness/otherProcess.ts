import type { INodeType } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';

import { PACKAGE } from './nodeTypes';

/**
 * The nodes as another process has them, such as a second worker: what a module of theirs keeps in
 * memory is not shared with those of this process. n8n itself is.
 */
export async function otherProcess(): Promise<Record<string, INodeType>> {
	const nodes: Record<string, INodeType> = {};
	await jest.isolateModulesAsync(async () => {
		jest.doMock('n8n-workflow', () => n8nWorkflow);
		const { HubspotSequence } = await import(
			'../../../nodes/HubspotSequence/HubspotSequence.node.js'
		);
		nodes[`${PACKAGE}.hubspotSequence`] = new HubspotSequence();
	});
	jest.dontMock('n8n-workflow');
	return nodes;
}
