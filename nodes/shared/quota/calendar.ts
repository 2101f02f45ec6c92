import { DateTime } from 'luxon';

import { zoneOf } from './localTime';
import type { OpenHours } from './openHours';
import { sendWindow } from './sendWindow';
import type { Span } from './window';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Longer than any on which a clock goes back. */
const LONGEST_DAY_MINUTES = 26 * 60;

/** A day of the wall clock. */
interface LocalDay extends Span {
	isWeekend: boolean;
	/** It has 24 hours: the clock does not change. */
	isWhole: boolean;
	/** When email goes out in it; missing on a day that has no such time. */
	open?: Span;
	/** The day after it, and the first instant after it at which email goes out; once they were asked for. */
	next?: LocalDay;
	then?: number;
}

/** The days of a time zone, and when email goes out in them. Instants are ms since epoch. */
export interface Calendar {
	/** Moved forward to the first instant at which email goes out, see `sendWindow`. */
	intoWindow(at: number): number;
	/** When email goes out on the day of the first such instant from `at` on. */
	windowOf(at: number): Span;
	/** So many week days later, at the same time of the wall clock. */
	plusWeekdays(at: number, days: number): number;
	/** When the next day of a weekend begins, after the day of `at`. */
	nextWeekendDay(at: number): number;
}

/** The last ms of the day at which its window is open: what comes after moves into a later day. */
function lastOpen(day: Span, intoWindow: (at: number) => number): number {
	let [open, closed] = [0, LONGEST_DAY_MINUTES];
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
export function calendarOf(hours: OpenHours, timeZone: string): Calendar {
	const moved = sendWindow(hours, timeZone);
	const zone = zoneOf(timeZone);
	const days = new Map<number, LocalDay[]>();
	const wall = (at: number) => DateTime.fromMillis(at, { zone });

	const localDay = (at: number): LocalDay => {
		const start = wall(at).startOf('day');
		const [from, next] = [start.toMillis(), start.plus({ days: 1 }).startOf('day').toMillis()];
		const day = {
			from,
			until: next - 1,
			isWeekend: start.weekday > 5,
			isWhole: next - from === DAY_MS,
		};
		const opens = moved(day.from);
		if (opens > day.until) return day;
		return { ...day, open: { from: opens, until: lastOpen(day, moved) } };
	};
	/** The day that was asked for last: mostly it is asked for again. */
	let last: LocalDay | undefined;
	const dayOf = (at: number): LocalDay => {
		if (last && last.from <= at && at <= last.until) return last;
		const utcDay = Math.floor(at / DAY_MS);
		const seen = days.get(utcDay) ?? [];
		last = seen.find((day) => day.from <= at && at <= day.until);
		if (last) return last;
		last = localDay(at);
		days.set(utcDay, [...seen, last]);
		return last;
	};
	const nextDay = (day: LocalDay): LocalDay => (day.next ??= dayOf(day.until + 1));

	const intoWindow = (at: number): number => {
		const day = dayOf(at);
		// An hour that the clock skips or has twice makes holes in a window.
		if (!day.isWhole) return moved(at);
		if (day.open && at <= day.open.until) return Math.max(at, day.open.from);
		return (day.then ??= moved(day.until + 1));
	};

	return {
		intoWindow,
		nextWeekendDay: (at) => {
			let day = nextDay(dayOf(at));
			while (!day.isWeekend) day = nextDay(day);
			return day.from;
		},
		windowOf: (at) => {
			const first = intoWindow(at);
			return dayOf(first).open ?? { from: first, until: first };
		},
		plusWeekdays: (at, count) => {
			const first = dayOf(at);
			let [day, steps] = [first, 0];
			for (let left = count; left > 0; steps++) {
				day = nextDay(day);
				if (!day.isWeekend) left--;
			}
			const offset = at - first.from;
			// On a day with a change of the clock the same time of day is another offset.
			return first.isWhole && day.isWhole
				? day.from + offset
				: wall(at).plus({ days: steps }).toMillis();
		},
	};
}
