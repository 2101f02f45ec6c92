import { sumBy } from 'lodash';

import { groupsOf } from '../groups';
import {
	BEFORE_ALL,
	isFirstStepClear,
	isInWeekdays,
	plannersUnder,
	type EmailPlanner,
	type OwedEmail,
} from './emailsOwed';
import { ExpectedLoad, type StartPlanner } from './expectedLoad';
import { LoadUnderReadings, planned, type PlanPerReading } from './loadUnderReadings';
import type { Look } from './look';
import { owedByEach, progressOf, sizeOfGroup, type OwedGroup, type OwedRow } from './owed';
import type { Reading } from './readings';
import { calendars, type Schedule } from './schedule';
import type { SendLimit } from './sendLimit';
import type { Steps } from './steps';
import { exactly } from './window';

/** What HubSpot's log says; undefined where HubSpot does not tell: then what is planned counts alone. */
export type Logged = Pick<Look, 'counted' | 'scheduled'> | undefined;

/** Plans under some readings, with the days of the calendar worked out once. */
export class Plans {
	private readonly calendarFor = calendars();
	private readonly plannersOf: (schedule: Schedule) => EmailPlanner[];
	/** For each reading the first that differs from it in the first step at most. */
	private readonly twins: readonly number[];
	private readonly starts = new Map<Schedule, PlanPerReading>();

	constructor(readonly readings: readonly Reading[]) {
		this.plannersOf = plannersUnder(readings, this.calendarFor);
		this.twins = readings.map(({ delays, instant }) =>
			readings.findIndex((other) => other.delays === delays && other.instant === instant),
		);
	}

	/** When enrollments send that are still to be made. The same one for the same schedule. */
	of(schedule: Schedule): PlanPerReading {
		const known = this.starts.get(schedule);
		if (known) return known;
		const calendar = this.calendarFor(schedule);
		const plan: StartPlanner[] = [];
		for (const [order, planner] of this.plannersOf(schedule).entries()) {
			const twin = this.twins[order] ?? order;
			let last: { start: number; emails: readonly OwedEmail[] } | undefined;
			const onStart: StartPlanner = (start) => {
				if (last?.start === start) return last.emails;
				const isTwin = twin < order && isFirstStepClear(schedule, calendar, start);
				const emails = isTwin
					? planned(plan, twin, start)
					: planner({ enrolled: exactly(start), seen: 0 }, start);
				last = { start, emails };
				return emails;
			};
			const reading = this.readings[order];
			if (reading && isInWeekdays(schedule, reading)) onStart.fallsBack = calendar.nextWeekendDay;
			plan.push(onStart);
		}
		this.starts.set(schedule, plan);
		return plan;
	}

	/** How full the windows are with what is logged and what is owed. */
	*loadOf(row: OwedRow, logged: Logged, room: SendLimit, now: number): Steps<LoadUnderReadings> {
		const loads = this.readings.map(() => new ExpectedLoad(room, now));
		for (const load of loads) load.count(logged?.counted ?? []);
		yield;
		for (const some of this.owedBy(row, logged, now)) {
			for (const { order, emails, count } of some) loads[order]?.take(emails, count);
			yield;
		}
		return new LoadUnderReadings(loads);
	}

	/** What enrollments owe under each reading, those together that owe the same. */
	*owedBy(row: OwedRow, logged: Logged, now: number): Generator<OwedUnderReading[]> {
		const ahead = scheduledIn(logged);
		const owing = row.groups.filter((group) => owedByEach(row, group, now) > 0);
		const waiting = owing.map((group) => ({ group, instants: ahead(group) }));
		for (const isSummed of [true, false]) {
			const orders = [...this.readings.keys()].filter(
				(order) => (this.readings[order]?.delays === 'fromEnrollment') === isSummed,
			);
			for (const alike of groupsOf(waiting, ({ group }) => planKey(group, isSummed))) {
				const [{ group }] = alike;
				const schedule = row.schedules[group.schedule];
				const planners = schedule ? this.plannersOf(schedule) : [];
				const count = sumBy(alike, (one) => sizeOfGroup(one.group) - one.instants.length);
				const known: OwedEmail[][] = [];
				yield orders.flatMap((order) => {
					const planner = planners[order];
					if (!planner) return [];
					// Once the first email is out, two readings of the first step are the same.
					const twin = group.seen > 0 ? (this.twins[order] ?? order) : order;
					const emails = (known[twin] ??= stillOwed(planner, group, logged ? now : BEFORE_ALL));
					const scheduled = alike.flatMap(({ instants }) => instants);
					return [
						{ order, emails, count },
						...scheduled.map((at) => ({
							order,
							emails: afterScheduled(planner, group, at, now),
							count: 1,
						})),
					];
				});
			}
		}
	}
}

/** Emails that each of some enrollments owes. */
export interface OwedUnderReading {
	/** Of the reading. */
	order: number;
	emails: readonly OwedEmail[];
	count: number;
}

/**
 * The same for groups that owe the same emails: when they were enrolled does not matter once an email was
 * seen, but where delays are summed up from then.
 */
const planKey = ({ schedule, hour, seen, last, left }: OwedGroup, isSummed: boolean): string =>
	[schedule, seen, last, left, isSummed || seen === 0 ? hour : ''].join(' ');

/** Of those who have left: what was due by then. It may have gone out, unseen. */
function stillOwed(planner: EmailPlanner, group: OwedGroup, now: number): OwedEmail[] {
	const { left } = group;
	if (left === undefined) return planner(progressOf(group), now);
	return planner(progressOf(group), BEFORE_ALL)
		.filter(({ from }) => from <= left)
		.map(() => ({ ...exactly(left), spread: false, overdue: false }));
}

/** The next email goes out when HubSpot has scheduled it, and the others after it. */
function afterScheduled(planner: EmailPlanner, group: OwedGroup, at: number, now: number) {
	const overdue = at < now;
	const next = { ...exactly(Math.max(at, now)), spread: false, overdue };
	const progress = { ...progressOf(group), seen: group.seen + 1, last: exactly(at) };
	return [next, ...planner(progress, now)];
}

/** The instants at which HubSpot has scheduled the next email of members of a group. */
function scheduledIn(logged: Logged): (group: OwedGroup) => number[] {
	const instants = new Map<string, number>();
	for (const { targetId, contactId, hour, at } of logged?.scheduled ?? []) {
		const key = [targetId, contactId, hour].join(' ');
		// Of several of one enrollment the first is the next.
		instants.set(key, Math.min(at, instants.get(key) ?? Infinity));
	}
	if (instants.size === 0) return () => [];
	return ({ targetId, hour, members }) =>
		members.flatMap(([contactId]) => instants.get([targetId, contactId, hour].join(' ')) ?? []);
}
