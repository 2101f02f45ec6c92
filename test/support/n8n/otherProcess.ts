import type { INodeType } from 'n8n-workflow';

import { PACKAGE } from './nodeTypes';

/**
 * The nodes as another process has them, such as a second worker: what a module of theirs keeps in
 * memory is not shared with those of this process. n8n itself is.
 */
export async function otherProcess(): Promise<Record<string, INodeType>> {
	const nodes: Record<string, INodeType> = {};
	await jest.isolateModulesAsync(async () => {
		const { HubspotSequence } = await import(
			'../../../nodes/HubspotSequence/HubspotSequence.node.js'
		);
		nodes[`${PACKAGE}.hubspotSequence`] = new HubspotSequence();
	});
	return nodes;
}
