import { sortBy, sumBy } from 'lodash';

import { plannedSends, planSteps } from '../hubspot';
import { countOverLimit, fullestDay } from './sendCounts';
import { learntIn, type Learnt } from './learnt';
import { measureDays, roomUsed, type DayUsed, type Hindsight, type RoomUsed } from './roomUsed';
import type { TraceRecord } from './trace';
import { DAY, HOUR, START } from './time';
import type { Wait } from './waits';
import type { World } from './world';
import { present } from '../../test/support/present';

const THIRD_WEEK = START + 14 * DAY;

/** The room that was used. */
interface Rooms {
	room: RoomUsed;
	/** Of the first two weeks, in which a guard may still learn. */
	roomAtFirst: RoomUsed;
	/** From the third week on. */
	roomLater: RoomUsed;
}

/** What came of a month under one guard; room and limits as if one-to-one mail took none. */
export interface Outcome extends Rooms {
	arrived: number;
	enrolled: number;
	/** Sequence emails, those of the reps' own enrollments included. */
	emails: number;
	/** Emails that met the limit at HubSpot, whatever became of them. */
	overLimit: number;
	/** By rep: most emails in any 24 hours, and how many HubSpot allows. */
	peaks: Array<{ fullest: number; limit: number }>;
	/** The same for limits that count one-to-one mail as well, as those that an admin sets do. */
	withByHand: { overLimit: number } & Rooms;
	/** How often a contact was held, by reason. */
	held: Record<string, number>;
	/** Contacts that were ever held. */
	waited: number;
	stillWaiting: number;
	/** Of those that were held and then enrolled. */
	averageWaitHours: number;
	runs: number;
	requests: number;
	learnt: Learnt;
}

export function outcomeOf(world: World, record: TraceRecord): Outcome {
	const { account, scenario } = world;
	const byRep = scenario.reps.map((rep) => timesOf(account.sendsFrom(rep.email)));
	const { waits, ...counts } = record;
	const over = scenario.reps.map(({ limit }, order) => countOverLimit(byRep[order], limit));
	const unsent = account.overLimitSends.filter(({ handling }) => handling !== 'sent').length;
	const byHand = scenario.reps.map(({ email }) => timesOf(account.oneToOneMailFrom(email)));
	const mail = scenario.reps.map(({ email, limit, reserve }, order) => ({
		capacity: limit - reserve,
		sends: byRep[order],
		byHand: [],
		toCome: plannedSends(account, email),
		waits: waits.filter(({ rep }) => rep === order),
	}));
	const allMail = mail.map((one, order) => ({ ...one, byHand: byHand[order] }));
	const measure = (reps: typeof allMail) => measureDays(reps, scenario.end, hindsightOf(world));
	const overWithByHand = scenario.reps.map(({ limit }, order) =>
		countOverLimit(sortBy([...byRep[order], ...byHand[order]]), limit),
	);
	return {
		...counts,
		arrived: scenario.arrivals.reduce((sum, { people }) => sum + people.length, 0),
		emails: account.sends.length,
		overLimit: over.reduce((sum, count) => sum + count, unsent),
		peaks: scenario.reps.map(({ limit }, order) => ({ fullest: fullestDay(byRep[order]), limit })),
		...roomsOf(measure(mail)),
		withByHand: { overLimit: sumBy(overWithByHand) + unsent, ...roomsOf(measure(allMail)) },
		...waitsOf(waits),
		learnt: learntIn(world),
	};
}

const roomsOf = (days: readonly DayUsed[]): Rooms => ({
	room: roomUsed(days),
	roomAtFirst: roomUsed(days.filter(({ from }) => from < THIRD_WEEK)),
	roomLater: roomUsed(days.filter(({ from }) => from >= THIRD_WEEK)),
});

const timesOf = (mail: ReadonlyArray<{ at: number }>): number[] => sortBy(mail.map(({ at }) => at));

/** As the stand-in would plan them; how long they would wait in the queue is left out. */
const hindsightOf = ({ account }: World): Hindsight => ({
	plan: ({ contactId, sequenceId }, at) => {
		const plan = planSteps(account, present(account.sequence(sequenceId)), at, contactId);
		return plan.filter(({ kind }) => kind === 'EMAIL').map((email) => email.at);
	},
	startsAtOnce: account.settings.firstStep === 'atOnce',
});

function waitsOf(waits: readonly Wait[]) {
	const ended = waits.filter(({ until }) => until < Infinity);
	const hours = ended.reduce((sum, { from, until }) => sum + (until - from) / HOUR, 0);
	return {
		waited: waits.length,
		stillWaiting: waits.length - ended.length,
		averageWaitHours: ended.length === 0 ? 0 : hours / ended.length,
	};
}

/** What never may happen to the node, whatever HubSpot does. */
export const breaches = ({ overLimit, learnt }: Outcome): string[] => [
	...(overLimit > 0 ? [`${overLimit} sends over the limit`] : []),
	...(learnt.isTrueLeft ? [] : ['what HubSpot does was ruled out']),
];
