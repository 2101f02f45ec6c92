/**
 * What HubSpot does under a reading, played email by email: the wall clock is asked minute by minute, by
 * the time zones of the JavaScript engine alone.
 */
import type { Reading } from '../../../nodes/shared/quota/readings';
import type { Schedule } from '../../../nodes/shared/quota/schedule';
import { DAY, MINUTE } from '../../support/unit/arbitraries';
import { firstOpen, isOpen } from '../../support/unit/sendWindowOracle';

const settingsOf = ({ days, window: [opens, closes] }: Schedule) => ({
	eligibleFollowUpDays: days,
	sendWindowStartMinute: opens,
	sendWindowEndMinute: closes,
});

const shows = new Map<string, Intl.DateTimeFormat>();

/** What calendar and clock show. */
function shown(at: number, timeZone: string) {
	const known = shows.get(timeZone);
	const format =
		known ??
		new Intl.DateTimeFormat('en-GB', {
			timeZone,
			weekday: 'short',
			day: '2-digit',
			month: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23',
		});
	shows.set(timeZone, format);
	const parts = Object.fromEntries(
		format.formatToParts(at).map(({ type, value }) => [type, value]),
	);
	return {
		day: `${parts.month}-${parts.day}`,
		clock: `${parts.hour}:${parts.minute}`,
		isWeekend: parts.weekday === 'Sat' || parts.weekday === 'Sun',
	};
}

/**
 * So many week days later at the same time of the wall clock; undefined where the clock skips or repeats
 * that time.
 */
function weekdaysLater(at: number, count: number, timeZone: string): number | undefined {
	let [noon, steps, left] = [at, 0, count];
	// The middle of a day is not far enough from the next middle to miss a day.
	while (shown(noon, timeZone).clock.slice(0, 2) !== '12') noon += 15 * MINUTE;
	if (shown(noon, timeZone).day !== shown(at, timeZone).day) noon -= DAY;
	while (left > 0) {
		steps++;
		if (!shown(noon + steps * DAY, timeZone).isWeekend) left--;
	}
	if (steps === 0) return at;
	const wanted = { ...shown(at, timeZone), day: shown(noon + steps * DAY, timeZone).day };
	const found = [];
	for (let shift = -60; shift <= 60; shift += 15) {
		const candidate = at + steps * DAY + shift * MINUTE;
		const { day, clock } = shown(candidate, timeZone);
		if (day === wanted.day && clock === wanted.clock) found.push(candidate);
	}
	return found.length === 1 ? found[0] : undefined;
}

/** The open part of the day of an open instant: first and last ms. */
function openPart(at: number, schedule: Schedule) {
	const { timeZone } = schedule;
	const settings = settingsOf(schedule);
	const { day } = shown(at, timeZone);
	const isIn = (moment: number) =>
		isOpen(moment, settings, timeZone) && shown(moment, timeZone).day === day;
	let [from, until] = [Math.floor(at / MINUTE) * MINUTE, Math.floor(at / MINUTE) * MINUTE];
	while (isIn(from - MINUTE)) from -= MINUTE;
	while (isIn(until + MINUTE)) until += MINUTE;
	return { from, until: until + MINUTE - 1 };
}

/** An email, and the span of which its instant was drawn. */
export interface Played {
	at: number;
	from: number;
	until: number;
}

/**
 * Plays an enrollment.
 * @param draw from 0 to 1, 1 not included
 * @returns undefined where the clock leaves open when a step is due
 */
export function play(
	schedule: Schedule,
	reading: Reading,
	enrolledAt: number,
	draw: () => number,
): Played[] | undefined {
	const { steps, timeZone, days } = schedule;
	const open = (at: number) => firstOpen(at, settingsOf(schedule), timeZone);
	const emails: Played[] = [];
	let [ran, sum] = [enrolledAt, 0];
	for (const [index, { after, email }] of steps.entries()) {
		sum += after;
		let due: number | undefined = ran + after;
		if (reading.delays === 'fromEnrollment') due = Math.max(ran, enrolledAt + sum);
		else if (reading.delays === 'weekdaysFromStep' && days === 'BUSINESS_DAYS') {
			const day = weekdaysLater(ran, Math.floor(after / DAY), timeZone);
			due = day === undefined ? undefined : day + (after % DAY);
		}
		if (due === undefined) return undefined;
		const isFirst = index === 0 && after === 0;
		const opened = isFirst && reading.firstStep === 'atOnce' ? due : open(due);
		const isDrawn = email && reading.instant === 'anywhere' && !(isFirst && opened === due);
		const part = isDrawn ? openPart(opened, schedule) : { from: opened, until: opened };
		const from = Math.max(part.from, isDrawn ? ran : 0);
		ran = from + Math.floor(draw() * (part.until - from + 1));
		if (email) emails.push({ at: ran, from, until: part.until });
	}
	return emails;
}
