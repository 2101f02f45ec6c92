import { DateTime } from 'luxon';

import { decideAdmissions } from './decide';
import { isoMinute } from './localTime';
import { CLOSE_TO_LIMIT } from './plans';
import { earliestFit, fullestAround, usedAt, WINDOW_MS } from './window';

export interface RoomQuestion {
	/** Known sends, past and planned, ascending, ms. */
	times: number[];
	limit: number;
	reserve: number;
	/** The sends of one more enrollment, ms after enrolling. */
	offsets: number[];
	/** How many more contacts are to be enrolled. */
	contacts: number;
	now: number;
	timeZone: string;
}

/** What Check Send Limit says of one sender; instants are ISO with offset. */
export function reportRoom(question: RoomQuestion) {
	const { times, limit, reserve, offsets, contacts, now, timeZone } = question;
	const capacity = limit - reserve;
	const remaining = Math.max(0, capacity - fullestAround(times, now));
	const next = earliestFit(times, offsets, capacity, now);
	const verdicts = decideAdmissions(
		{ times, capacity, now },
		Array.from({ length: contacts }, () => offsets),
		'hold',
	);
	const held = verdicts.flatMap((verdict) => ('held' in verdict ? [verdict.held] : []));
	const lastHeld = held.at(-1)?.retryAt;
	return {
		limit,
		reserve,
		sent: usedAt(times, now),
		planned: times.filter((at) => at > now && at <= now + WINDOW_MS).length,
		remaining,
		level: remaining === 0 ? 'full' : remaining <= CLOSE_TO_LIMIT ? 'close' : 'open',
		nextAvailableAt: next === undefined ? null : isoMinute(next, timeZone),
		fits: contacts - held.length,
		wouldHold: held.length,
		restFitsAt: lastHeld === undefined ? null : isoMinute(lastHeld, timeZone),
		forecast: forecastDays(times, capacity, now, timeZone),
	};
}

/** Sends per calendar day, from today for as far as anything is planned. */
function forecastDays(times: number[], capacity: number, now: number, timeZone: string) {
	const dayOf = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).startOf('day');
	const today = dayOf(now);
	const last = dayOf(Math.max(now, times.at(-1) ?? now));
	const days = Math.round(last.diff(today, 'days').days) + 1;
	return Array.from({ length: days }, (_, offset) => {
		const from = today.plus({ days: offset });
		const until = from.plus({ days: 1 }).toMillis();
		const planned = times.filter((at) => at >= from.toMillis() && at < until).length;
		return {
			date: from.toISODate() ?? '',
			planned,
			limit: capacity,
			remaining: Math.max(0, capacity - planned),
		};
	});
}
