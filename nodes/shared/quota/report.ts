import { forecastDays, type ForecastDay } from './forecastDays';
import { isoMinute } from './localTime';
import { decideRequests } from './decision';
import type { SendLimit } from './sendLimit';
import type { LedgerRow } from './ledgerRow';
import type { Look } from './look';
import { CLOSE_TO_LIMIT } from './plans';
import type { Schedule } from './schedule';
import { steadyPerDay } from './steadyPerDay';
import type { Steps } from './steps';
import type { Plans } from './underReadings';
import { WINDOW_MS } from './window';

export interface RoomQuestion {
	/** What the sender owes, with what the log has shown of it. */
	row: LedgerRow;
	/** What HubSpot's log shows; undefined where HubSpot does not tell. */
	shown: Look | undefined;
	/** Under the readings that are possible. */
	plans: Plans;
	room: SendLimit;
	/** How one more enrollment would send. */
	schedule: Schedule;
	/** How many more contacts are to be enrolled. */
	contacts: number;
	now: number;
	timeZone: string;
}

/** What Check Sending Limit says of one sender; instants are ISO with offset. */
export interface RoomReport {
	/** HubSpot's, before the reserve is taken off. */
	limit: number;
	reserve: number;
	/** In HubSpot's log of the last 24 hours. */
	sent: number;
	/** Of these, before the calendar day of today began. */
	sentBeforeToday: number;
	/** Due, and not seen yet: in HubSpot's queue, or waiting for a person. They take room until they are seen. */
	owedNow: number;
	/** Expected in the next 24 hours. */
	planned: number;
	/** For one more email now, the reserve taken off. */
	remaining: number;
	level: 'full' | 'close' | 'open';
	nextAvailableAt: string | null;
	/** Of the contacts to enroll, how many fit now, and when the last of the others does. */
	fits: number;
	wouldHold: number;
	restFitsAt: string | null;
	/** Contacts that can be enrolled every week day for ever; null where they send no email. */
	steadyPerDay: number | null;
	forecast: ForecastDay[];
}

/** Long work, so in steps. */
export function* reportRoom(question: RoomQuestion): Steps<RoomReport> {
	const { row, shown, plans, room, schedule, contacts, now, timeZone } = question;
	const { fullUntil = 0, owed } = row;
	const load = yield* plans.loadOf(owed, shown, room, now);
	const plan = plans.of(schedule);
	const isFull = fullUntil > now;
	const remaining = isFull ? 0 : load.left;
	const next = load.earliest(plan, Math.max(now, fullUntil));
	const fitting = decideRequests(
		{ load, fullUntil, now },
		Array.from({ length: contacts }, () => ({ plan })),
		'hold',
	);
	const days = forecastDays({ owed, shown, plans, isFull, load, room, now, timeZone });
	const sent = shown ? countIn(shown.counted, now - WINDOW_MS, now) : load.used;
	const { verdicts, retryTimes } = yield* fitting;
	const fits = verdicts.filter((verdict) => 'admitted' in verdict).length;
	const times = yield* retryTimes();
	const lastHeld = times[verdicts.findLastIndex((verdict) => 'held' in verdict)];
	return {
		limit: room.limit,
		reserve: room.reserve,
		sent,
		sentBeforeToday: days.sentBeforeToday,
		owedNow: days.owedNow,
		planned: days.plannedIn24Hours,
		remaining,
		level: remaining === 0 ? 'full' : remaining <= CLOSE_TO_LIMIT ? 'close' : 'open',
		nextAvailableAt: next === undefined ? null : isoMinute(next, timeZone),
		fits,
		wouldHold: contacts - fits,
		restFitsAt: lastHeld === undefined ? null : isoMinute(lastHeld, timeZone),
		steadyPerDay: steadyPerDay(plan, room, now, timeZone),
		forecast: days.forecast,
	};
}

const countIn = (instants: readonly number[], after: number, until: number): number =>
	instants.filter((at) => at > after && at <= until).length;
