import 'reflect-metadata';
import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IPinData,
	type IRun,
	type NodeExecutionHint,
} from 'n8n-workflow';

import { additionalDataFor, type Surroundings } from './additionalData';
import { NodeTypes } from './nodeTypes';

export interface WorkflowDefinition {
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
}

export interface EngineOptions extends Surroundings {
	workflow: WorkflowDefinition;
	/** Items that a node gives without being run, by node name. */
	pinData: IPinData;
	/** Cancels the execution, as the Stop button does. */
	cancelSignal?: AbortSignal;
	onNodeDone?: (name: string) => void;
	/** Node types by name, in place of those of the harness. */
	nodeTypes?: ConstructorParameters<typeof NodeTypes>[0];
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

/** Runs a workflow in n8n-core's own engine. */
export async function runWorkflow(options: EngineOptions): Promise<EngineResult> {
	const { pinData } = options;
	const { nodes, connections, settings, name = 'Engine run' } = options.workflow;
	const workflow = new Workflow({
		id: 'workflow-1',
		name,
		nodes: structuredClone(nodes),
		connections,
		active: false,
		nodeTypes: new NodeTypes(options.nodeTypes),
		settings: { executionOrder: 'v1', timezone: 'Europe/Berlin', ...settings },
	});
	const base = { id: 'workflow-1', name, nodes, connections };
	const { additionalData, hooks, mode } = additionalDataFor(base, options);
	hooks.addHandler('nodeExecuteAfter', (nodeName) => options.onNodeDone?.(nodeName));
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
