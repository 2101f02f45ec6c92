import { groupsOf } from '../../nodes/shared/groups';
import { areApart } from './fallBack';
import type { Finding } from './finding';
import { enrollmentsMade, type Made } from './made';
import type { Played, RunRecord } from './played';
import { saidBy, type Word } from './words';
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
	// Of enrollments in a workflow, HubSpot does not say whose they are.
	const other = one === two ? [...first.by, ...second.by].find((run) => run !== one) : two;
	if (!other)
		return first.isLate || second.isLate ? 'in one run, by an effect that came late' : 'in one run';
	if (areApart(played, one, other)) return undefined;
	if (first.ended !== undefined && !['finished', 'completed'].includes(first.ended))
		return undefined;
	if (overlap(played, one, other)) {
		// Replace starts a sequence again.
		const isReplaced = other.run.options.alreadyEnrolled === 'replace';
		return isReplaced ? undefined : 'by two runs at once';
	}
	if (second.at - first.at > DAY) return undefined;
	const words = wordsOf(played, one, first.contactId);
	const since = wordsSince(played, one, other, first.contactId);
	// Of a workflow nobody can find out, nor of another sender: it is the user's to decide.
	const isHidden = played.story.node === 'workflow' || first.sender !== second.sender;
	if (isHidden && [...words, ...since].includes('unknown')) return undefined;
	if (words.includes('enrolled') || since.some((word) => TELLING.includes(word))) return undefined;
	if (one.crashed) return 'after a crash';
	if (one.cancelledAt !== undefined) return 'after a run that was cancelled';
	if (one.result.error && words.every((word) => word === 'nothing'))
		return 'after a run that stopped with an error';
	return `after a run that said "${words.join(', ')}"`;
}

/** Of a workflow, whose contacts show at once, runs may follow one another closely. */
function overlap({ story, world }: Played, one: RunRecord, other: RunRecord): boolean {
	if (one.act !== other.act || story.node === 'sequence') return one.act === other.act;
	const [first, second] = one.began <= other.began ? [one, other] : [other, one];
	return world.hubspot.requests.all.some(
		({ authorization, at }) =>
			authorization === `Bearer ${first.token}` && at !== undefined && at > second.began,
	);
}

/** That the contact is enrolled. */
const TELLING: readonly Word[] = ['enrolled', 'skipped'];

/** What the others said, up to the run that enrolled the contact again. */
const wordsSince = (played: Played, one: RunRecord, other: RunRecord, contactId: string): Word[] =>
	played.records
		.filter((record) => record !== one && record.act >= one.act && record.act < other.act)
		.flatMap((record) => wordsOf(played, record, contactId));

function wordsOf({ world }: Played, record: RunRecord, contactId: string): Word[] {
	return saidBy(record)
		.filter(({ index }) => {
			const { person = 'nobody' } = record.run.items[index] ?? {};
			return person !== 'nobody' && world.contacts[person].id === contactId;
		})
		.map(({ word }) => word);
}
