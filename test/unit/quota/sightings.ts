import { learn, NO_EVIDENCE, possibleReadings } from '../../../nodes/shared/quota/learning';
import type { Sighting } from '../../../nodes/shared/quota/look';
import { readingName, READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { scheduleOf, type Schedule } from '../../../nodes/shared/quota/schedule';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';

/** On week days from 8 to `closes`. */
export const sequence = (
	steps: Array<[days: number, actionType?: string]>,
	closes = 18,
): Schedule =>
	scheduleOf(
		{
			settings: {
				eligibleFollowUpDays: 'BUSINESS_DAYS',
				sendWindowStartMinute: 8 * 60,
				sendWindowEndMinute: closes * 60,
			},
			steps: steps.map(([days, actionType = 'EMAIL'], stepOrder) => ({
				stepOrder,
				actionType,
				delayMillis: days * DAY,
			})),
		},
		'UTC',
	);
const TWO = sequence([[0], [3]]);
export const TOMORROW = sequence([[0], [1]]);
export const BEHIND_TASK = sequence([[0], [1, 'TASK'], [2]]);

/** The second email of an enrollment of Thursday, 09:05. */
export const second = (at: number, given: Partial<Sighting> = {}): Sighting => ({
	schedule: TWO,
	order: 1,
	enrolled: { from: NOW, until: NOW + HOUR - 1 },
	previous: exactly(NOW + 5 * MINUTE),
	at,
	queuedSince: at,
	enrollment: 'ann',
	...given,
});
export const first = (enrolled: number, at: number, given: Partial<Sighting> = {}) =>
	second(at, {
		order: 0,
		enrolled: { from: enrolled, until: enrolled + HOUR - 1 },
		previous: undefined,
		...given,
	});
export const day = (days: number, hour: number, minute = 0) =>
	NOW + days * DAY + (hour - 9) * HOUR + minute * MINUTE;
/** The same of several enrollments, week by week. */
export const often = (
	one: (shift: number, enrollment: string) => Sighting,
	times: number,
	weeks: number,
) => Array.from({ length: times }, (_, index) => one((index % weeks) * 7 * DAY, String(index)));
/** `second`, some weeks later. */
export const shifted =
	(at: number, { schedule = TWO, queuedSince = at }: Partial<Sighting> = {}) =>
	(shift: number, enrollment: string) =>
		second(at + shift, {
			schedule,
			enrolled: { from: NOW + shift, until: NOW + shift + HOUR - 1 },
			previous: exactly(NOW + shift + 5 * MINUTE),
			queuedSince: queuedSince + shift,
			enrollment,
		});

/** Due the next morning at 9:05, and seen at noon. */
export const hoursLate = shifted(day(1, 12), { schedule: TOMORROW });

export const namesOf = (readings: readonly Reading[]) => readings.map(readingName);
export const leftAfter = (...sightings: Sighting[]) =>
	namesOf(possibleReadings(learn(NO_EVIDENCE, sightings)));
export const all = namesOf(READINGS);
export const without = (...parts: string[]) =>
	all.filter((name) => !parts.every((part) => name.includes(part)));
