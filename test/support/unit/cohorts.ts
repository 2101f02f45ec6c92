import * as fc from 'fast-check';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import type { Cohort, PlannedEnrollment } from '../../../nodes/shared/quota/cohort';
import { DAY, HOUR, NOW } from './arbitraries';

export const ann = enrolleeOf('1', 'ann@example.com');
export const bob = enrolleeOf('2', 'bob@example.com');
/** An enrollment of Ann, now, with a follow-up in two days. */
export const planned = (given: Partial<PlannedEnrollment> = {}): PlannedEnrollment => ({
	source: '7',
	at: NOW,
	sends: [NOW, NOW + 2 * DAY],
	enrollee: ann,
	...given,
});

/** The cohort of `planned`. */
export const cohort = (given: Partial<Cohort> = {}): Cohort => ({
	source: '7',
	hour: NOW / HOUR,
	sends: [0, 48],
	enrollees: [ann],
	others: 0,
	...given,
});

/** Enrollments of few contacts in few sequences and hours, so that many are alike. */
export const plannedEnrollments: fc.Arbitrary<PlannedEnrollment[]> = fc.array(
	fc
		.record({
			source: fc.constantFrom('7', '8', ''),
			hour: fc.integer({ min: -2, max: 1 }),
			ms: fc.constantFrom(0, 1, HOUR / 2, HOUR - 1),
			waits: fc.uniqueArray(fc.constantFrom(0, 1, 26, 72), { maxLength: 2 }),
			contact: fc.constantFrom('1', '2', '3', undefined),
			count: fc.integer({ min: 1, max: 3 }),
		})
		.map(({ source, hour, ms, waits, contact, count }) => {
			const at = NOW + hour * HOUR + ms;
			const sends = waits.sort((a, b) => a - b).map((hours) => at + hours * HOUR);
			return contact === undefined
				? { source, at, sends, count }
				: { source, at, sends, enrollee: enrolleeOf(contact, `c${contact}@example.com`) };
		}),
	{ maxLength: 8 },
);

/** The cohorts and their candidates in an order that does not depend on how they came together. */
export const inOneOrder = (cohorts: readonly Cohort[]): string[] =>
	cohorts
		.map(({ enrollees, ...rest }) =>
			JSON.stringify({ ...rest, enrollees: enrollees.map((one) => one.join()).sort() }),
		)
		.sort();
