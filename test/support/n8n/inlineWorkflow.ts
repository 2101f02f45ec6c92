import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeOperationError,
	UnexpectedError,
	Workflow,
	type ExecuteWorkflowData,
	type ExecuteWorkflowOptions,
	type INode,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { present } from '../present';

export interface InlineRun {
	code: IWorkflowBase;
	/** Of the calling execution; what it holds beyond the hooks goes on to the inner one. */
	additionalData: IWorkflowExecuteAdditionalData;
	options: ExecuteWorkflowOptions;
	nodeTypes: INodeTypes;
	/** Called before a node is run. */
	onNode: (node: INode) => Promise<void>;
}

let executions = 0;

/**
 * Runs a workflow that a node holds in its code, as n8n does for `this.executeWorkflow({ code })`.
 * @throws what its node threw, as n8n hands it to the caller: a NodeOperationError where it names
 * its node, else a plain Error of the same message
 */
export async function runInline(inline: InlineRun): Promise<ExecuteWorkflowData> {
	const { code, options } = inline;
	const executionId = `inner-${++executions}`;
	// n8n too writes into what it is given.
	if (!code.id) code.id = options.parentWorkflowId;
	code.settings ??= options.parentWorkflowSettings;
	const workflow = new Workflow({
		...code,
		nodes: structuredClone(code.nodes),
		active: false,
		nodeTypes: inline.nodeTypes,
	});
	const run = await execute(workflow, inline, executionId);
	const { error, lastNodeExecuted = '', runData } = run.data.resultData;
	if (error) {
		throw Object.assign(rebuild(error, workflow), { executionId, workflowId: workflow.id });
	}
	return { executionId, data: runData[lastNodeExecuted]?.at(-1)?.data?.main ?? [null] };
}

async function execute(
	workflow: Workflow,
	{ code, additionalData, options, onNode }: InlineRun,
	executionId: string,
): Promise<IRun> {
	const start = code.nodes.find(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
	const startNode = workflow.getNode(start?.name ?? '');
	if (!startNode) throw new UnexpectedError('Missing node to start execution');
	const hooks = new ExecutionLifecycleHooks('integrated', executionId, code);
	hooks.addHandler(
		'nodeExecuteBefore',
		async (name) => await onNode(present(workflow.getNode(name))),
	);
	const main = [options.inputData ?? [{ json: {} }]];
	const nodeExecutionStack = [{ node: startNode, data: { main }, source: null }];
	return await new WorkflowExecute(
		{ ...additionalData, hooks, executionId, currentNodeExecutionIndex: 0 },
		'integrated',
		createRunExecutionData({ executionData: { nodeExecutionStack } }),
	).processRunExecutionData(workflow);
}

type RunError = NonNullable<IRun['data']['resultData']['error']>;

function rebuild(error: RunError, workflow: Workflow): Error {
	const node = 'node' in error ? workflow.getNode(error.node?.name ?? '') : null;
	const { message, description } = error;
	return node
		? new NodeOperationError(node, message, { description: description ?? undefined })
		: new Error(message);
}
