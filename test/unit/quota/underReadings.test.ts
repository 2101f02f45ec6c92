import * as fc from 'fast-check';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { hourOf } from '../../../nodes/shared/quota/hours';
import { plannersUnder } from '../../../nodes/shared/quota/emailsOwed';
import { ExpectedLoad } from '../../../nodes/shared/quota/expectedLoad';
import {
	addEnrollments,
	NOTHING_OWED,
	progressOf,
	singles,
	withGroups,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { readingName, READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { Plans, type Logged } from '../../../nodes/shared/quota/underReadings';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { howMany } from '../../support/unit/howMany';
import { havingCome, officeSchedule } from '../../support/unit/schedules';

const sequence = (...days: number[]) => officeSchedule(days);
/** Thursday: three days later is Tuesday in week days, else Sunday, which is Monday. */
const THREE = sequence(0, 3);
const ONE = sequence(0);
const NOTHING: Logged = { counted: [], scheduled: [] };

const named = (...parts: string[]): Reading[] =>
	READINGS.filter((reading) => parts.some((part) => readingName(reading).startsWith(part)));
const rowOf = (count: number, at = NOW, schedule = THREE): OwedRow =>
	addEnrollments(
		NOTHING_OWED,
		Array.from({ length: count }, (_, index) => ({
			targetId: '7',
			schedule,
			at,
			enrollee: enrolleeOf(String(index), `${index}@example.com`),
		})),
	);
const loadUnder = (
	readings: readonly Reading[],
	row: OwedRow = NOTHING_OWED,
	given: { logged?: Logged; limit?: number; now?: number } = {},
) => {
	const { logged, limit, now } = { logged: NOTHING, limit: 5, now: NOW, ...given };
	const plans = new Plans(readings);
	return { plans, load: atOnce(plans.loadOf(row, logged, { limit, reserve: 0 }, now)) };
};
const seen = (row: OwedRow, count: number, last: number): OwedRow =>
	havingCome(row, { seen: count, last: hourOf(last) });

describe('an enrollment', () => {
	const DUE = ['weekdaysFromStep/atOnce/whenDue', 'fromStep/atOnce/whenDue'];
	const MONDAY = NOW + 4 * DAY;
	/** Four of Thursday's that follow up on Monday or Tuesday, whichever reading is true. */
	const owed = seen(rowOf(4), 1, NOW);

	it.each([
		['fits where it does under the one reading', DUE.slice(0, 1), MONDAY + 23 * HOUR, 1],
		['fits where the other has room', DUE.slice(1), MONDAY, 1],
		['needs room under both on either day', DUE, MONDAY, 1],
	])('%s', (_, names, start, fits) => {
		const { plans, load } = loadUnder(named(...names), owed);
		expect(howMany(load, plans.of(ONE), start, 9)).toBe(fits);
	});

	it('never has the room of two readings added up', () => {
		// Four on Monday under one, four on Tuesday under the other: not eight.
		const { load } = loadUnder(named(...DUE), owed, { limit: 5 });
		expect(load.fullestIn({ from: NOW, until: NOW + 9 * DAY })).toEqual({ expected: 4, atMost: 4 });
	});

	it('that does not fit under one leaves no trace under the others', () => {
		const { plans, load } = loadUnder(READINGS, owed, { limit: 4 });
		const before = load.fullestIn({ from: NOW, until: NOW + 30 * DAY });
		expect(load.tryTake(plans.of(THREE), NOW)).toBe(false);
		expect(howMany(load, plans.of(ONE), NOW, 2)).toBe(2);
		expect(load.fullestIn({ from: NOW, until: NOW + 30 * DAY })).toEqual(before);
	});

	it('fits exactly where it does under each alone, at the first start that each has', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 6 }),
				fc.integer({ min: 3, max: 6 }),
				fc.subarray([...READINGS], { minLength: 1, maxLength: 4 }),
				fc.integer({ min: 0, max: 7 * 24 }),
				(count, limit, readings, hours) => {
					const row = seen(rowOf(count), 1, NOW);
					const now = NOW + hours * HOUR;
					const { plans, load } = loadUnder(readings, row, { limit, now });
					const alone = readings.map((reading) => loadUnder([reading], row, { limit, now }));
					const first = load.earliest(plans.of(THREE), now);
					expect(load.left).toBe(Math.min(...alone.map((one) => one.load.left)));
					expect(load.fits(plans.of(THREE), now)).toBe(
						alone.every((one) => one.load.fits(one.plans.of(THREE), now)),
					);
					expect(first === now).toBe(load.fits(plans.of(THREE), now));
					if (first === undefined) return;
					const firsts = alone.map(
						(one) => one.load.earliest(one.plans.of(THREE), now) ?? Infinity,
					);
					expect(first).toBeGreaterThanOrEqual(Math.max(...firsts));
				},
			),
			{ numRuns: 60 },
		);
	});
});

it('a row is as full as each of its enrollments by itself', () => {
	const progress = fc.oneof(
		fc.constant({ seen: 0 }),
		fc.record({ seen: fc.constantFrom(1, 2), last: fc.integer({ min: -40, max: 0 }) }),
	);
	const groups = fc.array(
		fc.record({ hours: fc.integer({ min: -60, max: 0 }), count: fc.constantFrom(1, 2), progress }),
		{ maxLength: 5 },
	);
	fc.assert(
		fc.property(groups, fc.subarray([...READINGS], { minLength: 1 }), (all, readings) => {
			const row = all.reduce((known: OwedRow, { hours, count, progress: come }) => {
				const more = rowOf(count, NOW + hours * HOUR, sequence(0, 3, 3));
				const last = 'last' in come ? { last: hourOf(NOW) + Math.max(come.last, hours) } : {};
				const groupsOfHour = more.groups.map((group) => ({ ...group, seen: come.seen, ...last }));
				return withGroups({ ...known, schedules: more.schedules }, [
					...known.groups,
					...groupsOfHour,
				]);
			}, NOTHING_OWED);
			const { load } = loadUnder(readings, row, { limit: 50 });
			const plannersOf = plannersUnder(readings);
			const alone = readings.map((_, order) => {
				const one = new ExpectedLoad({ limit: 50, reserve: 0 }, NOW);
				for (const group of singles(row)) {
					one.take(plannersOf(row.schedules[group.schedule])[order](progressOf(group), NOW));
				}
				return one;
			});
			for (let hours = 0; hours < 14 * 24; hours += 7) {
				const span = { from: NOW + hours * HOUR, until: NOW + (hours + 7) * HOUR };
				const { expected } = load.fullestIn(span);
				expect(expected).toBeCloseTo(Math.max(...alone.map((one) => one.fullestIn(span).expected)));
			}
		}),
		{ numRuns: 60 },
	);
});

describe('what is owed', () => {
	const under = named('weekdaysFromStep/atOnce/whenDue');
	const leftOf = (row: OwedRow, logged: Logged, now = NOW) =>
		loadUnder(under, row, { logged, limit: 10, now }).load.left;

	it.each<[string, OwedRow, Logged, number]>([
		['counts where the log does not show it yet', rowOf(3), NOTHING, 7],
		[
			'counts no more where it does',
			seen(rowOf(3), 1, NOW),
			{ counted: [NOW, NOW, NOW], scheduled: [] },
			7,
		],
		['counts beside mail by hand', rowOf(3), { counted: [NOW, NOW], scheduled: [] }, 5],
		['counts for nobody who owes nothing', seen(rowOf(3, NOW, ONE), 1, NOW), NOTHING, 10],
	])('%s', (_, row, logged, left) => {
		expect(leftOf(row, logged, NOW + MINUTE)).toBe(left);
	});

	it('stays for ever where the log does not show it', () => {
		expect(leftOf(rowOf(3), NOTHING, NOW + 20 * DAY)).toBe(7);
	});

	it('is gone by plan where HubSpot has no log to show', () => {
		const later = NOW + 7 * DAY;
		expect(leftOf(rowOf(3), undefined, NOW + 2 * HOUR)).toBe(7);
		expect(leftOf(rowOf(3), undefined, later)).toBe(10);
	});

	it('goes out when HubSpot has scheduled it, and what follows counts from then', () => {
		const row = seen(rowOf(2, NOW, sequence(0, 3, 3)), 1, NOW);
		const at = NOW + 2 * HOUR;
		const scheduled = [{ targetId: '7', contactId: '1', hour: hourOf(NOW), at }];
		const { load } = loadUnder(under, row, { logged: { counted: [], scheduled } });
		const expectedOn = (day: number) =>
			load.fullestIn({ from: NOW + day * DAY, until: NOW + day * DAY + 8 * HOUR }).expected;
		// Thursday for the one; Tuesday for the second of one and the third of the other.
		expect([0, 5, 8].map(expectedOn)).toEqual([1, 2, 1]);
	});

	it('is what was due when they left, for as long as the log may not show it', () => {
		const row = rowOf(2);
		const left = havingCome(row, { left: NOW + MINUTE });
		expect(leftOf(left, NOTHING, NOW + 2 * MINUTE)).toBe(8);
		expect(leftOf(left, NOTHING, NOW + 30 * MINUTE)).toBe(10);
	});
});
