import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IPinData,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { MemoryCredentials } from './credentials';
import { DataTables } from './dataTables';
import { NodeTypes } from './nodeTypes';

export interface WorkflowDefinition {
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
}

export interface EngineOptions {
	workflow: WorkflowDefinition;
	/** Items that a node gives without being run, by node name. */
	pinData: IPinData;
	credentials: MemoryCredentials;
	mode?: WorkflowExecuteMode;
	/** Cancels the execution, as the Stop button does. */
	cancelSignal?: AbortSignal;
	/** Two runs with the same id are tries of one execution. */
	executionId?: string;
	onNodeDone?: (name: string) => void;
	/**
	 * Shared by all runs that get the same; without, the run has empty ones of its own.
	 * `unavailable`: n8n gives the run no way to call a workflow, and so none to Data Tables.
	 */
	dataTables?: DataTables | 'unavailable';
}

export interface NodeOutcome {
	/** Items per output, as n8n recorded them. */
	outputs: INodeExecutionData[][];
	error?: Error & { description?: string | null; context?: IDataObject };
	hints: NodeExecutionHint[];
	/** Tries and loop rounds so far. */
	runs: number;
}

export interface EngineResult {
	run: IRun;
	node(name: string): NodeOutcome;
}

let executions = 0;

/** Runs a workflow in n8n-core's own engine. Only the database and the editor are missing. */
export async function runWorkflow(options: EngineOptions): Promise<EngineResult> {
	const { pinData, mode = 'trigger', executionId = `execution-${++executions}` } = options;
	const { dataTables = new DataTables() } = options;
	const { nodes, connections, settings, name = 'Engine run' } = options.workflow;
	const workflow = new Workflow({
		id: 'workflow-1',
		name,
		nodes: structuredClone(nodes),
		connections,
		active: false,
		nodeTypes: new NodeTypes(),
		settings: { executionOrder: 'v1', timezone: 'Europe/Berlin', ...settings },
	});
	const base = { id: 'workflow-1', name, nodes, connections, active: false, pinData };
	const hooks = new ExecutionLifecycleHooks(mode, executionId, base as IWorkflowBase);
	hooks.addHandler('nodeExecuteAfter', (nodeName) => options.onNodeDone?.(nodeName));
	const additionalData = {
		credentialsHelper: options.credentials,
		hooks,
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
	const start = nodes.find((node) => node.name in pinData);
	const execution = new WorkflowExecute(
		additionalData,
		mode,
		createRunExecutionData({ resultData: { pinData, runData: {} } }),
	).run({ workflow, startNode: workflow.getNode(start?.name ?? '') ?? undefined, pinData });
	options.cancelSignal?.addEventListener('abort', () => execution.cancel());
	const run = await execution;
	return { run, node: (nodeName) => nodeOutcome(run, nodeName) };
}

function nodeOutcome(run: IRun, name: string): NodeOutcome {
	const tasks = run.data.resultData.runData[name] ?? [];
	const task = tasks.at(-1);
	return {
		outputs: (task?.data?.main ?? []).map((items) => items ?? []),
		error: task?.error,
		hints: task?.hints ?? [],
		runs: tasks.length,
	};
}
