import type { IDataObject, INodeExecutionData, IRun, ITaskData } from 'n8n-workflow';

/** What one run of a workflow left behind. */
export interface Execution {
	/** n8n's status: `success`, `error`, `canceled`, … */
	status: string;
	/** Message of the error that ended the run, if one did. */
	error?: string;
	/** Per node name, its runs. */
	nodes: Record<string, ITaskData[]>;
}

/** Reads n8n's own record of a run. Throws if it holds no run data. */
export function toExecution(run: Pick<IRun, 'status' | 'data'>): Execution {
	const { resultData } = run.data;
	return { status: run.status, error: resultData.error?.message, nodes: resultData.runData };
}

/** Items that left a node through an output (0 = first) in its last run; none if it never ran. */
export function itemsOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	const data = execution.nodes[node]?.at(-1)?.data?.main[output];
	return data ?? [];
}

/** The `json` of each item that left a node through an output. */
export function jsonOf(execution: Execution, node: string, output = 0): IDataObject[] {
	return itemsOf(execution, node, output).map((item) => item.json);
}

/** Hints that a node's last run shows above its output. */
export function hintsOf(execution: Execution, node: string): string[] {
	return (execution.nodes[node]?.at(-1)?.hints ?? []).map((hint) => hint.message);
}

/** Error message of a node's last run, where the node ended the workflow. */
export function errorOf(execution: Execution, node: string): string | undefined {
	return execution.nodes[node]?.at(-1)?.error?.message;
}
