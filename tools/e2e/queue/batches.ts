import axios from 'axios';
import type { INodeExecutionData } from 'n8n-workflow';

import type { Execution } from '../execution';
import { errorOf, itemsOf } from '../execution';
import { wait } from '../machine';
import { nodeNames } from '../workflow';
import type { Cluster } from './cluster';
import type { EnrollItem } from './enrollWorkflow';
import { webhookAt } from './enrollWorkflow';
import type { Outcome } from './verdict';

/** One execution of the workflow that is under way, and the contacts it was given. */
export interface Batch {
	executionId: string;
	/** Which of the cluster's entries took it. */
	entry: number;
	items: EnrollItem[];
}

/** Longest time that executions started together may run, in milliseconds. */
const runTimeout = 180_000;

/** n8n's statuses of an execution that has not ended. */
const underWay = ['new', 'running', 'waiting'];

/** Starts one execution; resolves when it has begun. */
export async function startBatch(
	{ entries }: Cluster,
	entry: number,
	items: EnrollItem[],
): Promise<Batch> {
	const { data } = await axios.post<{ executionId: string }>(webhookAt(entries[entry]), { items });
	return { executionId: String(data.executionId), entry, items };
}

/**
 * Waits until all have ended.
 *
 * @returns per batch what became of its contacts. Rejects if one did not end well or in time
 */
export async function endOfBatches(
	{ session }: Cluster,
	workflowId: string,
	batches: Batch[],
): Promise<Outcome[][]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const deadline = Date.now() + runTimeout;
	let open = batches;
	for (;;) {
		const { results } = await session.request<ExecutionList>(
			'GET',
			// The newest ones; 100 is the most that n8n gives at once.
			`/executions?limit=100&filter=${filter}`,
		);
		const statuses = new Map(results.map(({ id, status }) => [id, status]));
		open = open.filter(({ executionId }) => underWay.includes(statuses.get(executionId) ?? 'new'));
		if (open.length === 0) break;
		if (Date.now() > deadline) {
			throw new Error(`${open.length} executions did not end in ${runTimeout / 1000} s`);
		}
		await wait(500);
	}
	const outcomes: Outcome[][] = [];
	for (const batch of batches) {
		outcomes.push(outcomesOf(await session.readExecution(batch.executionId), batch));
	}
	return outcomes;
}

interface ExecutionList {
	results: Array<{ id: string; status: string }>;
}

/** The node's outputs in their order; the error output comes last. */
const kinds = ['enrolled', 'held', 'skipped', 'failed'] as const;

function outcomesOf(execution: Execution, { executionId, items }: Batch): Outcome[] {
	const node = nodeNames.underTest;
	if (execution.status !== 'success') {
		const error = errorOf(execution, node) ?? execution.error ?? '';
		throw new Error(`Execution ${executionId} ended as ${execution.status}. ${error}`);
	}
	return kinds.flatMap((kind, output) =>
		itemsOf(execution, node, output).map(({ json, pairedItem }): Outcome => {
			const { contactId } = items[indexOf(pairedItem)];
			const reason = kind === 'failed' ? json.error : json.reason;
			return {
				contactId,
				kind,
				reason: reason === undefined ? undefined : String(reason),
				retryAt: typeof json.retryAt === 'string' ? json.retryAt : undefined,
			};
		}),
	);
}

/** Index of the one input item that an output item comes from. */
function indexOf(pairedItem: INodeExecutionData['pairedItem']): number {
	if (typeof pairedItem === 'number') return pairedItem;
	if (pairedItem && !Array.isArray(pairedItem)) return pairedItem.item;
	throw new Error(`Expected one input item, got ${JSON.stringify(pairedItem)}`);
}
