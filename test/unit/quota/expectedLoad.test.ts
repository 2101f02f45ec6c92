import * as fc from 'fast-check';

import type { OwedEmail } from '../../../nodes/shared/quota/emailsOwed';
import { ExpectedLoad, type StartPlanner } from '../../../nodes/shared/quota/expectedLoad';
import { exactly } from '../../../nodes/shared/quota/window';
import {
	anyOffsets,
	capacity,
	DAY,
	HOUR,
	knownSends,
	MINUTE,
	NOW,
} from '../../support/unit/arbitraries';
import { emailAt as at } from '../../support/unit/emails';
import { LoadOracle } from './loadOracle';
import { countInWindow } from '../../support/unit/windowOracle';

const OVERDUE: OwedEmail = { ...exactly(NOW), spread: false, overdue: true };
/** Anywhere from eight to six on a day; 0 is today. */
const onDay = (day: number): OwedEmail => ({
	from: NOW - HOUR + day * DAY,
	until: NOW + 9 * HOUR + day * DAY - 1,
	spread: true,
	overdue: false,
});

const loadOf = (limit: number, reserve: number, owed: OwedEmail[] = [], now = NOW) => {
	const load = new ExpectedLoad({ limit, reserve }, now);
	load.take(owed);
	return load;
};
const many = (count: number, email: OwedEmail) => Array.from({ length: count }, () => email);
const after =
	(shape: readonly number[]): StartPlanner =>
	(start) =>
		shape.map((offset) => at(start + offset));

describe('the first start that fits', () => {
	const days = Array.from({ length: 20 }, (_, day) => NOW + day * DAY);

	it.each<[string, (load: ExpectedLoad) => void]>([
		['logged, or scheduled', (load) => load.count(days)],
		['owed', (load) => load.take(days.map(at))],
		['owed on whole days', (load) => load.take(days.flatMap((_, day) => [onDay(day), onDay(day)]))],
	])('comes after weeks that are full of what is %s', (_, fill) => {
		const load = loadOf(1, 0);
		fill(load);
		const start = load.earliest(after([0]), NOW);
		expect(start).toBeGreaterThanOrEqual(NOW + 20 * DAY);
		expect(start).toBeLessThan(NOW + 21 * DAY);
	});

	it('is the one asked for where that is later than anything known', () => {
		const later = NOW + 30 * DAY;
		expect(loadOf(1, 0, [at(NOW)]).earliest(after([0]), later)).toBe(later);
	});

	it('is in a day where overdue email has gone out by then, not as late as whole days would be', () => {
		const inThree: StartPlanner = (start) => [onDay(3 + Math.floor((start - NOW) / (3 * DAY)))];
		expect(loadOf(1, 0, [OVERDUE]).earliest(inThree, NOW)).toBe(NOW + DAY);
	});
});

it('a day that is full of whole-day mail alone is full beside overdue email, too', () => {
	const load = loadOf(5, 0, [OVERDUE, ...many(5, onDay(5))]);
	expect(load.fits([onDay(5)])).toBe(false);
	expect(load.fits([onDay(9)])).toBe(true);
});

describe('without doubt about instants', () => {
	it('logged mail leaves on the minute', () => {
		const load = loadOf(1, 0);
		load.count([NOW - 23 * HOUR - 46 * MINUTE]);
		expect(load.earliest(after([0]), NOW)).toBe(NOW + 14 * MINUTE);
	});

	it.each([
		['does not count in the middle of a minute either', 0, 1],
		['counts a millisecond before', 1, 0],
	])('logged mail of a day ago %s', (_, later, left) => {
		const now = NOW + MINUTE / 2;
		const load = loadOf(1, 0, [], now);
		load.count([now - DAY + later]);
		expect(load.left).toBe(left);
	});

	it('what is given back is free again', () => {
		fc.assert(
			fc.property(knownSends, anyOffsets, (times, shape) => {
				const load = loadOf(3, 0, times.map(at));
				const before = [load.left, load.fullestIn({ from: NOW, until: NOW + 5 * DAY })];
				const emails = [...after(shape)(NOW), onDay(0), onDay(1), OVERDUE];
				load.take(emails, 2);
				load.take(emails, -2);
				const now = [load.left, load.fullestIn({ from: NOW, until: NOW + 5 * DAY })];
				expect(JSON.stringify(now, round)).toBe(JSON.stringify(before, round));
			}),
		);
	});
});

/** Owed, and planned; some of it behind what is overdue. */
const anyEmails = (maxLength: number) =>
	fc.array(
		fc.oneof(
			fc.nat({ max: 3 }).map(onDay),
			fc.nat({ max: 70 }).map((hours) => at(NOW + hours * HOUR + 7 * MINUTE)),
			fc
				.nat({ max: 2 })
				.map((day) => ({ ...onDay(day), until: NOW + (day + 2) * DAY, spread: false })),
			fc.nat({ max: 3 }).map((day) => ({ ...onDay(day), covered: true })),
			fc.nat({ max: 70 }).map((hours) => ({ ...at(NOW + hours * HOUR), covered: true })),
			fc.constant(OVERDUE),
		),
		{ maxLength },
	);

it('is as full as counting it minute by minute says', () => {
	const plans = anyEmails(3).map((plan) => plan.filter(({ overdue }) => !overdue));
	const starts = fc.constantFrom(0, 30 * MINUTE, DAY);
	fc.assert(
		fc.property(
			anyEmails(9),
			plans,
			capacity,
			fc.nat({ max: 2 }),
			starts,
			(owed, plan, limit, reserve, wait) => {
				const load = loadOf(limit + reserve, reserve, owed);
				const oracle = new LoadOracle({ limit: limit + reserve, reserve }, NOW, owed);
				const fits = oracle.fits(plan, NOW + wait);
				if (wait < DAY) expect(load.fits(plan)).toBe(fits);
				expect(load.tryTake(() => plan, NOW + wait)).toBe(fits);
				if (fits) oracle.emails.push(...plan);
				expect(load.fits([onDay(1)])).toBe(oracle.fits([onDay(1)], NOW));
			},
		),
		{ numRuns: 300 },
	);
});

it('has the room left that counting it minute by minute says, the reserve taken off', () => {
	const spans = fc
		.tuple(fc.nat({ max: 60 * 60 }), fc.nat({ max: 30 * 60 }))
		.map(([from, length]) => ({
			from: NOW + (from - 60) * MINUTE,
			until: NOW + (from + length) * MINUTE - 1,
		}));
	// What is covered follows something that is overdue; the oracle counts that among the whole mail.
	const known = anyEmails(12).map((emails) => emails.filter(({ covered }) => !covered));
	fc.assert(
		fc.property(
			known,
			fc.nat({ max: 12 }),
			fc.nat({ max: 4 }),
			spans,
			(owed, room, reserve, span) => {
				const load = loadOf(room + reserve, reserve, owed);
				const oracle = new LoadOracle({ limit: room + reserve, reserve }, NOW, owed);
				expect(load.leftIn(span)).toBe(oracle.leftIn(span));
			},
		),
		{ numRuns: 200 },
	);
});

const round = (_: string, value: unknown) =>
	typeof value === 'number' ? Math.round(value * 1e6) / 1e6 + 0 : value;

describe('emails that are spread', () => {
	it('are expected as ten thousand draws have them', () => {
		let seed = 11;
		const draw = () => (seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
		const emails = [
			...many(3, onDay(0)),
			...many(5, onDay(1)),
			...many(2, onDay(2)),
			at(NOW + 5 * HOUR),
		];
		const load = loadOf(99, 0, emails);
		const halfHours = [3, 9, 20, 26.5, 28, 33, 34, 47, 50, 57.5, 60];
		const ends = halfHours.flatMap((hours) => [hours, hours + 0.5]).map((one) => NOW + one * HOUR);
		const draws = 10_000;
		const sums = ends.map(() => ({ count: 0, square: 0 }));
		for (let life = 0; life < draws; life++) {
			const sent = emails.map(({ from, until }) => from + Math.floor(draw() * (until + 1 - from)));
			ends.forEach((end, index) => {
				const count = countInWindow(sent, end);
				sums[index].count += count;
				sums[index].square += count * count;
			});
		}
		const drawn = sums.map(({ count, square }) => {
			const mean = count / draws;
			return { mean, deviation: Math.sqrt(Math.max(0, square / draws - mean * mean)) };
		});
		halfHours.forEach((_, index) => {
			const [from, until] = ends.slice(2 * index);
			const [atFirst, atLast] = drawn.slice(2 * index);
			// The fullest windows that end in the half hour.
			const { expected, atMost } = load.fullestIn({ from, until: until - 1 });
			const deviation = Math.max(atFirst.deviation, atLast.deviation);
			expect(Math.abs(expected - Math.max(atFirst.mean, atLast.mean))).toBeLessThan(0.05);
			const all = emails.filter((one) => one.from < until && one.until > from - DAY).length;
			expect(Math.abs(atMost - Math.min(all, expected + 2.5 * deviation))).toBeLessThan(0.13);
		});
	});

	const everyDay = (count: number) => [0, 1, 2].flatMap((day) => many(count, onDay(day)));

	it.each<[string, number, number, OwedEmail[], number]>([
		// Each day sends as many as the day before: every window expects just that many.
		['may be as many a day as the limit less the reserve', 100, 20, everyDay(79), 1],
		['and no more', 100, 20, everyDay(80), 0],
		// In the middle of a day 83.5 are expected, each with a chance of one half: 6.5 more or less.
		['leave the margin free that doubt needs', 100, 5, everyDay(83), 1],
		['and are refused where it is not', 100, 5, everyDay(84), 0],
	])('%s', (_, limit, reserve, owed, more) => {
		const load = loadOf(limit, reserve, owed);
		expect(load.fits([onDay(1)])).toBe(more === 1);
	});

	it.each<[string, number, OwedEmail[], OwedEmail[], boolean]>([
		['fit in a limit of 1 where each is alone in its 24 hours', 1, [], [at(NOW), onDay(3)], true],
		['and do not where two may be within 24 hours', 1, [], [at(NOW), onDay(1)], false],
		['nor beside one that may be', 1, [onDay(2)], [at(NOW), onDay(3)], false],
		[
			'need no margin where all of them together are within the limit',
			3,
			[onDay(2)],
			[onDay(2), onDay(3)],
			true,
		],
	])('%s', (_, limit, owed, plan, fits) => {
		expect(loadOf(limit, 0, owed).fits(plan)).toBe(fits);
	});

	it('have the first start that fits on a day that has room', () => {
		const planner: StartPlanner = (start) => [onDay(Math.floor((start - NOW) / DAY) + 1)];
		const load = loadOf(130, 30, [...many(100, onDay(1)), ...many(80, onDay(2))]);
		const start = load.earliest(planner, NOW);
		expect(start).toBe(NOW + DAY);
	});

	it('never fit where they did not when the room was larger', () => {
		const emails = fc.array(
			fc.oneof(
				fc.nat({ max: 3 }).map(onDay),
				fc.nat({ max: 70 }).map((hours) => at(NOW + hours * HOUR)),
			),
			{ maxLength: 12 },
		);
		fc.assert(
			fc.property(emails, emails, capacity, (owed, more, limit) => {
				const load = loadOf(limit, 0, owed);
				const fitted = load.fits([onDay(1)]);
				load.take(more);
				if (load.fits([onDay(1)])) expect(fitted).toBe(true);
			}),
		);
	});
});

describe('emails that are overdue', () => {
	it.each([
		['today', 0],
		['tomorrow', DAY],
		['in a month', 30 * DAY],
	])('take room %s', (_, later) => {
		const load = loadOf(3, 0, many(2, OVERDUE));
		expect(load.fits([at(NOW + later)])).toBe(true);
		expect(load.fits([at(NOW + later), at(NOW + later)])).toBe(false);
	});

	it('are expected to have gone out when one asks in a day, and are out of the windows a day later', () => {
		const load = loadOf(3, 0, many(2, OVERDUE));
		expect(load.earliest(after([0, 0]), NOW)).toBe(NOW + DAY + DAY);
		expect(load.earliest(after([2 * DAY + MINUTE, 2 * DAY + MINUTE]), NOW)).toBe(NOW + DAY);
		expect(load.earliest(after([0]), NOW)).toBe(NOW);
	});

	it('are in what is left', () => {
		expect(loadOf(5, 1, many(3, OVERDUE)).left).toBe(1);
	});
});

it('says of the windows of a span what the fullest is expected to hold, and at most', () => {
	const load = loadOf(100, 0, [at(NOW + 2 * HOUR), ...many(40, onDay(0)), ...many(40, onDay(1))]);
	const { expected, atMost } = load.fullestIn({ from: NOW + 3 * HOUR, until: NOW + 20 * HOUR });
	expect(expected).toBeCloseTo(41);
	// All of a day, and none of the next.
	expect(atMost).toBeCloseTo(41);
	const { expected: half, atMost: most } = load.fullestIn(exactly(NOW + 28 * HOUR));
	expect(half).toBeLessThan(42);
	expect(most).toBeGreaterThan(45);
	expect(load.fullestIn({ from: NOW + 9 * DAY, until: NOW + 10 * DAY })).toEqual({
		expected: 0,
		atMost: 0,
	});
});
