import * as fc from 'fast-check';
import { range, sumBy } from 'lodash';

import { Shares } from '../../../nodes/shared/quota/shares';
import type { Span } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { shareAt } from './loadOracle';

const HALF_HOUR = 30 * MINUTE;
/** Of a day. */
const PLACES = DAY / HALF_HOUR;

interface Added extends Span {
	count: number;
}

/** Ms from the origin on, both included. */
const spread = (from: number, until: number, count = 1): Added => ({ from, until, count });

function sharesOf(...added: Added[]): Shares {
	const shares = new Shares(NOW);
	for (const { from, until, count } of added) {
		shares.add({ from: NOW + from, until: NOW + until }, count);
	}
	return shares;
}

const HOUR_OF_ORIGIN = spread(0, HOUR - 1);

describe('of an email that is spread over an hour', () => {
	it.each<[string, number, number, number, number]>([
		['has none before it', -1, 0, 0, 0],
		['may have half of it while it begins', 0, 0.5, 0.25, 1],
		['may have all of it from then on', 1, 1, 0.25, 1],
		['has all of it a while later', 2, 1, 0, 1],
		['has all of it a day after it began', PLACES - 1, 1, 0, 1],
		['has half of it left when half of it is a day old', PLACES, 1, 0.25, 1],
		['has the other half left', PLACES + 1, 0.5, 0.25, 1],
		['has none a day after it ended', PLACES + 2, 0, 0, 0],
		['has none far out', 9_999, 0, 0, 0],
	])('a half hour %s', (_, place, mean, variance, most) => {
		const shares = sharesOf(HOUR_OF_ORIGIN);
		expect([shares.meanIn(place), shares.varianceIn(place), shares.mostIn(place)]).toEqual([
			mean,
			variance,
			most,
		]);
	});
});

it.each<[string, Added, number, number]>([
	['of the first half hour', HOUR_OF_ORIGIN, 0, PLACES + 2],
	['of one that has begun before', spread(-HOUR, HOUR - 1), 0, PLACES + 2],
	['of a later one', spread(3 * HOUR, 4 * HOUR - 1), 5, PLACES + 8],
	['of one that ends within a half hour', spread(0, HOUR / 4), 0, PLACES],
])('what is added says which half hours it has changed: %s', (_, { from, until }, first, last) => {
	const changed = new Shares(NOW).add({ from: NOW + from, until: NOW + until }, 1);
	expect(changed).toEqual({ first, last });
});

it('no window that begins as the span ends has any of it', () => {
	const shares = sharesOf(spread(0, HALF_HOUR));
	expect([PLACES, PLACES + 1].map((place) => shares.mostIn(place))).toEqual([1, 0]);
});

it('an instant is in the half hour that has begun', () => {
	const shares = new Shares(NOW);
	const numbers = [0, HALF_HOUR - 1, HALF_HOUR, -1].map((ms) => shares.numberOf(NOW + ms));
	expect(numbers).toEqual([0, 0, 1, -1]);
});

const minutes = fc.integer({ min: -2 * 24 * 60, max: 12 * 24 * 60 });
const added = fc
	.tuple(minutes, fc.integer({ min: 1, max: 30 * 60 }), fc.integer({ min: 1, max: 3 }))
	.map(([start, length, count]) => spread(start * MINUTE, (start + length) * MINUTE - 1, count));

it('all half hours have what counting each email by itself gives, however far out, in whatever order', () => {
	const far = spread(11 * DAY, 11 * DAY + 10 * HOUR - 1, 2);
	fc.assert(
		fc.property(fc.array(added, { maxLength: 5 }), (emails) => {
			const shares = sharesOf(...emails);
			for (const place of range(0, 15 * PLACES, 17)) {
				const [begins, ends] = [place * HALF_HOUR, (place + 1) * HALF_HOUR];
				const meanAt = (end: number) => sumBy(emails, (one) => one.count * shareAt(one, end));
				const varianceAt = (end: number) =>
					sumBy(emails, (one) => one.count * shareAt(one, end) * (1 - shareAt(one, end)));
				const most = emails.filter(({ from, until }) => from < ends && until > begins - DAY);
				expect(shares.meanIn(place)).toBeCloseTo(Math.max(meanAt(begins), meanAt(ends)));
				expect(shares.varianceIn(place)).toBeCloseTo(
					Math.max(varianceAt(begins), varianceAt(ends)),
				);
				expect(shares.mostIn(place)).toBe(sumBy(most, 'count'));
			}
		}),
		// What is kept is moved where it has no room: one near, one far, one near. And one begins in the other.
		{
			numRuns: 30,
			examples: [
				[[HOUR_OF_ORIGIN, far, HOUR_OF_ORIGIN]],
				[[far, far]],
				[[HOUR_OF_ORIGIN, spread(45 * MINUTE, 105 * MINUTE - 1)]],
			],
		},
	);
});

it('what is given back leaves nothing', () => {
	const more = spread(HOUR, 5 * HOUR - 1, 3);
	const shares = sharesOf(HOUR_OF_ORIGIN, more, { ...more, count: -3 });
	for (const place of range(0, 2 * PLACES)) {
		expect(shares.meanIn(place)).toBeCloseTo(sharesOf(HOUR_OF_ORIGIN).meanIn(place));
		expect(shares.mostIn(place)).toBe(sharesOf(HOUR_OF_ORIGIN).mostIn(place));
	}
	expect(sharesOf({ ...more, count: -1 }).varianceIn(3)).toBe(0);
});
