import { planSteps } from '../hubspot';
import { countOverLimit, fullestDay } from './sendCounts';
import { measureRoom, type RoomUsed } from './roomUsed';
import type { TraceRecord } from './trace';
import { HOUR } from './time';
import type { Wait } from './waits';
import type { World } from './world';
import { present } from '../../test/support/present';

/** What came of a month under one guard. */
export interface Outcome {
	arrived: number;
	enrolled: number;
	/** Sequence emails, those of the reps' own enrollments included. */
	emails: number;
	/** Emails that met the limit at HubSpot, whatever became of them. */
	overLimit: number;
	/** Most emails in any 24 hours, by rep. */
	fullest: number[];
	room: RoomUsed;
	/** How often a contact was held, by reason. */
	held: Record<string, number>;
	/** Contacts that were ever held. */
	waited: number;
	stillWaiting: number;
	/** Of those that were held and then enrolled. */
	averageWaitHours: number;
	runs: number;
	requests: number;
}

/** What a process that runs a guard tells. */
export type Message = { dayDone: true } | { outcome: Outcome };

export function outcomeOf(world: World, record: TraceRecord): Outcome {
	const { account, scenario } = world;
	const byRep = scenario.reps.map((rep) => sendTimes(world, rep.email));
	const { waits, ...counts } = record;
	const over = scenario.reps.map(({ limit }, order) => countOverLimit(byRep[order], limit));
	const unsent = account.overLimitSends.filter(({ handling }) => handling !== 'sent').length;
	return {
		...counts,
		arrived: scenario.arrivals.reduce((sum, { people }) => sum + people.length, 0),
		emails: account.sends.length,
		overLimit: over.reduce((sum, count) => sum + count, unsent),
		fullest: byRep.map(fullestDay),
		room: measureRoom(
			scenario.reps.map(({ email, limit, reserve }, order) => ({
				capacity: limit - reserve,
				sends: byRep[order],
				toCome: sendsToCome(world, email),
				waits: waits.filter(({ rep }) => rep === order),
			})),
			scenario.end,
			(sequenceId, at) => emailsOf(world, sequenceId, at),
		),
		...waitsOf(waits),
	};
}

const sendTimes = ({ account }: World, email: string): number[] =>
	account
		.sendsFrom(email)
		.map(({ at }) => at)
		.sort((a, b) => a - b);

/** Of enrollments that are open at the end. */
const sendsToCome = ({ account }: World, email: string): number[] =>
	account
		.enrollmentsFrom(email)
		.filter(({ state }) => state === 'active')
		.flatMap(({ plan }) => plan.filter(({ kind, done }) => kind === 'EMAIL' && !done))
		.map(({ at }) => at);

/** When the stand-in would send the emails of an enrollment that began at `at`. */
function emailsOf({ account }: World, sequenceId: string, at: number): number[] {
	const plan = planSteps(account, present(account.sequence(sequenceId)), at);
	return plan.filter(({ kind }) => kind === 'EMAIL').map((email) => email.at);
}

function waitsOf(waits: readonly Wait[]) {
	const ended = waits.filter(({ until }) => until < Infinity);
	const hours = ended.reduce((sum, { from, until }) => sum + (until - from) / HOUR, 0);
	return {
		waited: waits.length,
		stillWaiting: waits.length - ended.length,
		averageWaitHours: ended.length === 0 ? 0 : hours / ended.length,
	};
}
