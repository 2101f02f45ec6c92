import * as fc from 'fast-check';

import {
	labelEvery,
	niceTicks,
	placeLabels,
	type LabelPlace,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/scale';

describe('the ticks of the axis', () => {
	it.each([
		[0, [0, 1]],
		[1, [0, 1, 2]],
		[3, [0, 1, 2, 3, 4]],
		[12, [0, 5, 10, 15]],
		[90, [0, 20, 40, 60, 80, 100]],
		[350, [0, 100, 200, 300, 400]],
		[500, [0, 200, 400, 600]],
		[1000, [0, 500, 1000, 1500]],
	])('up to %i are round', (highest, expected) => {
		expect(niceTicks(highest)).toEqual(expected);
	});

	it('are few and even, and leave room above the highest', () => {
		fc.assert(
			fc.property(fc.nat({ max: 1_000_000 }), (highest) => {
				const ticks = niceTicks(highest);
				const step = ticks[1];
				expect(ticks).toEqual(ticks.map((_, index) => index * step));
				expect(String(step)).toMatch(/^[125]0*$/);
				expect(ticks.length).toBeLessThanOrEqual(6);
				const top = ticks[ticks.length - 1];
				expect(top).toBeGreaterThan(highest);
				expect(top - step).toBeLessThanOrEqual(highest * 1.05);
			}),
		);
	});
});

describe('the labels of the days', () => {
	it.each([
		[60, 50, 1],
		[50, 50, 1],
		[49, 50, 2],
		[13, 50, 4],
		[12, 50, 7],
		[7, 50, 14],
		[1, 50, 56],
	])('%i pixels a day and %i a label: every %i days', (pitch, width, expected) => {
		expect(labelEvery(pitch, width)).toBe(expected);
	});
});

describe('the labels of the bars', () => {
	const at = (center: number, top: number, rank = 0): LabelPlace => ({
		center,
		top,
		width: 20,
		rank,
	});

	it.each<[string, LabelPlace[], number[]]>([
		['all, where bars are far apart', [at(0, 50), at(40, 10)], [0, 1]],
		['none across a higher bar beside', [at(0, 50), at(10, 10)], [1]],
		['one of two at the same height, the first', [at(0, 50), at(15, 50)], [0]],
		['one of two at the same height, of the higher rank', [at(0, 50, 1), at(15, 50, 2)], [1]],
		['two one above the other', [at(0, 50), at(17, 20)], [0, 1]],
		['of three at the same height, the outer ones', [at(0, 9, 1), at(15, 9), at(30, 9, 1)], [0, 2]],
	])('are shown: %s', (_, places, expected) => {
		expect([...placeLabels(places, 8)].sort()).toEqual(expected);
	});

	it('never lie on each other, and one of the highest rank on an open place is there', () => {
		const places = fc.array(
			fc.record({
				center: fc.nat({ max: 400 }),
				top: fc.nat({ max: 200 }),
				width: fc.integer({ min: 8, max: 50 }),
				rank: fc.nat({ max: 5 }),
			}),
			{ minLength: 1, maxLength: 25 },
		);
		fc.assert(
			fc.property(places, (given) => {
				const shown = [...placeLabels(given, 6)].map((index) => given[index]);
				shown.forEach((one, index) => {
					for (const other of shown.slice(index + 1)) {
						const apart = Math.abs(one.center - other.center);
						const isBeside = apart >= (one.width + other.width) / 2;
						expect(isBeside || Math.abs(one.top - other.top) >= 14).toBe(true);
					}
				});
				// The highest bar has none above it, so one label there has room at least.
				const highest = Math.min(...given.map(({ top }) => top));
				expect(shown.length > 0 || given.some(({ top }) => top > highest)).toBe(true);
			}),
		);
	});
});
