import { sortBy } from 'lodash';

import { HOUR_MS, spanOfHour } from './hours';
import { join, sizeOf, unite, type Cohort } from './cohort';
import type { Evidence } from './learning';
import { addEnrollments, NOTHING_OWED, owedByEach, type NewEnrollment, type OwedRow } from './owed';
import { mergeRows } from './mergeRows';
import type { Schedule } from './schedule';

/** What is planned for one sender, one workflow, or the marketing email of an account. Plain JSON. */
export interface LedgerRow {
	/** Enrollments that send at times known when they are made: of workflows, and of version 0.1. */
	cohorts: readonly Cohort[];
	/** Enrollments in sequences, which owe each email until it is seen. */
	owed: OwedRow;
	/** HubSpot itself said that the sender is at the limit: until when to take its word (ms). */
	fullUntil?: number | undefined;
	/** What the emails of the account have shown of how HubSpot counts; in a row of its own. */
	evidence?: Evidence | undefined;
}

export const EMPTY_ROW: LedgerRow = { cohorts: [], owed: NOTHING_OWED };

/** Two workers may each make a row of the same sender: one row of all of them. */
export const joinRows = (rows: readonly LedgerRow[]): LedgerRow =>
	rows.reduce((a, b) => ({
		cohorts: join(a.cohorts, b.cohorts),
		owed: mergeRows(a.owed, b.owed),
		...later(a, b),
	}));

/** A row with what another one knows beyond it: what both know of counts once. */
export const uniteRows = (row: LedgerRow, other: LedgerRow): LedgerRow => ({
	cohorts: unite(row.cohorts, other.cohorts),
	owed: mergeRows(row.owed, other.owed),
	...later(row, other),
});

function later(a: LedgerRow, b: LedgerRow): Omit<LedgerRow, 'cohorts' | 'owed'> {
	const times = [a.fullUntil, b.fullUntil].flatMap((time) => time ?? []);
	const evidence = [a.evidence, b.evidence]
		.flatMap((one) => one ?? [])
		.reduce<
			Evidence | undefined
		>((most, one) => (most && most.emails >= one.emails ? most : one), undefined);
	return {
		...(times.length > 0 && { fullUntil: Math.max(...times) }),
		...(evidence && { evidence }),
	};
}

/** Emails that are still to come, or that may have gone out unseen; of who has left, none is to come. */
export function sendsToCome({ cohorts, owed }: LedgerRow, now: number): number {
	let count = 0;
	for (const cohort of cohorts) {
		const later = cohort.sends.filter((hours) => spanOfHour(cohort.hour + hours).from > now);
		count += later.length * sizeOf(cohort);
	}
	for (const group of owed.groups) {
		if (group.left !== undefined) continue;
		count += owedByEach(owed, group, now) * (group.members.length + group.others);
	}
	return count;
}

/**
 * A row as version 0.1 wrote it, carried on: what it had planned by the hour becomes owed. The next look
 * at HubSpot's log shows what of it has gone out.
 *
 * @param owesMail the row of a sender; that of a workflow counts enrollments alone
 */
export function carriedOn(row: LedgerRow, owesMail: boolean): LedgerRow {
	if (row.cohorts.length === 0) return row;
	const enrollments = row.cohorts.flatMap(({ source, hour, sends, enrollees, others }) => {
		const emails = owesMail ? sortBy(sends) : [];
		const steps = emails.map((hours, order) => ({
			after: (hours - (emails[order - 1] ?? 0)) * HOUR_MS,
			email: true,
		}));
		const made = { targetId: source, schedule: { ...NO_EMAIL, steps }, at: hour * HOUR_MS };
		return [
			...enrollees.map((enrollee): NewEnrollment => ({ ...made, enrollee })),
			...(others > 0 ? [{ ...made, count: others }] : []),
		];
	});
	return { ...row, cohorts: [], owed: addEnrollments(row.owed, enrollments) };
}

/** Of enrollments that send nothing which the limit counts. */
export const NO_EMAIL: Schedule = {
	steps: [],
	days: 'EVERYDAY',
	window: [0, 1440],
	timeZone: 'UTC',
};
