import { memoize } from 'lodash';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { hourOf } from '../../../nodes/shared/quota/hours';
import { EMPTY_ROW, type LedgerRow } from '../../../nodes/shared/quota/ledgerRow';
import {
	addEnrollments,
	NOTHING_OWED,
	owedByEach,
	type NewEnrollment,
	type OwedGroup,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { scheduleOf, type Schedule } from '../../../nodes/shared/quota/schedule';
import { NOW } from './arbitraries';
import { emailSteps } from './emails';

/** Emails go out the moment they are due: without doubt about instants a test can tell each. */
export const WHEN_DUE: readonly Reading[] = READINGS.filter(
	({ delays, firstStep, instant }) =>
		delays === 'fromStep' && firstStep === 'atOnce' && instant === 'whenDue',
);

/** Emails so many ms after enrolling, at any time of any day; the same one for the same offsets. */
export const scheduleAt = memoize(
	(...offsets: number[]): Schedule => ({
		steps: offsets.map((at, order) => ({ after: at - (offsets[order - 1] ?? 0), email: true })),
		days: 'EVERYDAY',
		window: [0, 24 * 60],
		timeZone: 'UTC',
	}),
	(...offsets) => offsets.join(),
);

/** Emails with these delays in days; on week days from eight to six, as sequences mostly are. */
export const officeSchedule = (days: readonly number[], timeZone = 'UTC'): Schedule =>
	scheduleOf(
		{
			settings: {
				eligibleFollowUpDays: 'BUSINESS_DAYS',
				sendWindowStartMinute: 8 * 60,
				sendWindowEndMinute: 18 * 60,
			},
			steps: emailSteps(...days),
		},
		timeZone,
	);

export const addressOf = (contact: number | string) => `contact-${contact}@example.com`;

/** An enrollment in sequence 7, at `NOW`; of one email at once unless told otherwise. */
export const enrollment = (
	contact: number | string,
	given: Partial<NewEnrollment> = {},
): NewEnrollment => ({
	targetId: '7',
	schedule: scheduleAt(0),
	at: NOW,
	enrollee: enrolleeOf(String(contact), addressOf(contact)),
	...given,
});

export const rowOf = (...enrollments: NewEnrollment[]): OwedRow =>
	addEnrollments(NOTHING_OWED, enrollments);

/** The row after all of its enrollments have come so far. */
export const havingCome = (row: OwedRow, progress: Partial<OwedGroup>): OwedRow => ({
	...row,
	groups: row.groups.map((group) => ({ ...group, ...progress })),
});

/** A row of the ledger in which they are owed, and nothing else. */
export const rowWith = (...enrollments: NewEnrollment[]): LedgerRow => ({
	...EMPTY_ROW,
	owed: rowOf(...enrollments),
});

/** Whose emails are owed, how many hours from `NOW` it was enrolled, and how many they are. */
export const owedIn = (row: OwedRow, now = NOW): string[] =>
	row.groups
		.flatMap((group) =>
			group.members.map(
				([id]) => `${id}@${group.hour - hourOf(NOW)}: ${owedByEach(row, group, now)}`,
			),
		)
		.sort();
