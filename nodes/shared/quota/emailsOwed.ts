import type { Calendar } from './calendar';
import type { Reading } from './readings';
import { calendars, emailCount, type Schedule, type ScheduledStep } from './schedule';
import { SEARCH_LAG_MS, type Span } from './window';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How far an enrollment has come. Instants are spans, because the ledger knows them by the hour. */
export interface EnrollmentProgress {
	enrolled: Span;
	/** Emails of it that HubSpot's log has shown. */
	seen: number;
	/** When the last of these went out; missing where there is none. */
	last?: Span | undefined;
}

/** An email that is still to come: when it goes out, both ends included. */
export interface OwedEmail extends Span {
	/** As likely at any instant of the span as at any other; else it may be any, and counts at each. */
	spread: boolean;
	/** It should have gone out: it may at any moment from now on. */
	overdue: boolean;
	/**
	 * It follows an overdue one by a day or more, whenever that goes out: no 24 hours hold both.
	 */
	covered?: boolean;
}

/** The emails that an enrollment owes at `now`, in order; the first is the one after those seen. */
export type EmailPlanner = (progress: EnrollmentProgress, now: number) => OwedEmail[];

/** As `now`: plans all that was not seen as if it were still to come. */
export const BEFORE_ALL = -Infinity;

/** Whether delays count in week days: then enrolled on Saturday morning is due before enrolled on Friday evening. */
export const isInWeekdays = ({ days }: Schedule, { delays }: Reading): boolean =>
	delays === 'weekdaysFromStep' && days === 'BUSINESS_DAYS';

/** A plain function and its argument: plans are worked out many thousand times. */
function each({ from, until }: Span, change: (at: number, by: number) => number, by = 0): Span {
	const a = change(from, by);
	const b = from === until ? a : change(until, by);
	// See `isInWeekdays`.
	return a <= b ? { from: a, until: b } : { from: b, until: a };
}

const later = (at: number, by: number): number => at + by;

const notBefore = (span: Span, { from, until }: Span): Span => ({
	from: Math.max(span.from, from),
	until: Math.max(span.until, until),
});

/**
 * When the emails of an enrollment go out under a reading. A task runs when it is due and is done at
 * once: later emails show by themselves that it took longer. An email that may go out anywhere in a day
 * is the start of the next delay anywhere in that day: with whole days the next has one day again; with
 * parts of a day it may have several, and then counts as if it went out in each.
 *
 * Keep the function: see `Calendar`.
 */
export function emailPlanner(
	schedule: Schedule,
	reading: Reading,
	calendar: Calendar,
): EmailPlanner {
	const { steps } = schedule;
	const { delays, firstStep, instant } = reading;
	const starts = startsAfter(steps);
	/**
	 * An email that the log cannot show yet has most likely gone out: as one that has not, it takes room
	 * for a day, not for as long as it is owed. That matters where what follows does not wait for it.
	 */
	const unshownFor = delays === 'fromEnrollment' ? SEARCH_LAG_MS : 0;

	const delayed = isInWeekdays(schedule, reading)
		? (at: number, after: number) =>
				calendar.plusWeekdays(at, Math.floor(after / DAY_MS)) + (after % DAY_MS)
		: later;

	/** @param due not yet moved into the window */
	const instantOf = (step: ScheduledStep, isFirst: boolean, due: Span, ran: Span) => {
		const isAtOnce = isFirst && step.after === 0;
		if (isAtOnce && firstStep === 'atOnce')
			return { from: due.from, until: due.until, spread: false };
		const moved = each(notBefore(due, ran), calendar.intoWindow);
		const isMoved = moved.from !== due.from || moved.until !== due.until;
		const isExact = instant === 'whenDue' || !step.email || (isAtOnce && !isMoved);
		if (isExact) return { from: moved.from, until: moved.until, spread: false };
		const first = calendar.windowOf(moved.from);
		const last = moved.from === moved.until ? first : calendar.windowOf(moved.until);
		const from = calendar.intoWindow(Math.max(first.from, Math.min(ran.from, first.until)));
		return { from, until: last.until, spread: first.from === last.from };
	};

	return ({ enrolled, seen, last = enrolled }, now) => {
		const start = starts[Math.min(seen, starts.length - 1)] ?? { step: 0, elapsed: 0 };
		let { elapsed } = start;
		let ran = last;
		const owed: OwedEmail[] = [];
		/** Since the last email that counts behind an overdue one, ms; below 0 where none is overdue. */
		let behind = -Infinity;
		for (let index = start.step; index < steps.length; index++) {
			const step = steps[index];
			if (!step) break;
			elapsed += step.after;
			behind += step.after;
			const due =
				delays === 'fromEnrollment'
					? each(enrolled, later, elapsed)
					: each(ran, delayed, step.after);
			const { from, until, spread } = instantOf(step, index === 0, due, ran);
			if (!step.email) {
				ran = { from, until };
				continue;
			}
			const isPast = until < now;
			const overdue = until + unshownFor < now;
			const at = { from: Math.max(from, now), until: isPast ? now : until };
			const covered = behind >= DAY_MS && delays !== 'fromEnrollment';
			owed.push({
				from: at.from,
				until: isPast && !overdue ? now + DAY_MS : at.until,
				spread: spread && !isPast,
				overdue,
				covered,
			});
			if (overdue || behind >= 0) behind = 0;
			// What goes on as if it went out now: it may have, and the log does not show it yet.
			ran = isPast ? { from: Math.max(from, now - SEARCH_LAG_MS), until: now } : at;
		}
		return owed;
	};
}

/**
 * Whether an enrollment that starts at `start` (ms) sends the same however its first step is read: one with
 * a delay is moved into the window all the same, and one inside the window is at once.
 */
export const isFirstStepClear = ({ steps }: Schedule, calendar: Calendar, start: number): boolean =>
	steps[0]?.after !== 0 || calendar.intoWindow(start) === start;

/** The planners of schedules, one for each reading: the same ones for the same schedule. */
export function plannersUnder(
	readings: readonly Reading[],
	calendarFor = calendars(),
): (schedule: Schedule) => EmailPlanner[] {
	const known = new Map<Schedule, EmailPlanner[]>();
	return (schedule) => {
		const planners =
			known.get(schedule) ??
			readings.map((reading) => emailPlanner(schedule, reading, calendarFor(schedule)));
		known.set(schedule, planners);
		return planners;
	};
}

/** Where it goes on after none, one, two … emails: the next step, and the delays up to there, ms. */
function startsAfter(steps: readonly ScheduledStep[]): Array<{ step: number; elapsed: number }> {
	const starts = [{ step: 0, elapsed: 0 }];
	let elapsed = 0;
	steps.forEach(({ after, email }, index) => {
		elapsed += after;
		if (email) starts.push({ step: index + 1, elapsed });
	});
	return starts;
}

/** Emails of the schedule that were not seen. */
export const owedCount = (schedule: Schedule, seen: number): number =>
	Math.max(0, emailCount(schedule) - seen);
