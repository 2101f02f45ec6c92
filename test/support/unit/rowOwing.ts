import { range } from 'lodash';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { hourOf } from '../../../nodes/shared/quota/hours';
import {
	addEnrollments,
	NOTHING_OWED,
	singles,
	withGroups,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { scheduleOf } from '../../../nodes/shared/quota/schedule';
import { DAY, HOUR } from './arbitraries';

/** Four emails over two weeks, on week days from eight to six. */
const FOUR = scheduleOf(
	{
		settings: {
			eligibleFollowUpDays: 'BUSINESS_DAYS',
			sendWindowStartMinute: 480,
			sendWindowEndMinute: 1080,
		},
		steps: [0, 3, 3, 4].map((days, stepOrder) => ({
			stepOrder,
			actionType: 'EMAIL',
			delayMillis: days * DAY,
		})),
	},
	'Europe/Berlin',
);

/**
 * A busy sender at an instant (ms): 2,000 enrollments of the last 20 days in three sequences, which owe
 * 5,000 emails; each has come as far as it happened to.
 */
export function rowOwing5000(now: number): OwedRow {
	const made = range(2_000).map((index) => ({
		targetId: `10000000${index % 3}`,
		schedule: FOUR,
		at: now - (index % 20) * DAY - (index % 9) * HOUR,
		enrollee: enrolleeOf(String(20_000_000_000 + index), `${index}@example.com`),
	}));
	const row = addEnrollments(NOTHING_OWED, made);
	const each = singles(row).map((one, index) => ({
		...one,
		seen: (index % 2) + 1,
		last: hourOf(now) - (index % 40),
	}));
	return { ...withGroups(row, each), lookedAt: now - HOUR };
}
