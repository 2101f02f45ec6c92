import type { SendLimitMode } from '../../../nodes/shared/quota/decision';
import { NOTHING_OWED } from '../../../nodes/shared/quota/owed';
import { READINGS } from '../../../nodes/shared/quota/readings';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { DAY, NOW } from '../../support/unit/arbitraries';
import { decideAll } from '../../support/unit/decisions';
import { officeSchedule } from '../../support/unit/schedules';

describe('under all readings', () => {
	const room = { limit: 12, reserve: 2 };
	const schedule = officeSchedule([0, 3, 3], 'Europe/Berlin');
	const decideMany = (readings: typeof READINGS, count: number, mode: SendLimitMode = 'hold') => {
		const under = new Plans(readings);
		const load = atOnce(under.loadOf(NOTHING_OWED, undefined, room, NOW));
		const requests = Array.from({ length: count }, () => ({ plan: under.of(schedule) }));
		return { verdicts: decideAll({ load, now: NOW }, requests, mode), load };
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
