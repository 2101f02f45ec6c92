import { omit, pick } from 'lodash';
import type {
	IDataObject,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Problem } from '../errors';
import { TOLD_BY_HUBSPOT } from './nodeError';

/**
 * What a failed item says, in the shape of all outcomes, beside the `error` by which n8n knows it: the ids
 * at hand, and under `details` what came of the request.
 */
export function failedJson({ reason, message, description, details }: Problem): IDataObject {
	const told = pick(details, TOLD_BY_HUBSPOT);
	return {
		outcome: 'failed',
		reason,
		message,
		description,
		...omit(details, TOLD_BY_HUBSPOT),
		...(Object.keys(told).length > 0 && { details: told }),
		error: message,
	};
}

/**
 * Has n8n move an item to the error output as it is. n8n does so for an item with an `error` of its own,
 * or whose json has hardly more than `error`; and of an item that still has its own when it leaves, it
 * throws the json away. It passes the item on as a copy of what can be listed in it, so this one cannot
 * (handleNodeErrorOutput and normalizeNodeErrors of n8n-core; alike in 2.20 and 2.40).
 */
export function markFailed(
	item: INodeExecutionData,
	error: NodeApiError | NodeOperationError,
): void {
	Object.defineProperty(item, 'error', { value: error, enumerable: false });
}

/** What became of the other items, for the error that stops the node; `''` where there are none. */
export function noteOnOthers(settled: number, failed: number): string {
	const others: string[] = [];
	if (settled > 0) others.push(`${settled} other items were processed`);
	if (failed > 0) others.push(`${failed} more failed`);
	return others.length > 0
		? ` (${others.join(', ')}; to pass those on, set On Error to "Continue (using error output)" in the settings of this node.)`
		: '';
}
