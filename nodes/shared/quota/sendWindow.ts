import { zoneOf } from './localTime';
import type { OpenHours } from './openHours';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Ms since epoch, `until` no longer in it. */
interface Stretch {
	from: number;
	until: number;
}

/** How far the wall clock is ahead of UTC at an instant, both in ms. */
type Offset = (at: number) => number;

function offsetIn(timeZone: string): Offset {
	const zone = zoneOf(timeZone);
	return (at) => zone.offset(at) * MINUTE_MS;
}

/** Where in a stretch with two offsets the clock changes, to the minute. */
function clockChange({ from, until }: Stretch, offset: Offset): number {
	const before = offset(from);
	let [low, high] = [from, until];
	while (high - low > MINUTE_MS) {
		const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
		if (offset(middle) === before) low = middle;
		else high = middle;
	}
	return high;
}

interface Steady extends Stretch {
	/** Ms that the wall clock is ahead of UTC all the while. */
	ahead: number;
}

/** A day of UTC as it is, or cut where the clock changes. */
function cutAtChange(day: Stretch, offset: Offset): Steady[] {
	const [first, last] = [offset(day.from), offset(day.until - 1)];
	if (first === last) return [{ ...day, ahead: first }];
	const change = clockChange(day, offset);
	return [
		{ from: day.from, until: change, ahead: first },
		{ from: change, until: day.until, ahead: last },
	];
}

/** The open parts, ascending. */
function openIn({ from, until, ahead }: Steady, { days, window }: OpenHours): Stretch[] {
	const [opens, closes] = window;
	const open: Stretch[] = [];
	const last = Math.floor((until - 1 + ahead) / DAY_MS);
	for (let day = Math.floor((from + ahead) / DAY_MS); day <= last; day++) {
		// Day 0 is 1970-01-01, a Thursday; 0 is Monday.
		const weekday = (((day + 3) % 7) + 7) % 7;
		if (days !== 'EVERYDAY' && weekday > 4) continue;
		const midnight = day * DAY_MS - ahead;
		const part = {
			from: Math.max(from, midnight + opens * MINUTE_MS),
			until: Math.min(until, midnight + closes * MINUTE_MS),
		};
		if (part.from < part.until) open.push(part);
	}
	return open;
}

/** A weekend and a day on which the clock skips the window, with a day of UTC to either side. */
const MOST_DAYS = 7;

/**
 * When follow-ups go out: a function that moves an instant (ms) forward to the first whose wall
 * clock in `timeZone` is inside the send window of an eligible day. It never moves backward, and of
 * two instants never the later one before the other. An hour that the clock skips is not there to
 * send in, one that comes twice is open twice. An unknown time zone is taken for UTC.
 *
 * Keep the function: it remembers the days it has seen, whose clocks are slow to ask for.
 */
export function sendWindow(hours: OpenHours, timeZone: string): (at: number) => number {
	const [opens, closes] = hours.window;
	if (hours.days === 'EVERYDAY' && (closes - opens) * MINUTE_MS === DAY_MS) return (at) => at;
	const offset = offsetIn(timeZone);
	const days = new Map<number, Stretch[]>();
	const openOn = (utcDay: number): Stretch[] => {
		const known = days.get(utcDay);
		if (known) return known;
		const whole = { from: utcDay * DAY_MS, until: (utcDay + 1) * DAY_MS };
		const open = cutAtChange(whole, offset).flatMap((steady) => openIn(steady, hours));
		days.set(utcDay, open);
		return open;
	};
	return (at) => {
		const today = Math.floor(at / DAY_MS);
		for (let day = today; day <= today + MOST_DAYS; day++) {
			const open = openOn(day).find(({ until }) => until > at);
			if (open) return Math.max(at, open.from);
		}
		return at;
	};
}
