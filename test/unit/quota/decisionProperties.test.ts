import * as fc from 'fast-check';

import {
	capacity,
	DAY,
	enrollments,
	HOUR,
	knownSends,
	knownSpans,
	MINUTE,
	NOW,
	presents,
} from '../../support/unit/arbitraries';
import {
	admittedOf,
	at,
	decide,
	heldOf,
	standing,
	stateOf,
	type Verdict,
} from '../../support/unit/decisions';
import { countInWindow, fits, fullestWithOneOf } from '../../support/unit/windowOracle';

/** What the admitted send. */
const plansOf = (shapes: number[][], verdicts: Verdict[]) =>
	shapes.flatMap((offsets, index) => (admittedOf(verdicts[index]) ? at(NOW, offsets) : []));

/** Checks one decision over any sends, enrollments and capacity. */
const forAny = (
	mode: 'hold' | 'fail' | 'warn',
	check: (times: number[], shapes: number[][], limit: number, verdicts: Verdict[]) => void,
) =>
	fc.assert(
		fc.property(knownSends, enrollments, capacity, (times, shapes, limit) => {
			check(times, shapes, limit, decide(standing(times, limit), shapes, mode));
		}),
		{ numRuns: 100 },
	);

describe.each(['hold', 'fail'] as const)('in mode %s', (mode) => {
	it('what is admitted goes above the limit in no window', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			const plans = plansOf(shapes, verdicts);
			expect(fullestWithOneOf([...times, ...plans], plans)).toBeLessThanOrEqual(limit);
		});
	});

	it('nor where sends are known by their hour, wherever in it they go out', () => {
		fc.assert(
			fc.property(
				knownSpans('either'),
				presents,
				enrollments,
				capacity,
				(known, now, shapes, limit) => {
					const spans = known.map(({ span }) => span);
					const verdicts = decide(stateOf(spans, limit, { now }), shapes, mode);
					const plans = shapes.flatMap((offsets, index) =>
						admittedOf(verdicts[index]) ? at(now, offsets) : [],
					);
					const all = [...known.map(({ at: instant }) => instant), ...plans];
					expect(fullestWithOneOf(all, plans)).toBeLessThanOrEqual(limit);
				},
			),
		);
	});

	it('each verdict is of its own enrollment, in order, and admits whatever still fits', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			expect(verdicts).toHaveLength(shapes.length);
			const known = [...times];
			shapes.forEach((offsets, index) => {
				const plan = at(NOW, offsets);
				const hasRoom = fits(known, plan, limit);
				if (hasRoom) known.push(...plan);
				const admitted = { used: countInWindow(known, NOW), exceeded: false };
				expect(admittedOf(verdicts[index])).toEqual(hasRoom ? admitted : undefined);
			});
		});
	});

	it('the held fit at the time they are given, all together', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			const plans = plansOf(shapes, verdicts);
			verdicts.forEach((verdict, index) => {
				const retryAt = heldOf(verdict)?.retryAt;
				if (retryAt !== undefined) plans.push(...at(retryAt, shapes[index]));
			});
			expect(fullestWithOneOf([...times, ...plans], plans)).toBeLessThanOrEqual(limit);
		});
	});

	it('the held get the first time that is free behind those before them', () => {
		forAny(mode, (times, shapes, limit, verdicts) => {
			const known = [...times, ...plansOf(shapes, verdicts)];
			verdicts.forEach((verdict, index) => {
				const held = heldOf(verdict);
				if (!held) return;
				expect(held.retryAt === undefined).toBe(!fits([], shapes[index], limit));
				if (held.retryAt === undefined) return;
				expect(held.retryAt).toBeGreaterThan(NOW);
				const before = at(held.retryAt - MINUTE, shapes[index]);
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
			const known = [...times, ...plansOf(shapes, verdicts)];
			verdicts.forEach((verdict, index) => {
				const held = heldOf(verdict);
				if (!held) return;
				const firstFits = fits(known, at(NOW, shapes[index].slice(0, 1)), limit);
				expect(held.reason).toBe(firstFits ? 'FOLLOW_UP_LIMIT' : 'SEND_LIMIT');
			});
		});
	});

	it('all of the held say how many sends the window holds with those admitted', () => {
		forAny(mode, (times, shapes, _limit, verdicts) => {
			const used = countInWindow([...times, ...plansOf(shapes, verdicts)], NOW);
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
				expect(verdicts[index]).toEqual({ admitted: { used, exceeded } });
			});
		});
	});
});

describe('in mode off', () => {
	it.each([0, 2, Infinity])(
		'everything is admitted and nothing marked, at a limit of %d',
		(limit) => {
			const verdicts = decide(standing([NOW, NOW], limit), [[0], [0, DAY], []], 'off');
			expect(verdicts.map((verdict) => admittedOf(verdict)?.exceeded)).toEqual([
				false,
				false,
				false,
			]);
		},
	);
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
		const verdicts = decide(standing(times, limit), shapes);
		expect(verdicts.filter((verdict) => 'admitted' in verdict)).toHaveLength(admitted);
		expect(verdicts.every((verdict) => admittedOf(verdict) ?? heldOf(verdict)?.retryAt)).toBe(true);
	});
});
