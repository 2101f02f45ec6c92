import * as fc from 'fast-check';

import type { SequenceStep } from '../../../tools/hubspot';
import { DAY, HOUR } from './arbitraries';
import type { FullSettings } from './sendWindowOracle';

const MINUTE = 60_000;

/** Zones by what is odd about them, each with an instant at which its clock changes. */
const ZONES: ReadonlyArray<[zone: string, ...changes: string[]]> = [
	['Europe/Berlin', '2026-10-25T01:00Z', '2027-03-28T01:00Z'],
	['America/New_York', '2026-11-01T06:00Z', '2027-03-14T07:00Z'],
	// Never changes; half and three quarters of an hour off.
	['Asia/Kolkata'],
	['Asia/Kathmandu'],
	['UTC'],
	// Changes by half an hour.
	['Australia/Lord_Howe', '2026-10-03T15:30Z', '2027-04-03T15:00Z'],
	// Changes at midnight: a day begins at one, or its first hour comes twice.
	['America/Havana', '2026-11-01T05:00Z', '2027-03-14T05:00Z'],
	// Changes on a Friday, at midnight.
	['Africa/Cairo', '2026-10-29T21:00Z', '2027-04-29T22:00Z'],
	['Pacific/Auckland', '2026-09-26T14:00Z', '2027-04-03T14:00Z'],
];

export const zones = fc.constantFrom(...ZONES.map(([zone]) => zone));

/** A time zone and an instant, more often than not close to a change of the clock. */
export const zoneAndInstant = fc.constantFrom(...ZONES).chain(([zone, ...changes]) => {
	const near = changes.length > 0 ? changes : ['2026-11-28T00:00Z'];
	const instant = fc
		.tuple(
			fc.constantFrom(...near.map((iso) => Date.parse(iso))),
			fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 }),
			fc.constantFrom(0, 0, -1, 1, 30_500),
		)
		.map(([change, minutes, jitter]) => change + minutes * MINUTE + jitter);
	return fc.tuple(fc.constant(zone), instant);
});

const minute = (min: number, max: number) =>
	fc.oneof(
		fc.integer({ min, max }),
		// The hours in which clocks change, and both ends of the day.
		fc
			.constantFrom(0, 60, 90, 120, 150, 180, 540, 1020, 1439, 1440)
			.filter((one) => one >= min && one <= max),
	);

export const followUpSettings: fc.Arbitrary<FullSettings> = fc
	.tuple(
		fc.constantFrom('EVERYDAY' as const, 'BUSINESS_DAYS' as const, 'WEEKDAYS_ONLY' as const),
		minute(0, 1439).chain((start) => fc.tuple(fc.constant(start), minute(start + 1, 1440))),
	)
	.map(([eligibleFollowUpDays, [sendWindowStartMinute, sendWindowEndMinute]]) => ({
		eligibleFollowUpDays,
		sendWindowStartMinute,
		sendWindowEndMinute,
	}));

const actionType = fc.constantFrom<Array<SequenceStep['actionType']>>(
	...(['EMAIL', 'EMAIL', 'EMAIL', 'TASK', 'FINISH_ENROLLMENT', 'ADAPTIVE_CONTAINER'] as const),
);

/** The emails, tasks and waits of a sequence, in order. */
export const sequenceSteps: fc.Arbitrary<
	Array<Pick<SequenceStep, 'stepOrder' | 'actionType' | 'delayMillis'>>
> = fc
	.array(
		fc.tuple(
			actionType,
			fc.oneof(
				fc.constantFrom(0, HOUR, DAY, 2 * DAY),
				fc.integer({ min: 0, max: 4 * 24 * 60 }).map((minutes) => minutes * MINUTE),
			),
		),
		{ minLength: 1, maxLength: 4 },
	)
	.map((steps) =>
		steps.map(([kind, delayMillis], stepOrder) => ({ stepOrder, actionType: kind, delayMillis })),
	);
