import * as fc from 'fast-check';

import { RollingRoom } from '../../../nodes/shared/quota/rollingRoom';
import { exactly } from '../../../nodes/shared/quota/window';
import {
	capacity,
	DAY,
	HOUR,
	knownSends,
	knownSpans,
	MINUTE,
	NOW,
	presents,
	type KnownSend,
} from '../../support/unit/arbitraries';
import { fits } from '../../support/unit/windowOracle';

const manyRuns = { numRuns: 1500 };
const roomOf = (known: KnownSend[], limit: number, now: number) =>
	new RollingRoom(
		known.map(({ span }) => span),
		limit,
		now,
	);
const roomAt = (times: number[], limit: number) => new RollingRoom(times.map(exactly), limit, NOW);
const truth = (known: KnownSend[]) => known.map(({ at: instant }) => instant);

/** Any minute from now on. */
const later = fc.nat({ max: 40 * 60 }).map((minutes) => minutes * MINUTE);

describe('the rolling room', () => {
	it('admits nothing that counting the true instants refuses', () => {
		fc.assert(
			fc.property(knownSpans('either'), presents, later, capacity, (known, now, wait, limit) => {
				if (!roomOf(known, limit, now).fits(now + wait)) return;
				expect(fits(truth(known), [now + wait], limit)).toBe(true);
			}),
			manyRuns,
		);
	});

	it.each<['exactly' | 'either', string, number]>([
		['exactly', 'a minute more than 24 hours', DAY + MINUTE],
		['either', '25 hours', DAY + HOUR],
	])('known %s refuses only what %s would not hold', (how, _, length) => {
		fc.assert(
			fc.property(knownSpans(how), presents, later, capacity, (known, now, wait, limit) => {
				if (roomOf(known, limit, now).fits(now + wait)) return;
				expect(fits(truth(known), [now + wait], limit, length)).toBe(false);
			}),
			manyRuns,
		);
	});

	it('says of full minutes exactly what counting them does', () => {
		fc.assert(
			fc.property(knownSends, capacity, later, (times, limit, wait) => {
				expect(roomAt(times, limit).fits(NOW + wait)).toBe(fits(times, [NOW + wait], limit));
			}),
			manyRuns,
		);
	});

	it('with places taken is the room that knows of them from the start', () => {
		fc.assert(
			fc.property(
				knownSends,
				fc.array(later, { maxLength: 3 }),
				capacity,
				(times, taken, limit) => {
					const instants = taken.map((wait) => NOW + wait);
					const room = roomAt(times, limit);
					for (const at of instants) room.take(at);
					const anew = roomAt([...times, ...instants], limit);
					expect([room.left, room.earliest(NOW)]).toEqual([anew.left, anew.earliest(NOW)]);
					for (const at of instants) room.take(at, -1);
					expect(room.left).toBe(roomAt(times, limit).left);
				},
			),
		);
	});
});

describe('a place', () => {
	it.each<[string, number[], number, number, boolean]>([
		['is the last one', [NOW], NOW, 2, true],
		['is one too many', [NOW, NOW], NOW, 2, false],
		['counts what comes an hour later', [NOW + HOUR, NOW + HOUR], NOW, 2, false],
		['does not meet what comes exactly a day later', [NOW + DAY, NOW + DAY], NOW, 1, true],
		['does not meet what was exactly a day ago', [NOW - DAY, NOW - DAY], NOW, 1, true],
		['counts what comes a millisecond before that', [NOW + DAY - 1], NOW, 1, false],
		['counts what was a millisecond less than a day ago', [NOW - DAY + 1], NOW, 1, false],
		['does not mind a day that was too full anyway', [NOW, NOW, NOW], NOW + DAY, 1, true],
		['is never there without any limit left', [], NOW, 0, false],
		['is never there where the reserve is above the limit', [], NOW, -5, false],
		['is always there without a limit', Array<number>(900).fill(NOW), NOW, Infinity, true],
	])('%s', (_, times, instant, limit, expected) => {
		expect(roomAt(times, limit).fits(instant)).toBe(expected);
	});

	it('does not meet what was exactly a day ago in the middle of a minute either', () => {
		const now = NOW + MINUTE / 2;
		const room = new RollingRoom([exactly(now - DAY)], 1, now);
		expect([room.fits(now), room.left]).toEqual([true, 1]);
	});
});

describe('the first instant that has a place', () => {
	it('has one, is not before the one asked for, and no minute before it has one', () => {
		fc.assert(
			fc.property(knownSpans('either'), presents, later, capacity, (known, now, wait, limit) => {
				const room = roomOf(known, limit, now);
				const first = room.earliest(now + wait);
				if (first === undefined) return expect(limit).toBe(0);
				expect(first).toBeGreaterThanOrEqual(now + wait);
				expect(room.fits(first)).toBe(true);
				const sooner: number[] = [];
				for (let at = now + wait; at < first; at = Math.floor(at / MINUTE + 1) * MINUTE) {
					if (room.fits(at)) sooner.push(at);
				}
				expect(sooner).toEqual([]);
			}),
		);
	});
});

describe('how many are left', () => {
	it('is how many are admitted one by one', () => {
		fc.assert(
			fc.property(knownSpans('either'), presents, capacity, (known, now, limit) => {
				const room = roomOf(known, limit, now);
				const { left } = room;
				let oneByOne = 0;
				for (; room.fits(now); oneByOne++) room.take(now);
				expect(left).toBe(oneByOne);
			}),
		);
	});

	it.each<[string, number[], number, number]>([
		['is the limit where nothing is known', [], 4, 4],
		['is less what the last day holds', [NOW - DAY, NOW - DAY + 1, NOW], 4, 2],
		['is less what the coming day holds', [NOW + DAY - 1, NOW + DAY], 4, 3],
		['is less the fuller of the two', [NOW - HOUR, NOW + 23 * HOUR, NOW + 23 * HOUR], 4, 2],
		['is not below nothing', [NOW, NOW], 1, 0],
		['is nothing with a reserve above the limit', [], -3, 0],
		['has no end without a limit', [NOW], Infinity, Infinity],
	])('what is left %s', (_, times, limit, left) => {
		expect(roomAt(times, limit).left).toBe(left);
	});
});
