import type { IConnections, IDataObject, INode, IPinData, IWorkflowSettings } from 'n8n-workflow';

/** A workflow as n8n exports and imports it. */
export interface WorkflowFile {
	id: string;
	name: string;
	active: boolean;
	nodes: INode[];
	connections: IConnections;
	settings: IWorkflowSettings;
	pinData?: IPinData;
}

/** Names of the nodes in a workflow made by `workflowFor`. */
export const nodeNames = { trigger: 'Start', underTest: 'Under Test' };

/** The node that a workflow is made for. */
export interface NodeUnderTest {
	/** Full type, such as `n8n-nodes-hubspot-enrollment.hubspotSequence`. */
	type: string;
	/** 1 unless given. */
	typeVersion?: number;
	parameters: INode['parameters'];
	credentials?: INode['credentials'];
	/** n8n's On Error setting; `continueErrorOutput` adds the error output. */
	onError?: INode['onError'];
}

/**
 * A workflow that hands `items` to one node: Start → Data (Edit Fields) → Items (Split Out) →
 * Under Test. Pinned data would be shorter, but `n8n execute` ignores it.
 */
export function workflowFor(
	id: string,
	name: string,
	items: IDataObject[],
	node: NodeUnderTest,
): WorkflowFile {
	const data = makeNode('Data', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: JSON.stringify({ items }),
		options: {},
	});
	const split = makeNode('Items', 'n8n-nodes-base.splitOut', 1, {
		fieldToSplitOut: 'items',
		options: {},
	});
	const underTest: INode = { ...makeNode(nodeNames.underTest, node.type, 1, {}), ...node };
	const trigger = makeNode(nodeNames.trigger, 'n8n-nodes-base.manualTrigger', 1, {});
	const nodes = [trigger, data, split, underTest].map((entry, index): INode => {
		return { ...entry, position: [index * 200, 0] };
	});
	return {
		id,
		name,
		active: false,
		nodes,
		connections: chain(nodes.map((entry) => entry.name)),
		settings: { executionOrder: 'v1' },
	};
}

/** A node as n8n saves it, at the origin of the canvas. */
export function makeNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INode['parameters'],
): INode {
	const id = name.toLowerCase().replace(/\W+/g, '-');
	return { id, name, type, typeVersion, position: [0, 0], parameters };
}

/** Connects the nodes one after another, by their first outputs. */
export function chain(names: string[]): IConnections {
	const connections: IConnections = {};
	names.slice(1).forEach((node, index) => {
		connections[names[index]] = { main: [[{ node, type: 'main', index: 0 }]] };
	});
	return connections;
}
