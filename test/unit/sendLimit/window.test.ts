import * as fc from 'fast-check';

import {
	earliestFit,
	fullestAround,
	nextRelease,
	planFits,
	usedAt,
	withSends,
} from '../../../nodes/shared/sendLimit/window';
import { capacity, DAY, HOUR, knownSends, NOW, offsets } from '../support/arbitraries';
import { countInWindow, fits, fullestWithOneOf } from '../support/windowOracle';

const at = fc.integer({ min: -30, max: 80 }).map((hour) => NOW + hour * HOUR);
const starting = (start: number, plan: number[]) => plan.map((offset) => start + offset);

describe('the window of 24 hours', () => {
	it.each([
		['holds a send of this instant', NOW, 1],
		['holds a send of a millisecond less than a day ago', NOW - DAY + 1, 1],
		['does not hold a send of exactly a day ago', NOW - DAY, 0],
		['does not hold a send that is still to come', NOW + 1, 0],
	])('%s', (_, send, used) => {
		expect(usedAt([send], NOW)).toBe(used);
	});

	it('counts as counting send by send does', () => {
		fc.assert(
			fc.property(knownSends, at, (times, end) => {
				expect(usedAt(times, end)).toBe(countInWindow(times, end));
			}),
		);
	});

	it('is fullest around a send where counting every window finds it', () => {
		fc.assert(
			fc.property(knownSends, at, (times, send) => {
				const all = withSends(times, [send]);
				expect(fullestAround(all, send)).toBe(fullestWithOneOf(all, [send]));
			}),
		);
	});

	it('is fullest around an instant without a send as if a send of no weight were there', () => {
		fc.assert(
			fc.property(knownSends, at, (times, instant) => {
				const ends = times.filter((end) => end >= instant && end < instant + DAY);
				const counts = [instant, ...ends].map((end) => countInWindow(times, end));
				expect(fullestAround(times, instant)).toBe(Math.max(...counts));
			}),
		);
	});
});

describe('sends with more sends', () => {
	it('stay in ascending order and leave the given ones as they are', () => {
		const times = [1, 5, 10];
		expect(withSends(times, [7, 5, 100])).toEqual([1, 5, 5, 7, 10, 100]);
		expect(times).toEqual([1, 5, 10]);
	});
});

describe('a plan', () => {
	it('fits exactly where no window with one of its sends goes above the limit', () => {
		fc.assert(
			fc.property(knownSends, at, offsets, capacity, (times, start, plan, limit) => {
				const sends = starting(start, plan);
				expect(planFits(times, sends, limit)).toBe(fits(times, sends, limit));
			}),
			{ numRuns: 500 },
		);
	});

	it.each<[string, number[], number[], number, boolean]>([
		['fills the last place', [NOW], [NOW], 2, true],
		['is one too many', [NOW, NOW], [NOW], 2, false],
		['counts a send of an hour later', [NOW + HOUR, NOW + HOUR], [NOW], 2, false],
		['does not count sends exactly a day later', [NOW + DAY, NOW + DAY], [NOW], 1, true],
		['counts a send a millisecond before that', [NOW + DAY - 1], [NOW], 1, false],
		['counts its own sends against each other', [], [NOW, NOW + HOUR, NOW + 2 * HOUR], 2, false],
		['does not mind a day that was too full anyway', [NOW, NOW, NOW], [NOW + DAY], 1, true],
		['without sends fits in no room at all', [NOW], [], 0, true],
	])('that %s', (_, times, plan, limit, expected) => {
		expect(planFits(times, plan, limit)).toBe(expected);
	});
});

describe('the first instant at which a plan fits', () => {
	it('fits, and nothing before it does, to the half hour and the millisecond', () => {
		fc.assert(
			fc.property(knownSends, offsets, capacity, (times, plan, limit) => {
				const start = earliestFit(times, plan, limit, NOW);
				if (start === undefined) return expect(fits([], plan, limit)).toBe(false);
				expect(fits([], plan, limit)).toBe(true);
				expect(start).toBeGreaterThanOrEqual(NOW);
				expect(fits(times, starting(start, plan), limit)).toBe(true);
				const earlier = [start - 1];
				for (let grid = NOW; grid < start; grid += HOUR / 2) earlier.push(grid);
				for (const before of earlier.filter((instant) => instant >= NOW)) {
					expect(fits(times, starting(before, plan), limit)).toBe(false);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it.each<[string, number[], number[], number, number | undefined]>([
		['is now where there is room', [NOW], [0], 2, NOW],
		['is a day after the oldest send', [NOW - 3 * HOUR, NOW], [0], 2, NOW + 21 * HOUR],
		['lets a follow-up day clear first', [NOW + 2 * DAY], [0, 2 * DAY], 1, NOW + DAY],
		['never comes for a plan above the limit by itself', [], [0, HOUR], 1, undefined],
		['never comes without any limit left', [NOW], [0], 0, undefined],
		['is now for a plan without sends', [NOW, NOW], [], 0, NOW],
	])('%s', (_, times, plan, limit, expected) => {
		expect(earliestFit(times, plan, limit, NOW)).toBe(expected);
	});

	it('waits until a plan in between known sends has left the later ones behind', () => {
		const known = [NOW + 2 * DAY, NOW + 2 * DAY + 5 * HOUR];
		expect(earliestFit(known, [0, 2 * DAY], 1, NOW)).toBe(NOW + DAY + 5 * HOUR + 2 * DAY);
	});
});

describe('when the oldest send of the last day leaves the window', () => {
	it.each<[string, number[], number]>([
		['is a day after it', [NOW - 3 * HOUR, NOW - HOUR], NOW + 21 * HOUR],
		['passes over sends that have left', [NOW - DAY, NOW - 2 * HOUR], NOW + 22 * HOUR],
		['is a day from now where nothing was sent', [], NOW + DAY],
		['does not look at sends to come', [NOW + HOUR], NOW + DAY],
		['counts a send of this instant', [NOW], NOW + DAY],
	])('%s', (_, times, expected) => {
		expect(nextRelease(times, NOW)).toBe(expected);
	});
});
