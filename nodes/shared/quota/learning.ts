import { memoize, sortBy, union } from 'lodash';

import { HOUR_MS } from './hours';
import { BEFORE_ALL, plannersUnder, type EmailPlanner } from './emailsOwed';
import { QUEUE_GAP_MS, type Sighting } from './look';
import { readingName, readingNamed, READINGS, type Reading } from './readings';
import type { Span } from './window';

/**
 * Why a reading is not possible: an email came before it allows, too many came after, or all come when they
 * are due although it allows for any instant.
 */
type RuledOutFor = 'EARLY' | 'LATE' | 'PUNCTUAL';

/** What was seen of one reading. */
interface ReadingEvidence {
	/** Enrollments with an email that it had too early, as many as are asked for. */
	late?: readonly string[] | undefined;
	/** Days of these emails, since 1970, as many as are asked for. */
	days?: readonly number[] | undefined;
	/** Follow-ups that went out in the very hour in which it has them due. */
	right?: number | undefined;
	/** Those of them that could have gone out in many other hours; and on which days, some of them. */
	punctual?: number | undefined;
	punctualDays?: readonly number[] | undefined;
	/** When it was ruled out, ms, and by emails of how many enrollments. */
	out?: { at: number; why: RuledOutFor; emails: number } | undefined;
	/** When a person put it back, ms: only an email that is earlier than it allows counts after that. */
	back?: number | undefined;
}

/** What the emails of an account have shown of what HubSpot does. Plain JSON, and bounded. */
export interface Evidence {
	/** When the first email was compared, ms. */
	since?: number | undefined;
	/** How many were. */
	emails: number;
	/** By the names of the readings. */
	readings: Readonly<Record<string, ReadingEvidence>>;
}

export const NO_EVIDENCE: Evidence = { emails: 0, readings: {} };

/** Lateness counts from so many enrollments on so many days on. */
const LATE_ENROLLMENTS = 10;
const LATE_DAYS = 3;
/** By chance, an email with six hours or more comes in the hour in which it is due a third of the time. */
const PUNCTUAL_EMAILS = 30;
const WIDE_MS = 6 * HOUR_MS;
/** Who is right to the hour so many times as often is not always too early: people pause enrollments. */
const MOST_RIGHT = 10;

/** The clocks of HubSpot and of this machine may differ by this much. */
const CLOCK_SKEW_MS = 60 * 1000;
/** Half a day after the window of one day has closed is the next day, or later. */
const DAY_LATE_MS = 12 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

const NAMES = READINGS.map(readingName);

/** How an email came, by when a reading has it; `OPEN` is what proves nothing. */
type Verdict = 'EARLY' | 'WITHIN' | 'DUE_HOUR' | 'HOURS_LATE' | 'DAY_LATE' | 'OPEN';

/**
 * Learns from newly seen emails which readings are possible. An email that is earlier than a reading
 * allows rules it out. One that is later proves nothing by itself, because HubSpot has queues and people:
 * it counts where another reading had it right, and no task or queue explains it. The last reading that
 * is left stays.
 */
export function learn(evidence: Evidence, sightings: readonly Sighting[]): Evidence {
	const plannersOf = plannersUnder(READINGS);
	return sortBy(sightings, 'at').reduce(
		(known, sighting) => learnFrom(known, sighting, plannersOf(sighting.schedule)),
		evidence,
	);
}

function learnFrom(
	known: Evidence,
	sighting: Sighting,
	planners: readonly EmailPlanner[],
): Evidence {
	const { at } = sighting;
	const readings: Record<string, ReadingEvidence> = { ...known.readings };
	/** When a reading has the email go out, by what was seen before it. */
	const emailOf = memoize((name: string) => {
		const progress = { enrolled: sighting.enrolled, seen: sighting.order, last: sighting.previous };
		return planners[NAMES.indexOf(name)]?.(progress, BEFORE_ALL)[0];
	});
	const left = NAMES.filter((name) => !readings[name]?.out).map((name) => ({
		name,
		verdict: verdictOf(sighting, name, emailOf),
	}));
	const some = (...verdicts: Verdict[]) => left.some(({ verdict }) => verdicts.includes(verdict));
	// What no reading allows says nothing about any: somebody sent it by hand, or enrolled anew.
	const isEarlyForAll = left.every(({ verdict }) => verdict === 'EARLY');
	for (const { name, verdict } of left) {
		const before = readings[name] ?? {};
		const { back = 0, right = 0 } = before;
		const isLate = verdict === 'DAY_LATE' || verdict === 'HOURS_LATE';
		if (verdict === 'EARLY' && !isEarlyForAll && at > back) {
			readings[name] = { out: { at, why: 'EARLY', emails: 1 } };
		} else if (verdict === 'DUE_HOUR' && sighting.order > 0) {
			readings[name] = { ...before, right: right + 1 };
			const twin = twinOf(name);
			if (readings[twin]?.out || !isWide(emailOf(twin))) continue;
			const punctual = withPunctual(readings[name], at);
			readings[name] = punctual;
			if (!isTooPunctual(punctual) || readings[twin]?.back) continue;
			const { punctual: emails = 0 } = punctual;
			readings[twin] = { out: { at, why: 'PUNCTUAL', emails } };
		} else if (isLate && some('WITHIN', 'DUE_HOUR') && back === 0) {
			readings[name] = withLate(before, sighting, verdict);
		}
	}
	return { since: known.since ?? at, emails: known.emails + 1, readings };
}

/** Of a reading that has emails go out when they are due, the one that has them at any instant of the day. */
const twinOf = (name: string): string => name.replace(/whenDue$/, 'anywhere');

/** Whether an email that may go out at any instant had many hours to do so. */
const isWide = (email: Span | undefined): boolean =>
	email !== undefined && email.until - email.from >= WIDE_MS;

const withPunctual = (before: ReadingEvidence, at: number): ReadingEvidence => ({
	...before,
	punctual: (before.punctual ?? 0) + 1,
	punctualDays: union(before.punctualDays, [Math.floor(at / DAY_MS)]).slice(0, LATE_DAYS),
});

/** So often in the very hour, and hardly ever later, no email goes out that may do so at any instant. */
const isTooPunctual = ({ punctual = 0, punctualDays = [], late = [] }: ReadingEvidence): boolean =>
	punctual >= PUNCTUAL_EMAILS &&
	punctualDays.length === LATE_DAYS &&
	punctual >= MOST_RIGHT * late.length;

function withLate(
	before: ReadingEvidence,
	{ at, order, enrollment }: Sighting,
	verdict: Verdict,
): ReadingEvidence {
	const { right = 0 } = before;
	const late = union(before.late, [enrollment]).slice(0, LATE_ENROLLMENTS);
	const isRightAsARule = order > 0 && right > MOST_RIGHT * late.length;
	if (verdict === 'HOURS_LATE' && isRightAsARule) return before;
	const days = union(before.days, [Math.floor(at / DAY_MS)]).slice(0, LATE_DAYS);
	const isEnough = late.length === LATE_ENROLLMENTS && days.length === LATE_DAYS;
	if (isEnough) return { out: { at, why: 'LATE', emails: late.length } };
	return { ...before, late, days };
}

/** @param emailOf when a reading of this name has the email go out */
function verdictOf(
	sighting: Sighting,
	name: string,
	emailOf: (name: string) => Span | undefined,
): Verdict {
	const { at, queuedSince } = sighting;
	const email = emailOf(name);
	if (!email) return 'OPEN';
	const { from, until } = email;
	if (at < from - CLOCK_SKEW_MS) {
		// A task that is done on Saturday morning is followed earlier on Monday than one of Friday evening.
		const earliest = isBehindTask(sighting) ? emailOf(twinOf(name)) : email;
		return earliest && at < earliest.from - CLOCK_SKEW_MS ? 'EARLY' : 'OPEN';
	}
	// Due at an instant, known by its hour.
	const isInstant = until - from < 2 * HOUR_MS;
	if (isInstant && at <= until + HOUR_MS) return 'DUE_HOUR';
	if (at <= until + CLOCK_SKEW_MS) return 'WITHIN';
	// It stood in a queue if mail has been going out ever since it was due.
	if (queuedSince <= until + QUEUE_GAP_MS || isBehindTask(sighting)) return 'OPEN';
	if (at > until + DAY_LATE_MS) return 'DAY_LATE';
	return isInstant ? 'HOURS_LATE' : 'OPEN';
}

function isBehindTask({ schedule, order }: Sighting): boolean {
	let emails = 0;
	for (const { email, waits } of schedule.steps) {
		if (waits ?? !email) return true;
		if (emails === order) return false;
		emails++;
	}
	return false;
}

/** The readings that are left, the likely ones first. */
export const possibleReadings = ({ readings }: Evidence): Reading[] =>
	READINGS.filter((reading) => !readings[readingName(reading)]?.out);

/** What a person is told of a reading. */
export interface ReadingReport {
	name: string;
	possible: boolean;
	/** Since when: possible since it was put back, or since the first email that was compared. Ms. */
	since: number | undefined;
	/** Missing where it is possible. */
	why?: RuledOutFor;
	/** By so many emails it was compared, or by those of so many enrollments ruled out. */
	emails: number;
}

export const reportReadings = ({ readings, since, emails }: Evidence): ReadingReport[] =>
	READINGS.map((reading) => {
		const name = readingName(reading);
		const { out, back } = readings[name] ?? {};
		return out
			? { name, possible: false, since: out.at, why: out.why, emails: out.emails }
			: { name, possible: true, since: back ?? since, emails };
	});

/**
 * Puts a reading back by hand: what was seen before `now` (ms) does not rule it out again. A name of no
 * reading changes nothing.
 */
export function putBack(evidence: Evidence, name: string, now: number): Evidence {
	if (!readingNamed(name)) return evidence;
	return { ...evidence, readings: { ...evidence.readings, [name]: { back: now } } };
}
