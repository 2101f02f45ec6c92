import * as fc from 'fast-check';

import {
	decideAdmissions,
	type Admitted,
	type Held,
	type Verdict,
} from '../../../nodes/shared/sendLimit/decide';
import { capacity, DAY, enrollments, HOUR, knownSends, NOW } from '../support/arbitraries';
import { countInWindow, fits, fullestWithOneOf } from '../support/windowOracle';

const admittedOf = (verdict: Verdict): Admitted | undefined =>
	'admitted' in verdict ? verdict.admitted : undefined;
const heldOf = (verdict: Verdict): Held | undefined =>
	'held' in verdict ? verdict.held : undefined;

const plansOf = (verdicts: Verdict[]) =>
	verdicts.flatMap((verdict) => admittedOf(verdict)?.plan ?? []);
const at = (start: number, offsets: readonly number[]) => offsets.map((offset) => start + offset);

/** Checks one decision over any sends, enrollments and capacity. */
const forAny = (
	mode: 'hold' | 'fail' | 'warn',
	check: (times: number[], shapes: number[][], limit: number, verdicts: Verdict[]) => void,
) =>
	fc.assert(
		fc.property(knownSends, enrollments, capacity, (times, shapes, limit) => {
			const room = { times, capacity: limit, now: NOW };
			check(times, shapes, limit, decideAdmissions(room, shapes, mode));
		}),
		{ numRuns: 300 },
	);

describe.each(['hold', 'fail'] as const)('in mode %s', (mode) => {
	it('what is admitted goes above the limit in no window', () => {
		forAny(mode, (times, _, limit, verdicts) => {
			const plans = plansOf(verdicts);
			expect(fullestWithOneOf([...times, ...plans], plans)).toBeLessThanOrEqual(limit);
		});
	});

	it('each verdict is of its own enrollment, in order, and admits whatever still fits', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			expect(verdicts).toHaveLength(shapes.length);
			const known = [...times];
			shapes.forEach((offsets, index) => {
				const plan = at(NOW, offsets);
				const expected = fits(known, plan, limit) ? plan : undefined;
				expect(admittedOf(verdicts[index])?.plan).toEqual(expected);
				if (!expected) return;
				known.push(...plan);
				expect(admittedOf(verdicts[index])).toEqual({
					plan,
					used: countInWindow(known, NOW),
					exceeded: false,
				});
			});
		});
	});

	it('the held fit at the time they are given, all together', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			const plans = plansOf(verdicts);
			verdicts.forEach((verdict, index) => {
				const retryAt = heldOf(verdict)?.retryAt;
				if (retryAt !== undefined) plans.push(...at(retryAt, shapes[index]));
			});
			expect(fullestWithOneOf([...times, ...plans], plans)).toBeLessThanOrEqual(limit);
		});
	});

	it('the held get the first time that is free behind those before them', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			const known = [...times, ...plansOf(verdicts)];
			verdicts.forEach((verdict, index) => {
				const held = heldOf(verdict);
				if (!held) return;
				expect(held.retryAt === undefined).toBe(!fits([], shapes[index], limit));
				if (held.retryAt === undefined) return;
				expect(held.retryAt).toBeGreaterThan(NOW);
				const before = at(held.retryAt - 1, shapes[index]);
				expect(fits(known, before, limit)).toBe(false);
				known.push(...at(held.retryAt, shapes[index]));
			});
		});
	});

	it('the held of one sequence keep their order', () => {
		forAny(mode, (_times, shapes, _limit, verdicts) => {
			const last = new Map<string, number>();
			verdicts.forEach((verdict, index) => {
				const retryAt = heldOf(verdict)?.retryAt;
				if (retryAt === undefined) return;
				const shape = shapes[index].join();
				expect(retryAt).toBeGreaterThanOrEqual(last.get(shape) ?? NOW);
				last.set(shape, retryAt);
			});
		});
	});

	it('the held wait for SEND_LIMIT exactly where their first email has no room beside the admitted', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			const known = [...times, ...plansOf(verdicts)];
			verdicts.forEach((verdict, index) => {
				const held = heldOf(verdict);
				if (!held) return;
				const firstFits = fits(known, at(NOW, shapes[index].slice(0, 1)), limit);
				expect(held.reason).toBe(firstFits ? 'FOLLOW_UP_LIMIT' : 'SEND_LIMIT');
			});
		});
	});

	it('all of the held say how many sends the window holds with those admitted', () => {
		forAny(mode, (times, _, _limit, verdicts) => {
			const used = countInWindow([...times, ...plansOf(verdicts)], NOW);
			for (const verdict of verdicts) expect(heldOf(verdict)?.used ?? used).toBe(used);
		});
	});
});

describe('in mode warn', () => {
	it('everything is admitted, and marked exactly where it does not fit', () => {
		forAny('warn', (times, shapes, limit, verdicts) => {
			const known = [...times];
			shapes.forEach((offsets, index) => {
				const plan = at(NOW, offsets);
				const exceeded = !fits(known, plan, limit);
				known.push(...plan);
				const used = countInWindow(known, NOW);
				expect(verdicts[index]).toEqual({ admitted: { plan, used, exceeded } });
			});
		});
	});
});

describe('in mode off, with room without end,', () => {
	it('everything is admitted and nothing marked', () => {
		const room = { times: [NOW, NOW], capacity: Infinity, now: NOW };
		const verdicts = decideAdmissions(room, [[0], [0, DAY], []], 'off');
		expect(verdicts.map((verdict) => admittedOf(verdict)?.exceeded)).toEqual([false, false, false]);
	});
});

describe('why an enrollment is held', () => {
	it.each<[string, number[], number[], Held]>([
		[
			'SEND_LIMIT where today has no room',
			[NOW - 2 * HOUR, NOW - HOUR],
			[0, 3 * DAY],
			{ reason: 'SEND_LIMIT', retryAt: NOW + 22 * HOUR, used: 2 },
		],
		[
			'FOLLOW_UP_LIMIT where today has room and the day of a follow-up has none',
			[NOW + 3 * DAY, NOW + 3 * DAY + HOUR],
			[0, 3 * DAY],
			{ reason: 'FOLLOW_UP_LIMIT', retryAt: NOW + DAY, used: 0 },
		],
		[
			'SEND_LIMIT where a first email of a later day meets a full day',
			[NOW + 3 * DAY, NOW + 3 * DAY],
			[3 * DAY],
			{ reason: 'SEND_LIMIT', retryAt: NOW + DAY, used: 0 },
		],
		[
			'FOLLOW_UP_LIMIT without a time where its own sends are too many for a day',
			[],
			[0, HOUR, 2 * HOUR],
			{ reason: 'FOLLOW_UP_LIMIT', retryAt: undefined, used: 0 },
		],
	])('is %s', (_, times, offsets, held) => {
		const room = { times, capacity: 2, now: NOW };
		expect(decideAdmissions(room, [offsets], 'hold')).toEqual([{ held }]);
	});

	it('is no matter of those that are held before it', () => {
		const full = NOW + 2 * DAY + HOUR;
		const room = { times: [full, full], capacity: 2, now: NOW };
		const shapes = Array.from({ length: 3 }, () => [0, 3 * DAY]);
		const held = decideAdmissions(room, shapes, 'hold').map(heldOf);
		expect(held.map((entry) => entry?.reason)).toEqual(Array(3).fill('FOLLOW_UP_LIMIT'));
		expect(held.slice(0, 2).map((entry) => entry?.retryAt)).toEqual([NOW + HOUR, NOW + HOUR]);
		expect(held[2]?.retryAt).toBeGreaterThan(NOW + HOUR);
	});

	it('spreads those that wait over the days, as room comes up', () => {
		const room = { times: [NOW - HOUR], capacity: 2, now: NOW };
		const verdicts = decideAdmissions(room, [[0], [0], [0], [0]], 'hold');
		expect(verdicts.map((verdict) => heldOf(verdict)?.retryAt)).toEqual([
			undefined,
			NOW + 23 * HOUR,
			NOW + DAY,
			NOW + 23 * HOUR + DAY,
		]);
	});

	it('lets a shorter sequence go past a longer one that has to wait', () => {
		const room = { times: [NOW + 3 * DAY], capacity: 1, now: NOW };
		const verdicts = decideAdmissions(room, [[0, 3 * DAY], [0]], 'hold');
		expect(verdicts.map((verdict) => 'admitted' in verdict)).toEqual([false, true]);
	});
});

describe('many contacts beside many known sends', () => {
	const shape = [0, 2 * DAY, 4 * DAY, 6 * DAY, 9 * DAY];
	const shapes = Array.from({ length: 600 }, () => shape);
	const evenly = Array.from({ length: 2000 }, (_, index) => NOW - DAY + index * (HOUR / 12));
	const inBursts = Array.from(
		{ length: 2000 },
		(_, index) => NOW - HOUR + 2 * DAY * Math.floor(index / 500),
	);

	it.each<[string, number[], number, number]>([
		['spread evenly', evenly, 300, 12],
		['of a few bursts, each at one instant', inBursts, 550, 50],
	])('are decided before a test runs out of time: sends %s', (_, times, limit, admitted) => {
		const verdicts = decideAdmissions({ times, capacity: limit, now: NOW }, shapes, 'hold');
		expect(verdicts.filter((verdict) => 'admitted' in verdict)).toHaveLength(admitted);
		expect(verdicts.every((verdict) => admittedOf(verdict) ?? heldOf(verdict)?.retryAt)).toBe(true);
	});
});
