import { range, sumBy } from 'lodash';

import { RollingLoad } from './rollingLoad';
import { DAY, MINUTE, START } from './time';
import type { Wait } from './waits';

/** Of one rep. */
export interface SentMail {
	/** The limit less the reserve. */
	capacity: number;
	/** Emails of sequences: ms, ascending. */
	sends: readonly number[];
	/** One-to-one mail that the limit counts as well, ms: as it is known, once it has gone out. */
	byHand: readonly number[];
	/** What enrollments will still send after the end, ms. */
	toCome: readonly number[];
	waits: readonly Wait[];
}

/** A day of a rep at whose end somebody waited. */
export interface DayUsed {
	/** When it begins, ms. */
	from: number;
	capacity: number;
	/** Emails of sequences. */
	sent: number;
	/** Mail by hand. */
	byHand: number;
	/**
	 * Emails that could have gone out as well: as whole enrollments of contacts that waited at that
	 * moment, with no 24 hours above the limit less the reserve. Found in hindsight, so replies that
	 * nobody could foresee count as room not used.
	 */
	more: number;
	/** Emails in the fullest 24 hours that touch the day, up to `capacity`. */
	fullest: number;
}

/** Over some days: shares, from 0 to 1. */
export interface RoomUsed {
	days: number;
	/** Emails of sequences that were sent, of those and the emails that could have gone out as well. */
	used: number;
	/** The fullest 24 hours that touch each day, of the limit less the reserve. */
	fullest: number;
	/** Emails between midnight and midnight, of the limit less the reserve. */
	calendarDay: number;
}

/** How often it is tried whether one more enrollment would have fit. */
const TRY_EVERY = 15 * MINUTE;
/** The longest sequence takes some four weeks. */
const LONGEST = 35 * DAY;

/** What enrollments would send that nobody made. */
export interface Hindsight {
	/** When an enrollment of the contact would send its emails (ms), by when it begins. */
	plan: (contact: Pick<Wait, 'contactId' | 'sequenceId'>, at: number) => readonly number[];
	/** Whether the first email goes out when the enrollment begins. */
	startsAtOnce: boolean;
}

export function measureDays(
	reps: readonly SentMail[],
	end: number,
	hindsight: Hindsight,
): DayUsed[] {
	return reps.flatMap((rep) => {
		const { capacity, sends, byHand, toCome, waits } = rep;
		const span = { start: START, end: end + LONGEST };
		const load = new RollingLoad(span, [...sends, ...toCome]);
		const all = new RollingLoad(span, [...sends, ...byHand, ...toCome]);
		return range(START, end, DAY).flatMap((from) => {
			const day = { from, until: from + DAY };
			if (!waits.some((wait) => wait.from < day.until && wait.until >= day.until)) return [];
			return {
				from,
				capacity,
				sent: countIn(day, sends),
				byHand: countIn(day, byHand),
				more: countMore(rep, day, load.copy(), hindsight),
				fullest: Math.min(capacity, fullestAround(all, day)),
			};
		});
	});
}

export function roomUsed(days: readonly DayUsed[]): RoomUsed {
	const room = sumBy(days, 'capacity');
	const sent = sumBy(days, 'sent');
	const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
	return {
		days: days.length,
		used: share(sent, sent + sumBy(days, 'more')),
		fullest: share(sumBy(days, 'fullest'), room),
		calendarDay: share(sent + sumBy(days, 'byHand'), room),
	};
}

interface Day {
	from: number;
	until: number;
}

const countIn = ({ from, until }: Day, mail: readonly number[]): number =>
	mail.filter((at) => at >= from && at < until).length;

/**
 * Emails of the day that waiting contacts could have been sent as well. Mail by hand takes room from when
 * it has gone out: for what is to come, the reserve is kept.
 * @param load without mail by hand
 */
function countMore(
	{ capacity, byHand, waits }: SentMail,
	{ from, until }: Day,
	load: RollingLoad,
	hindsight: Hindsight,
): number {
	const added = new Set<Wait>();
	let emails = 0;
	let known = -Infinity;
	for (let at = from; at < until; at += TRY_EVERY) {
		for (const one of byHand) if (one > known && one <= at) load.add(one);
		known = at;
		if (hindsight.startsAtOnce && load.fullest(at) >= capacity) continue;
		const full = new Set<string>();
		for (const wait of waits) {
			const isWaiting = wait.from <= at && wait.until > at && !added.has(wait);
			if (!isWaiting || full.has(wait.sequenceId)) continue;
			const plan = hindsight.plan(wait, at);
			// One of the others may fit by the luck of its draw, which no guard can know.
			if (load.tryAdd(plan, capacity)) {
				added.add(wait);
				emails += plan.filter((email) => email < until).length;
			} else full.add(wait.sequenceId);
		}
	}
	return emails;
}

/** Any 24 hours that touch the day hold its first minute or its last. */
const fullestAround = (load: RollingLoad, { from, until }: Day): number =>
	Math.max(load.fullest(from), load.fullest(until - MINUTE));
