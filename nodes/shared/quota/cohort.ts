import { createHash } from 'crypto';
import { countBy } from 'lodash';

import type { Span } from './window';

export const HOUR_MS = 60 * 60 * 1000;

/** No sequence or workflow is planned for longer: a later email is planned for the end of three years. */
export const LONGEST_PLAN_HOURS = 3 * 366 * 24;

export const hourOf = (at: number): number => Math.floor(at / HOUR_MS);

/**
 * Whose enrollment it is: contact id, and short marks of the address and of its domain. Marks are
 * enough to tell addresses apart, and leave no address in a table that others may read.
 */
export type Enrollee = readonly [contactId: string, address: string, domain: string];

/** Enrollments in one source that were made in the same hour and send in the same hours. */
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

/** A short mark of a text; of some thousand texts no two have the same, but for rare luck. */
const markOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 6);

/** @param address in any case */
export function enrolleeOf(contactId: string, address: string): Enrollee {
	const lower = address.trim().toLowerCase();
	return [contactId, markOf(lower), markOf(domainOf(lower))];
}

export const addressMark = (address: string): string => markOf(address.trim().toLowerCase());

export const domainOf = (address: string): string =>
	address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export const domainMark = (domain: string): string => markOf(domain.toLowerCase());

/**
 * A contact's own properties show an enrollment seconds after it was made, and runs last minutes: of
 * one that is older than an hour they say for sure whether the contact is in it.
 */
export const isSettled = ({ hour }: Pick<Cohort, 'hour'>, now: number): boolean =>
	hour < hourOf(now) - 1;

/** The hour as a span of time. */
export const spanOfHour = (hour: number): Span => ({
	from: hour * HOUR_MS,
	until: (hour + 1) * HOUR_MS - 1,
});

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
