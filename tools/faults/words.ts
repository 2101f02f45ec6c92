import type { IDataObject } from 'n8n-workflow';

import { FAILED } from '../../test/support/outputs';
import type { RunRecord } from './played';

/**
 * What a run says of an item. `failed` is an error that says for certain that nothing was done,
 * `unknown` one that says that it is not known; of `nothing` said, n8n shows no item.
 */
export type Word =
	| 'enrolled'
	| 'held'
	| 'skipped'
	| 'unenrolled'
	| 'notEnrolled'
	| 'differentSequence'
	| 'pending'
	| 'a status'
	| 'a dry run'
	| 'failed'
	| 'unknown'
	| 'nothing';

export interface Said {
	index: number;
	word: Word;
	json: IDataObject;
}

/** The answers that lead to an item. */
export const answersTo = (
	{ result }: RunRecord,
	index: number,
): Array<{ output: number; json: IDataObject }> =>
	result.outputs.flatMap((items, output) =>
		items.flatMap(({ pairedItem, json }) => {
			const links = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
			return links
				.filter((link) => (typeof link === 'object' ? link.item : link) === index)
				.map(() => ({ output, json }));
		}),
	);

/** Whether the run gave items at all: one that stopped, was cancelled or died gave none. */
export const hasOutput = ({ result, cancelledAt, crashed }: RunRecord): boolean =>
	!crashed && cancelledAt === undefined && result.error === undefined;

export function saidBy(record: RunRecord): Said[] {
	return record.run.items.map((_, index): Said => {
		if (!hasOutput(record)) return { index, ...ofStopped(record, index) };
		const [{ output, json } = { output: 0, json: {} }] = answersTo(record, index);
		return { index, word: wordOf(json, output), json };
	});
}

const isUnknown = (text: string) => /UNKNOWN_OUTCOME|not known whether/.test(text);

function wordOf(json: IDataObject, output: number): Word {
	const { outcome, error, reason } = json;
	if (error !== undefined || outcome === 'failed' || output === FAILED)
		return isUnknown(JSON.stringify([error, reason, json.message])) ? 'unknown' : 'failed';
	if (outcome === undefined) return Object.keys(json).length === 0 ? 'nothing' : 'a status';
	return String(outcome).startsWith('would') ? 'a dry run' : (outcome as Word);
}

/** A run that stops says what is wrong with one item. */
function ofStopped({ result: { error }, crashed, cancelledAt }: RunRecord, index: number) {
	const isOfItem = error?.context?.itemIndex === index;
	if (!error || !isOfItem || crashed || cancelledAt !== undefined)
		return { word: 'nothing' as const, json: {} };
	const text = `${error.message} ${error.description ?? ''}`;
	return {
		word: isUnknown(text) ? ('unknown' as const) : ('failed' as const),
		json: { error: text },
	};
}
