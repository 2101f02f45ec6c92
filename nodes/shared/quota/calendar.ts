import { DateTime, FixedOffsetZone, Info } from 'luxon';

import { sendWindow, type WindowSettings } from './sendWindow';
import type { Span } from './window';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A day of the wall clock. */
interface LocalDay extends Span {
	isWeekend: boolean;
	/** When email goes out in it; missing on a day that has no such time. */
	open?: Span;
}

/** The days of a time zone, and when email goes out in them. Instants are ms since epoch. */
export interface Calendar {
	/** Moved forward to the first instant at which email goes out, see `sendWindow`. */
	intoWindow(at: number): number;
	/** When email goes out on the day of the first such instant from `at` on. */
	windowOf(at: number): Span;
	/** So many week days later, at the same time of the wall clock. */
	plusWeekdays(at: number, days: number): number;
}

/** The last ms of the day at which its window is open: what comes after moves into a later day. */
function lastOpen(day: Span, intoWindow: (at: number) => number): number {
	let [open, closed] = [0, Math.ceil((day.until + 1 - day.from) / MINUTE_MS)];
	while (closed - open > 1) {
		const middle = Math.floor((open + closed) / 2);
		if (intoWindow(day.from + middle * MINUTE_MS) <= day.until) open = middle;
		else closed = middle;
	}
	return Math.min(day.until, day.from + closed * MINUTE_MS - 1);
}

/**
 * Keep it: it remembers the days it has seen, whose clocks are slow to ask for. An unknown time zone is
 * taken for UTC.
 */
export function calendarOf(settings: WindowSettings, timeZone: string): Calendar {
	const intoWindow = sendWindow(settings, timeZone);
	const known = Info.normalizeZone(timeZone);
	const zone = known.isValid ? known : FixedOffsetZone.utcInstance;
	const days = new Map<number, LocalDay[]>();
	const wall = (at: number) => DateTime.fromMillis(at, { zone });

	const localDay = (at: number): LocalDay => {
		const start = wall(at).startOf('day');
		const day = {
			from: start.toMillis(),
			until: start.plus({ days: 1 }).startOf('day').toMillis() - 1,
			isWeekend: start.weekday > 5,
		};
		const opens = intoWindow(day.from);
		if (opens > day.until) return day;
		return { ...day, open: { from: opens, until: lastOpen(day, intoWindow) } };
	};
	const dayOf = (at: number): LocalDay => {
		const utcDay = Math.floor(at / DAY_MS);
		const seen = days.get(utcDay) ?? [];
		const found = seen.find(({ from, until }) => from <= at && at <= until);
		if (found) return found;
		const day = localDay(at);
		days.set(utcDay, [...seen, day]);
		return day;
	};
	const isWhole = ({ from, until }: Span) => until + 1 - from === DAY_MS;

	return {
		intoWindow,
		windowOf: (at) => {
			const first = intoWindow(at);
			return dayOf(first).open ?? { from: first, until: first };
		},
		plusWeekdays: (at, count) => {
			const first = dayOf(at);
			let [day, steps] = [first, 0];
			for (let left = count; left > 0; steps++) {
				day = dayOf(day.until + 1);
				if (!day.isWeekend) left--;
			}
			if (steps === 0) return at;
			const offset = at - first.from;
			// On a day with a change of the clock the same time of day is another offset.
			return isWhole(first) && isWhole(day)
				? day.from + offset
				: wall(at).plus({ days: steps }).toMillis();
		},
	};
}
