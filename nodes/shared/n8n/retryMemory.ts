import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { openStore } from '../stores';

interface Tried {
	results: Map<string, IDataObject>;
	/** Ms since epoch. */
	until: number;
}

/**
 * n8n's Retry On Fail runs the whole node again, with items that were enrolled on the try before.
 * Their result is kept for the length of such a retry, so that they leave by Enrolled again and
 * nothing is asked of HubSpot twice. A retry happens in the same process and has the same execution
 * id (n8n-engine.md 3.3) and run index; a later loop round has another run index. Of a run that is
 * forgotten, HubSpot says on the next try who is enrolled already.
 */
const memory = openStore<Tried>('results of a run that may be tried again', 1_000);

/** Five tries with five seconds between them are the most that n8n allows; a try may take minutes. */
const KEEP_MS = 60 * 60 * 1000;

export interface RetryMemory {
	recall(key: string): IDataObject | undefined;
	remember(key: string, json: IDataObject): void;
	/** The run came to its end without a failed item, so there will be no retry of it. */
	forget(): void;
}

export function retryMemory(context: IExecuteFunctions): RetryMemory {
	const now = Date.now();
	for (const [key, { until }] of memory.all()) if (until < now) memory.delete(key);
	const runIndex = String(context.evaluateExpression('{{ $runIndex }}', 0));
	const runKey = [context.getExecutionId(), context.getNode().id, runIndex].join(' ');
	return {
		recall: (key) => memory.get(runKey)?.results.get(key),
		remember: (key, json) => {
			const entry = memory.get(runKey) ?? { results: new Map(), until: 0 };
			entry.results.set(key, json);
			entry.until = Date.now() + KEEP_MS;
			memory.set(runKey, entry);
		},
		forget: () => void memory.delete(runKey),
	};
}

/** Under which an enrollment that may have come about on an earlier try is remembered. */
export const unsettledKey = (memoryKey: string) => `${memoryKey} unsettled`;
