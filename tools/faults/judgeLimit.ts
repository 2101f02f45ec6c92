import { targetKey } from '../../nodes/shared/quota/claims';
import type { Send } from '../hubspot/account/types';
import type { Finding } from './finding';
import { enrollmentsMade } from './made';
import type { Played, RunRecord } from './played';
import { DAY } from './world';

/** Runs that keep to the limit; the others were asked not to. */
const keepsLimit = ({ run: { operation, parameters, options } }: RunRecord): boolean =>
	operation !== 'enroll' ||
	(['hold', 'fail'].includes(String(parameters.sendLimitMode)) &&
		options.ledgerUnavailable !== 'useHubSpotCount');

/**
 * The limit is kept, where it can be: all runs keep to it, share a ledger that none of them has lost,
 * and nobody sends past n8n.
 */
export function judgeLimit(played: Played): Finding[] {
	const { story, records } = played;
	const hasSharedLedger =
		story.tables ||
		(story.acts.every(({ kind }) => kind !== 'restart') &&
			records.every(({ run, crashed }) => run.worker === 0 && !crashed));
	if (!hasSharedLedger || !records.every(keepsLimit)) return [];
	return story.node === 'sequence' ? sends(played) : entries(played);
}

function sends(played: Played): Finding[] {
	const { story, world } = played;
	const { account, settings } = world.hubspot;
	const isPastN8n = [...world.byHand].some(({ sequenceId }) => sequenceId === world.target.id);
	if (settings.overLimit !== 'allow' || isPastN8n) return [];
	const keyOf = ({ contactId, sequenceId }: Pick<Send, 'contactId' | 'sequenceId'>) =>
		targetKey({ targetId: sequenceId, contactId });
	const made = enrollmentsMade(played).filter(({ by }) => by.length > 0);
	const ours = new Set(made.map(targetKey));
	const isOurs = (send: Send) => ours.has(keyOf(send));
	// Nothing tells of the follow-ups of those whom people have enrolled: they are what the reserve is for.
	const byHand = new Set([...world.byHand].map(keyOf));
	const isUnknown = (send: Send) => send.stepOrder > 0 && byHand.has(keyOf(send));
	return world.reps.flatMap(({ email }) => {
		const most = mostInADay(
			account.sends.filter((send) => send.senderEmail === email && !isUnknown(send)),
			isOurs,
		);
		return most > story.limit
			? [{ kind: 'over the limit', detail: `${email} sent ${most} in 24 hours, of ${story.limit}` }]
			: [];
	});
}

/** How many there are in the fullest 24 hours of those that hold one of ours. */
function mostInADay<T extends { at: number }>(all: readonly T[], isOurs: (one: T) => boolean) {
	const days = all.map(({ at: end }) => all.filter(({ at }) => at > end - DAY && at <= end));
	return Math.max(0, ...days.filter((day) => day.some(isOurs)).map(({ length }) => length));
}

/** The cap on enrollments in 24 hours. */
function entries(played: Played): Finding[] {
	const runs = played.records.filter(({ run }) => run.operation === 'enroll');
	const caps = runs.map(({ run }) => Number(run.parameters.enrollmentsPerDay));
	if (caps.length === 0 || caps.includes(0)) return [];
	return Object.values(played.world.flows).flatMap(({ id, name }) => {
		const most = mostInADay(
			enrollmentsMade(played).filter(({ targetId }) => targetId === id),
			() => true,
		);
		const cap = Math.max(...caps);
		return most > cap
			? [{ kind: 'over the cap', detail: `${most} entered "${name}" in 24 hours, of ${cap}` }]
			: [];
	});
}
