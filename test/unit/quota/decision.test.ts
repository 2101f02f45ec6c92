import * as fc from 'fast-check';

import type { SenderState } from '../../../nodes/shared/quota/constraints';
import type { SendLimitMode } from '../../../nodes/shared/quota/decide';
import { decideRequests, type RequestVerdict } from '../../../nodes/shared/quota/decision';
import { ExpectedLoad } from '../../../nodes/shared/quota/expectedLoad';
import { NOTHING_OWED } from '../../../nodes/shared/quota/owed';
import { READINGS } from '../../../nodes/shared/quota/readings';
import { scheduleOf } from '../../../nodes/shared/quota/schedule';
import { atOnce } from '../../../nodes/shared/quota/steps';
import {
	LoadUnderReadings,
	Plans,
	type PlanPerReading,
} from '../../../nodes/shared/quota/underReadings';
import { exactly } from '../../../nodes/shared/quota/window';
import { capacity, DAY, enrollments, HOUR, knownSends, NOW } from '../../support/unit/arbitraries';
import { admittedOf, decideAll, heldOf, plannerOf, standing } from '../../support/unit/decisions';

const whole = (at: number) => ({ ...exactly(at), spread: false, overdue: false });
const plans = new Map<string, PlanPerReading>();
/** The plan of these offsets under a single reading, the same one every time. */
function planOf(offsets: readonly number[]): PlanPerReading {
	const plan = plans.get(offsets.join()) ?? [
		(start: number) => offsets.map((offset) => whole(start + offset)),
	];
	plans.set(offsets.join(), plan);
	return plan;
}

const stateOf = (
	times: readonly number[],
	limit: number,
	more: Partial<SenderState> = {},
): SenderState => {
	const load = new ExpectedLoad({ limit, reserve: 0 }, NOW);
	load.count(times);
	return { load: new LoadUnderReadings([load]), now: NOW, ...more };
};

/** Decides, and says when those held are expected to fit. */
function decideWith(
	state: SenderState,
	requests: Array<{ plan: PlanPerReading; domain?: string | undefined }>,
	mode: SendLimitMode,
) {
	const { verdicts, retryTimes } = atOnce(decideRequests(state, requests, mode));
	const times = atOnce(retryTimes());
	return verdicts.map((verdict: RequestVerdict, order) =>
		'held' in verdict ? { held: { ...verdict.held, retryAt: times[order] } } : verdict,
	);
}

const MODES: SendLimitMode[] = ['hold', 'fail', 'warn', 'off'];

describe.each(MODES)('in mode %s, under one reading without doubt about instants', (mode) => {
	it('decides as the guard has always done', () => {
		const companies = fc.array(fc.constantFrom('acme.com', 'other.com', undefined), {
			minLength: 8,
			maxLength: 8,
		});
		const made = fc.option(knownSends, { nil: undefined });
		fc.assert(
			fc.property(
				fc.record({ times: knownSends, shapes: enrollments, limit: capacity, companies }),
				fc.record({ inbox: made, domain: made, cap: fc.integer({ min: 1, max: 3 }) }),
				fc.option(fc.integer({ min: -2, max: 30 }), { nil: undefined }),
				({ times, shapes, limit, companies }, { inbox, domain, cap }, fullFor) => {
					const more = {
						fullUntil: fullFor === undefined ? undefined : NOW + fullFor * HOUR,
						...(inbox && { enrollments: { cap, made: inbox.map(exactly) } }),
						...(domain && {
							perDomain: {
								cap,
								made: (name: string) => (name === 'acme.com' ? domain.map(exactly) : []),
							},
						}),
					};
					const before = decideAll(
						standing(times, limit, more),
						shapes.map((shape, order) => ({ planner: plannerOf(shape), domain: companies[order] })),
						mode,
					).map((verdict) => {
						const { used = 0, exceeded = false } = admittedOf(verdict) ?? {};
						return heldOf(verdict) ? { held: heldOf(verdict) } : { admitted: { used, exceeded } };
					});
					const now = decideWith(
						stateOf(times, limit, more),
						shapes.map((shape, order) => ({ plan: planOf(shape), domain: companies[order] })),
						mode,
					);
					expect(now).toEqual(before);
				},
			),
			{ numRuns: 120 },
		);
	});
});

describe('under all readings', () => {
	const room = { limit: 12, reserve: 2 };
	const schedule = scheduleOf(
		{
			settings: {
				eligibleFollowUpDays: 'BUSINESS_DAYS',
				sendWindowStartMinute: 8 * 60,
				sendWindowEndMinute: 18 * 60,
			},
			steps: [0, 3, 3].map((days, stepOrder) => ({
				stepOrder,
				actionType: 'EMAIL',
				delayMillis: days * DAY,
			})),
		},
		'Europe/Berlin',
	);
	const decideMany = (readings: typeof READINGS, count: number, mode: SendLimitMode = 'hold') => {
		const under = new Plans(readings);
		const load = atOnce(under.loadOf(NOTHING_OWED, undefined, room, NOW));
		const requests = Array.from({ length: count }, () => ({ plan: under.of(schedule) }));
		return { verdicts: decideWith({ load, now: NOW }, requests, mode), load };
	};

	it('no more are admitted than under the one that admits least', () => {
		const admitted = (readings: typeof READINGS) =>
			decideMany(readings, 20).verdicts.filter((verdict) => 'admitted' in verdict).length;
		const alone = READINGS.map((reading) => admitted([reading]));
		expect(Math.max(...alone)).toBe(10);
		expect(admitted(READINGS)).toBe(Math.min(...alone));
	});

	it('those held wait for the reading that lets them in last, in their order', () => {
		const { verdicts, load } = decideMany(READINGS, 40);
		const times = verdicts.flatMap((verdict) => ('held' in verdict ? [verdict.held.retryAt] : []));
		expect(times.length).toBeGreaterThan(20);
		expect(times).not.toContain(undefined);
		expect(times).toEqual([...times].sort((a = 0, b = 0) => a - b));
		const { expected, atMost } = load.fullestIn({ from: NOW, until: NOW + 90 * DAY });
		expect(expected).toBeLessThanOrEqual(room.limit - room.reserve + 1e-6);
		expect(atMost).toBeLessThanOrEqual(room.limit + 1e-6);
	});

	it('warns of those that do not fit under one', () => {
		const { verdicts } = decideMany(READINGS, 20, 'warn');
		const exceeded = verdicts.map((verdict) => 'admitted' in verdict && verdict.admitted.exceeded);
		expect(exceeded.lastIndexOf(false)).toBe(exceeded.indexOf(true) - 1);
		expect(exceeded).toContain(true);
	});
});
