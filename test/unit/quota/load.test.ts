import * as fc from 'fast-check';

import { Load, STEP_MINUTES } from '../../../nodes/shared/quota/load';

/** Beyond what a load has room for at first. */
const MOST_MINUTES = 9_000;
/** Minutes around the ends of half hours, and far out. */
const minute = fc.oneof(fc.nat({ max: 95 }), fc.nat({ max: MOST_MINUTES }));
const stretch = fc.tuple(minute, minute).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const additions = fc.array(
	stretch.chain((of) => fc.tuple(fc.constant(of), fc.integer({ min: 1, max: 3 }))),
	{ maxLength: 8 },
);

/** The load of some additions, and the number of each minute kept one by one. */
function both(added: ReadonlyArray<readonly [readonly [number, number], number]>) {
	const load = new Load();
	const numbers = Array<number>(MOST_MINUTES + STEP_MINUTES).fill(0);
	for (const [[first, last], count] of added) {
		load.add(first, last, count);
		for (let at = first; at <= last; at++) numbers[at] += count;
	}
	return { load, numbers };
}

const within = (numbers: readonly number[], [first, last]: readonly [number, number]) =>
	numbers.slice(first, last + 1);

describe('what minutes have', () => {
	it('is the most that one of them has', () => {
		fc.assert(
			fc.property(additions, stretch, (added, asked) => {
				const { load, numbers } = both(added);
				expect(load.most(...asked)).toBe(Math.max(...within(numbers, asked)));
			}),
		);
	});

	it('has a last minute that is above a bound', () => {
		fc.assert(
			fc.property(additions, stretch, fc.nat({ max: 9 }), (added, asked, bound) => {
				const { load, numbers } = both(added);
				const above = within(numbers, asked).findLastIndex((count) => count > bound);
				const expected = above < 0 ? undefined : asked[0] + above;
				expect(load.lastAbove(bound, ...asked)).toBe(expected);
				const bounds = new Float64Array(MOST_MINUTES).fill(bound);
				expect(load.lastAboveEach(bounds, ...asked)).toBe(expected);
			}),
		);
	});

	it('has a last minute that is above the bound of its own half hour', () => {
		const load = new Load();
		load.add(0, 89, 2);
		expect(load.lastAboveEach(Float64Array.of(1, 2, 3), 5, 80)).toBe(29);
		expect(load.lastAboveEach(Float64Array.of(2, 2, 1), 5, 80)).toBe(80);
		expect(load.lastAboveEach(Float64Array.of(2, 2, 2), 5, 80)).toBeUndefined();
		expect(load.lastAboveEach(Float64Array.of(2, 2, 2, 2, -1), 5, 130)).toBe(130);
	});

	it('has a last minute above a bound before a half hour that is so later only', () => {
		const load = new Load();
		load.add(0, 10, 2);
		load.add(50, 55, 3);
		expect(load.lastAbove(1, 0, 45)).toBe(10);
		expect(load.lastAboveEach(Float64Array.of(1, 1), 0, 45)).toBe(10);
	});

	it('is above a bound below 0 where it has nothing', () => {
		expect(new Load().lastAbove(-1, 5, 9_999)).toBe(9_999);
	});

	it('is nothing more where the last comes before the first', () => {
		const load = new Load();
		load.add(0, -1, 2);
		load.add(40, 10, 2);
		expect(load.most(0, 90)).toBe(0);
	});

	it('is free again where it is given back', () => {
		fc.assert(
			fc.property(additions, (added) => {
				const { load } = both(added);
				for (const [[first, last], count] of added) load.add(first, last, -count);
				expect(load.most(0, MOST_MINUTES)).toBe(0);
				expect(load.lastAbove(0, 0, MOST_MINUTES)).toBeUndefined();
			}),
		);
	});

	it.each([
		['before those that have something', 0, 9, 0],
		['behind them', 20, 29, 0],
		['among them', 8, 21, 2],
	])('in the same half hour is theirs alone: %s', (_, first, last, most) => {
		const load = new Load();
		load.add(10, 19, 2);
		expect(load.most(first, last)).toBe(most);
	});
});
