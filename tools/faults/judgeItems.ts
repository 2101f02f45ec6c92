import type { Finding } from './finding';
import type { Played } from './played';
import { answersTo, hasOutput } from './words';

const CODE_ERROR =
	/.{0,60}(cannot (read|destructure)|is not a function|is not iterable|\bundefined\b|\bNaN\b|\[object ).{0,60}/i;

/** Every item leaves exactly once, and a run that is to go on does. */
export function judgeItems({ records }: Played): Finding[] {
	return records.flatMap((record): Finding[] => {
		const { run, act, cancelledAt, crashed, result } = record;
		const found: Finding[] = [];
		const note = (kind: string, detail: string) =>
			found.push({ kind, detail: `${run.operation} of act ${act + 1}: ${detail}` });
		if (crashed || cancelledAt !== undefined) return [];
		if (result.error && run.onError !== 'stopWorkflow')
			note('a run that is to go on with errors stops', result.error.message);
		const strange = CODE_ERROR.exec(
			JSON.stringify([result.json, result.error?.message, result.hints]),
		);
		if (strange) note('a text that a programmer wrote', strange[0]);
		if (!hasOutput(record)) return found;
		run.items.forEach((_, index) => {
			const left = answersTo(record, index).length;
			// Check Send Limit answers with an item for each sender.
			if (left === 0 || (left > 1 && run.operation !== 'checkSendLimit'))
				note(
					left === 0 ? 'an item is lost' : 'an item is doubled',
					`item ${index} left ${left} times`,
				);
		});
		const known = run.items.reduce((sum, _, index) => sum + answersTo(record, index).length, 0);
		const all = result.outputs.flat().length;
		if (known < all)
			note('an item without its pairing', `${all} items left, ${known} have a pairing`);
		return found;
	});
}
