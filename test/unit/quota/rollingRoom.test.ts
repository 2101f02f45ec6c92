import * as fc from 'fast-check';

import { RollingRoom } from '../../../nodes/shared/quota/rollingRoom';
import { exactly } from '../../../nodes/shared/quota/window';
import {
	anyOffsets,
	capacity,
	DAY,
	HOUR,
	knownSends,
	knownSpans,
	MINUTE,
	NOW,
	offsets,
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
const at = (start: number, plan: readonly number[]) => plan.map((offset) => start + offset);
const truth = (known: KnownSend[]) => known.map(({ at: instant }) => instant);

describe('the rolling room', () => {
	it('admits nothing that counting the true instants refuses', () => {
		fc.assert(
			fc.property(
				knownSpans('either'),
				presents,
				anyOffsets,
				capacity,
				(known, now, shape, limit) => {
					const plan = at(now, shape);
					if (!roomOf(known, limit, now).fits(plan)) return;
					expect(fits(truth(known), plan, limit)).toBe(true);
				},
			),
			manyRuns,
		);
	});

	it.each<['exactly' | 'either', string, number]>([
		['exactly', 'a minute more than 24 hours', DAY + MINUTE],
		['either', '25 hours', DAY + HOUR],
	])('with sends known %s refuses only what %s would not hold', (how, _, length) => {
		fc.assert(
			fc.property(knownSpans(how), presents, anyOffsets, capacity, (known, now, shape, limit) => {
				const plan = at(now, shape);
				if (roomOf(known, limit, now).fits(plan)) return;
				expect(fits(truth(known), plan, limit, length)).toBe(false);
			}),
			manyRuns,
		);
	});

	it('says of sends on full minutes exactly what counting them does', () => {
		fc.assert(
			fc.property(knownSends, offsets, capacity, (times, shape, limit) => {
				const plan = at(NOW, shape);
				expect(roomAt(times, limit).fits(plan)).toBe(fits(times, plan, limit));
			}),
			manyRuns,
		);
	});

	it('with sends taken is the room that knows of them from the start', () => {
		fc.assert(
			fc.property(
				knownSpans('either'),
				presents,
				anyOffsets,
				anyOffsets,
				capacity,
				(known, now, first, second, limit) => {
					const taken = at(now, first);
					const room = roomOf(known, limit, now);
					room.take(taken);
					const both = [
						...known,
						...taken.map((instant) => ({ span: exactly(instant), at: instant })),
					];
					const anew = roomOf(both, limit, now);
					expect(room.fits(at(now, second))).toBe(anew.fits(at(now, second)));
					expect(room.left).toBe(anew.left);
				},
			),
		);
	});
});

describe('a plan', () => {
	it.each<[string, number[], number[], number, boolean]>([
		['fills the last place', [NOW], [NOW], 2, true],
		['is one too many', [NOW, NOW], [NOW], 2, false],
		['counts a send of an hour later', [NOW + HOUR, NOW + HOUR], [NOW], 2, false],
		['does not meet sends exactly a day later', [NOW + DAY, NOW + DAY], [NOW], 1, true],
		['does not meet sends of exactly a day ago', [NOW - DAY, NOW - DAY], [NOW], 1, true],
		['counts a send a millisecond before that', [NOW + DAY - 1], [NOW], 1, false],
		['counts a send of a millisecond less than a day ago', [NOW - DAY + 1], [NOW], 1, false],
		['counts its own sends against each other', [], [NOW, NOW + HOUR, NOW + 2 * HOUR], 2, false],
		['may send exactly a day apart', [], [NOW, NOW + DAY, NOW + 2 * DAY], 1, true],
		['does not mind a day that was too full anyway', [NOW, NOW, NOW], [NOW + DAY], 1, true],
		['without sends fits in no room at all', [NOW], [], 0, true],
		['fits without any limit left only without sends', [], [NOW], 0, false],
		['fits where the reserve is above the limit only without sends', [], [NOW], -5, false],
		['always fits without a limit', Array<number>(900).fill(NOW), [NOW, NOW], Infinity, true],
	])('that %s', (_, times, plan, limit, expected) => {
		expect(roomAt(times, limit).fits(plan)).toBe(expected);
	});

	it('does not meet a send of exactly a day ago in the middle of a minute either', () => {
		const now = NOW + MINUTE / 2;
		const room = new RollingRoom([exactly(now - DAY)], 1, now);
		expect([room.fits([now]), room.left]).toEqual([true, 1]);
	});

	it('that is only asked about takes no room', () => {
		const room = roomAt([], 1);
		expect([room.fits([NOW]), room.fits([NOW]), room.left]).toEqual([true, true, 1]);
	});

	it('that is tried takes room exactly where it fits', () => {
		const room = roomAt([], 1);
		expect([room.tryTake([NOW]), room.tryTake([NOW]), room.tryTake([NOW + DAY])]).toEqual([
			true,
			false,
			true,
		]);
		expect(room.fits([NOW + DAY])).toBe(false);
	});
});

describe('how many fit', () => {
	it('is how many are admitted one by one, and takes no room', () => {
		const wanted = fc.nat({ max: 9 });
		fc.assert(
			fc.property(
				knownSpans('either'),
				presents,
				anyOffsets,
				capacity,
				wanted,
				(known, now, shape, limit, count) => {
					const plan = at(now, shape);
					const room = roomOf(known, limit, now);
					const many = room.howMany(plan, count);
					let oneByOne = 0;
					while (oneByOne < count && room.tryTake(plan)) oneByOne++;
					expect(many).toBe(oneByOne);
				},
			),
		);
	});

	it('now is what is left', () => {
		fc.assert(
			fc.property(knownSpans('either'), presents, capacity, (known, now, limit) => {
				const room = roomOf(known, limit, now);
				expect(room.left).toBe(room.howMany([now], 20));
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
