import { countBy } from 'lodash';
import { DateTime } from 'luxon';

import { decideAdmissions } from './decide';
import { isoMinute } from './localTime';
import { CLOSE_TO_LIMIT } from './plans';
import { RollingRoom, type SendPlanner } from './rollingRoom';
import { atOnce } from './steps';
import { usedAt, WINDOW_MS, type Span } from './window';

export interface RoomQuestion {
	/** Known sends, past and planned. */
	sends: readonly Span[];
	/** HubSpot said that the sender is at the limit: until when to take its word, ms. */
	fullUntil?: number | undefined;
	limit: number;
	reserve: number;
	/** When one more enrollment would send. */
	planner: SendPlanner;
	/** How many more contacts are to be enrolled. */
	contacts: number;
	now: number;
	timeZone: string;
}

/** What Check Send Limit says of one sender; instants are ISO with offset. */
export function reportRoom(question: RoomQuestion) {
	const { sends, fullUntil = 0, limit, reserve, planner, contacts, now, timeZone } = question;
	const capacity = limit - reserve;
	const room = new RollingRoom(sends, capacity, now);
	const isFull = fullUntil > now;
	const remaining = isFull ? 0 : room.left;
	const fits = isFull ? 0 : room.howMany(planner(now), contacts);
	const next = room.earliest(planner, Math.max(now, fullUntil));
	const { verdicts, retryTimes } = atOnce(
		decideAdmissions(
			{ sends, capacity, fullUntil, now },
			Array.from({ length: contacts }, () => ({ planner })),
			'hold',
		),
	);
	const lastHeld = atOnce(retryTimes())[verdicts.findLastIndex((verdict) => 'held' in verdict)];
	return {
		limit,
		reserve,
		sent: usedAt(sends, now),
		planned: sends.filter(({ from }) => from > now && from <= now + WINDOW_MS).length,
		remaining,
		level: remaining === 0 ? 'full' : remaining <= CLOSE_TO_LIMIT ? 'close' : 'open',
		nextAvailableAt: next === undefined ? null : isoMinute(next, timeZone),
		fits,
		wouldHold: contacts - fits,
		restFitsAt: lastHeld === undefined ? null : isoMinute(lastHeld, timeZone),
		forecast: forecastDays(sends, capacity, now, timeZone),
	};
}

/** Sends per calendar day, from today for as far as anything is planned. */
function forecastDays(sends: readonly Span[], limit: number, now: number, timeZone: string) {
	const dayOf = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
	const all = countBy(sends, ({ from }) => dayOf(from));
	const gone = countBy(
		sends.filter(({ from }) => from <= now),
		({ from }) => dayOf(from),
	);
	const last = Object.keys(all).reduce((a, b) => (a > b ? a : b), dayOf(now));
	const forecast = [];
	for (let day = DateTime.fromMillis(now, { zone: timeZone }); ; day = day.plus({ days: 1 })) {
		const date = day.toISODate() ?? '';
		const planned = all[date] ?? 0;
		const remaining = Math.max(0, limit - planned);
		// What has gone out today is part of what is planned for today.
		forecast.push({ date, planned, sent: gone[date] ?? 0, limit, remaining });
		if (date >= last) return forecast;
	}
}
