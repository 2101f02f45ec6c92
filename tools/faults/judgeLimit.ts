import { sortBy } from 'lodash';

import { maxRollingSends } from '../hubspot';
import type { Finding } from './judge';
import { enrollmentsMade } from './made';
import type { Played, RunRecord } from './play';
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

function sends({ story, world }: Played): Finding[] {
	const { account, settings } = world.hubspot;
	const isPastN8n = [...world.byHand].some(({ sequenceId }) => sequenceId === world.target.id);
	if (settings.overLimit !== 'allow' || isPastN8n) return [];
	return world.reps.flatMap(({ email }) => {
		const most = maxRollingSends(account, email);
		return most > story.limit
			? [{ kind: 'over the limit', detail: `${email} sent ${most} in 24 hours, of ${story.limit}` }]
			: [];
	});
}

/** The cap on enrollments in 24 hours. */
function entries(played: Played): Finding[] {
	const runs = played.records.filter(({ run }) => run.operation === 'enroll');
	const caps = runs.map(({ run }) => Number(run.parameters.enrollmentsPerDay));
	if (caps.length === 0 || caps.includes(0)) return [];
	return Object.values(played.world.flows).flatMap(({ id, name }) => {
		const times = sortBy(
			enrollmentsMade(played)
				.filter(({ targetId }) => targetId === id)
				.map(({ at }) => at),
		);
		const most = Math.max(
			0,
			...times.map((end) => times.filter((at) => at > end - DAY && at <= end).length),
		);
		const cap = Math.max(...caps);
		return most > cap
			? [{ kind: 'over the cap', detail: `${most} entered "${name}" in 24 hours, of ${cap}` }]
			: [];
	});
}
