import {
	NodeConnectionTypes,
	NodeHelpers,
	type IDataObject,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { HubspotSequence } from '../../../nodes/HubspotSequence/HubspotSequence.node.js';
import { HubspotWorkflow } from '../../../nodes/HubspotWorkflow/HubspotWorkflow.node.js';
import { DATA_TABLE_NODE, DataTableNode } from './dataTableNode';

export const PACKAGE = 'n8n-nodes-hubspot-enrollment';

/**
 * Stands where a workflow has a node of n8n itself: passes its items on. The items of a trigger are
 * pinned by the caller, and the engine does not run a pinned node.
 */
class PassOn implements INodeType {
	description: INodeType['description'];

	constructor(name: string) {
		this.description = {
			displayName: name,
			name,
			group: ['transform'],
			version: [1, 2, 3, 4],
			description: 'Pass items on',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		};
	}

	execute: INodeType['execute'] = async function () {
		return [this.getInputData()];
	};
}

export class NodeTypes implements INodeTypes {
	private readonly types: Map<string, INodeType>;

	/** @param others node types by name: stand-ins for nodes of n8n, or the nodes of another process */
	constructor(others: Record<string, INodeType> = {}) {
		this.types = new Map<string, INodeType>([
			[`${PACKAGE}.hubspotSequence`, new HubspotSequence()],
			[`${PACKAGE}.hubspotWorkflow`, new HubspotWorkflow()],
			[DATA_TABLE_NODE, new DataTableNode()],
			...Object.entries(others),
		]);
	}

	getByName(name: string): INodeType {
		const type = this.types.get(name) ?? new PassOn(name);
		this.types.set(name, type);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}
