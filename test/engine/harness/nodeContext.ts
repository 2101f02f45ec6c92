import 'reflect-metadata';
import { ExecuteContext, ExecutionLifecycleHooks } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { DataTables } from './dataTables';
import { MemoryCredentials } from './credentials';
import { NodeTypes, PACKAGE } from './nodeTypes';

export interface NodeContextOptions {
	dataTables?: DataTables | 'unavailable';
	type?: 'hubspotSequence' | 'hubspotWorkflow';
	parameters?: INodeParameters;
	items?: IDataObject[];
	mode?: WorkflowExecuteMode;
	executionId?: string;
	cancelSignal?: AbortSignal;
}

/**
 * What n8n-core hands to a node's `execute` as `this`, for a test of a part that takes it. The
 * credential is empty: a request to HubSpot fails.
 */
export function nodeContext(options: NodeContextOptions = {}): IExecuteFunctions {
	const { dataTables = new DataTables(), type = 'hubspotSequence', mode = 'trigger' } = options;
	const { parameters = {}, items = [{}], executionId = 'execution-context' } = options;
	const node: INode = {
		id: 'subject',
		name: 'Subject',
		type: `${PACKAGE}.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const base = { id: 'workflow-1', name: 'Context', nodes: [node], connections: {}, active: false };
	const workflow = new Workflow({ ...base, nodeTypes: new NodeTypes() });
	const input = items.map((json) => ({ json }));
	const data = { main: [input] };
	const additionalData = {
		credentialsHelper: new MemoryCredentials({}),
		hooks: new ExecutionLifecycleHooks(mode, executionId, {
			...base,
			createdAt: new Date(0),
			updatedAt: new Date(0),
			isArchived: false,
			activeVersionId: null,
		}),
		executionId,
		currentNodeExecutionIndex: 0,
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
		setExecutionStatus: () => {},
		sendDataToUI: () => {},
		...(dataTables !== 'unavailable' && dataTables.additionalData()),
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	return new ExecuteContext(
		workflow,
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
