import { groupsOf } from '../../nodes/shared/groups';
import type { Finding } from './judge';
import { enrollmentsMade, type Made } from './made';
import type { Played, RunRecord } from './play';
import { saidBy } from './words';
import { DAY } from './world';

/** Nobody is enrolled twice, unless somebody asks for it who was told of the first time. */
export function judgeTwice(played: Played): Finding[] {
	const made = enrollmentsMade(played);
	return groupsOf(made, ({ contactId, targetId }) => `${contactId} ${targetId}`).flatMap((group) =>
		group.slice(1).flatMap((second, order) => {
			const kind = whyTwice(played, group[order], second);
			const times = [group[order], second]
				.map(({ at }) => new Date(at).toISOString())
				.join(' and ');
			return kind
				? [{ kind: `enrolled twice ${kind}`, detail: `contact ${second.contactId}: ${times}` }]
				: [];
		}),
	);
}

function whyTwice(played: Played, first: Made, second: Made): string | undefined {
	const [one, two] = [first.by[0], second.by[0]];
	if (!one || !two) return 'outside of any run';
	if (one === two)
		return first.isLate || second.isLate ? 'in one run, by an effect that came late' : 'in one run';
	if (first.ended !== undefined && !['finished', 'completed'].includes(first.ended))
		return undefined;
	if (one.act === two.act) {
		// Replace starts a sequence again.
		const isReplaced = two.run.options.alreadyEnrolled === 'replace';
		return isReplaced ? undefined : 'by two runs at once';
	}
	if (second.at - first.at > DAY) return undefined;
	const words = wordsOf(played, one, first.contactId);
	if (words.includes('enrolled')) return undefined;
	if (one.crashed) return 'after a crash';
	if (one.cancelledAt !== undefined) return 'after a run that was cancelled';
	if (one.result.error && words.every((word) => word === 'nothing'))
		return 'after a run that stopped with an error';
	return `after a run that said "${words.join(', ')}"`;
}

function wordsOf({ world }: Played, record: RunRecord, contactId: string): string[] {
	return saidBy(record)
		.filter(({ index }) => {
			const { person = 'nobody' } = record.run.items[index] ?? {};
			return person !== 'nobody' && world.contacts[person].id === contactId;
		})
		.map(({ word }) => word);
}
