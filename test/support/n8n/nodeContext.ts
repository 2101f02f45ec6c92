import 'reflect-metadata';
import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
} from 'n8n-workflow';

import { additionalDataFor, type Surroundings } from './additionalData';
import { MemoryCredentials } from './credentials';
import { NodeTypes, PACKAGE } from './nodeTypes';

export interface NodeContextOptions extends Partial<Surroundings> {
	type?: 'hubspotSequence' | 'hubspotWorkflow';
	parameters?: INodeParameters;
	items?: IDataObject[];
	cancelSignal?: AbortSignal;
}

/**
 * What n8n-core hands to a node's `execute` as `this`, for a test of a part that takes it. Without
 * `credentials` a request to HubSpot fails.
 */
export function nodeContext(options: NodeContextOptions = {}): IExecuteFunctions {
	const { type = 'hubspotSequence', parameters = {}, items = [{}] } = options;
	const { credentials = new MemoryCredentials({}), ...surroundings } = options;
	const node: INode = {
		id: 'subject',
		name: 'Subject',
		type: `${PACKAGE}.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const base = { id: 'workflow-1', name: 'Context', nodes: [node], connections: {} };
	const { additionalData, mode } = additionalDataFor(base, { ...surroundings, credentials });
	const input = items.map((json) => ({ json }));
	const data = { main: [input] };
	return new ExecuteContext(
		new Workflow({ ...base, active: false, nodeTypes: new NodeTypes() }),
		node,
		additionalData,
		mode,
		createRunExecutionData({}),
		0,
		input,
		data,
		{ node, data, source: null },
		[],
		options.cancelSignal,
	);
}
