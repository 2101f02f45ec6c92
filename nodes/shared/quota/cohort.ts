import { countBy } from 'lodash';

import type { Enrollee } from './enrollee';
import { hourOf, LONGEST_PLAN_HOURS, spanOfHour } from './hours';

/** Enrollments that were made in the same hour and send in the same hours. */
export interface Cohort {
	/** What they are enrolled in: a sequence, a workflow, or a marketing email. */
	source: string;
	/** When they were made: hours since epoch. */
	hour: number;
	/** When they send: hours after `hour`, ascending. */
	sends: readonly number[];
	enrollees: readonly Enrollee[];
	/** Further enrollments, of which nobody asks whose they are. */
	others: number;
}

/** Enrollments as they are planned. */
export interface PlannedEnrollment {
	source: string;
	/** Ms since epoch. */
	at: number;
	/** Ms since epoch, ascending. */
	sends: readonly number[];
	/** Missing where nobody asks whose they are; then it may be several. */
	enrollee?: Enrollee;
	count?: number;
}

export const sizeOf = ({ enrollees, others }: Cohort): number => enrollees.length + others;

const sameSends = (a: readonly number[], b: readonly number[]) =>
	a.length === b.length && a.every((hour, order) => hour === b[order]);

const isSame = (a: Cohort, b: Cohort) =>
	a.source === b.source && a.hour === b.hour && sameSends(a.sends, b.sends);

const cohortOf = ({ source, at, sends, enrollee, count = 1 }: PlannedEnrollment): Cohort => {
	const hour = hourOf(at);
	return {
		source,
		hour,
		sends: sends.map((send) => Math.min(hourOf(send) - hour, LONGEST_PLAN_HOURS)),
		enrollees: enrollee ? [enrollee] : [],
		others: enrollee ? 0 : count,
	};
};

/** Cohorts with the members of more cohorts. */
export function join(cohorts: readonly Cohort[], more: readonly Cohort[]): Cohort[] {
	const joined = new Map<string, Cohort & { enrollees: Enrollee[] }>();
	for (const cohort of [...cohorts, ...more]) {
		const key = [cohort.source, cohort.hour, ...cohort.sends].join(' ');
		const known = joined.get(key);
		if (!known) joined.set(key, { ...cohort, enrollees: [...cohort.enrollees] });
		else {
			known.others += cohort.others;
			for (const enrollee of cohort.enrollees) known.enrollees.push(enrollee);
		}
	}
	return [...joined.values()].filter((cohort) => sizeOf(cohort) > 0);
}

/** Cohorts with what others know beyond them: what both know of counts once. */
export const unite = (cohorts: readonly Cohort[], others: readonly Cohort[]): Cohort[] =>
	join(
		cohorts,
		others.map((cohort) => {
			const same = cohorts.find((one) => isSame(one, cohort));
			// A contact may have several reservations.
			const known = countBy(same?.enrollees, ([contactId]) => contactId);
			const isNew = ([contactId]: Enrollee) => {
				const left = known[contactId] ?? 0;
				known[contactId] = left - 1;
				return left <= 0;
			};
			return {
				...cohort,
				enrollees: cohort.enrollees.filter(isNew),
				others: Math.max(0, cohort.others - (same?.others ?? 0)),
			};
		}),
	);

export const enroll = (
	cohorts: readonly Cohort[],
	planned: readonly PlannedEnrollment[],
): Cohort[] => join(cohorts, planned.map(cohortOf));

/** Takes planned enrollments out again, each once; those that are not there are passed over. */
export function withdraw(
	cohorts: readonly Cohort[],
	planned: readonly PlannedEnrollment[],
): Cohort[] {
	const left = cohorts.map((cohort) => ({ ...cohort, enrollees: [...cohort.enrollees] }));
	for (const gone of planned.map(cohortOf)) {
		const cohort = left.find((one) => isSame(one, gone));
		if (!cohort) continue;
		const [enrollee] = gone.enrollees;
		const place = cohort.enrollees.findIndex(([contactId]) => contactId === enrollee?.[0]);
		if (place >= 0) cohort.enrollees.splice(place, 1);
		else cohort.others = Math.max(0, cohort.others - gone.others);
	}
	return left.filter((cohort) => sizeOf(cohort) > 0);
}

/** Without what ended more than `keepMs` ago; the same list where there is nothing of it. */
export function prune(cohorts: readonly Cohort[], now: number, keepMs: number): readonly Cohort[] {
	const kept = cohorts.filter(({ hour, sends }) => {
		const last = spanOfHour(hour + Math.max(0, ...sends)).until;
		return last > now - keepMs;
	});
	return kept.length === cohorts.length ? cohorts : kept;
}
