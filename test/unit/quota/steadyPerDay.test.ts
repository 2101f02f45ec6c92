import * as fc from 'fast-check';

import type { SendLimit } from '../../../nodes/shared/quota/sendLimit';
import { ExpectedLoad } from '../../../nodes/shared/quota/expectedLoad';
import { READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import type { Schedule } from '../../../nodes/shared/quota/schedule';
import { steadyPerDay } from '../../../nodes/shared/quota/steadyPerDay';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { present } from '../../support/present';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { scheduleAt, WHEN_DUE } from '../../support/unit/schedules';

const steady = (
	schedule: Schedule,
	{ limit = 100, reserve = 0 }: Partial<SendLimit> = {},
	readings: readonly Reading[] = WHEN_DUE,
	now = NOW,
	timeZone = 'UTC',
) => steadyPerDay(new Plans(readings).of(schedule), { limit, reserve }, now, timeZone);

/** On week days from eight to six, as sequences mostly are. */
const inOffice = (...days: number[]): Schedule => ({
	...scheduleAt(...days.map((day) => day * DAY)),
	days: 'BUSINESS_DAYS',
	window: [8 * 60, 18 * 60],
});

describe('how many contacts can be enrolled every week day for ever', () => {
	it.each<[string, number[], Partial<SendLimit>, number | null]>([
		['has no bound where a sequence sends no email', [], {}, null],
		['nor where none may be sent', [], { limit: 0 }, null],
		['nor where the reserve is above the limit', [], { reserve: 101 }, null],
		['is the limit where a sequence has one email', [0], {}, 100],
		['leaves the reserve free', [0], { reserve: 15 }, 85],
		['is half of it with two emails on one day', [0, HOUR], {}, 50],
		['is a third with a follow-up on each of two days', [0, DAY, 2 * DAY], {}, 33],
		['is as much where follow-ups come in weeks', [0, 7 * DAY, 14 * DAY], {}, 33],
		['is nothing where the reserve is all of it', [0], { reserve: 100 }, 0],
	])('%s', (_, offsets, room, expected) => {
		expect(steady(scheduleAt(...offsets), room)).toBe(expected);
	});

	it.each([1, 30_000, MINUTE - 1])('is the same %d ms into a minute', (ms) => {
		expect(steady(scheduleAt(0, DAY), {}, WHEN_DUE, NOW + ms)).toBe(50);
	});

	it('has the week days of the time zone asked for', () => {
		// Nine on Friday. Of Monday's 24 hours are its own, and the follow-ups of Wednesday, Thursday and Friday.
		const [inAuckland, friday] = ['Pacific/Auckland', NOW + 11 * HOUR];
		const schedule = { ...inOffice(0, 3), timeZone: inAuckland };
		expect(steady(schedule, {}, WHEN_DUE, friday, inAuckland)).toBe(25);
	});

	it('is that of the reading that leaves least room', () => {
		const schedule = inOffice(0, 3, 6);
		const alone = READINGS.map((reading) => present(steady(schedule, {}, [reading])));
		expect(steady(schedule, {}, READINGS)).toBe(Math.min(...alone));
		expect(new Set(alone).size).toBeGreaterThan(1);
	});

	it('goes on fitting week after week, and with one more it does not', () => {
		const days = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 });
		const limits = fc.integer({ min: 20, max: 120 });
		const today = fc.nat({ max: 6 }).map((day) => NOW + day * DAY);
		fc.assert(
			fc.property(
				days,
				limits,
				fc.constantFrom(...READINGS),
				today,
				(waits, limit, reading, now) => {
					const schedule = inOffice(0, ...waits.sort((a, b) => a - b));
					const room = { limit, reserve: 5 };
					const [planner] = new Plans([reading]).of(schedule);
					const fits = (perDay: number) => {
						const load = new ExpectedLoad(room, now);
						for (let day = 0; day < 60; day++) {
							const at = now + day * DAY;
							if (new Date(at).getUTCDay() % 6 !== 0) load.take(planner(at), perDay);
						}
						const { expected, atMost } = load.fullestIn({ from: now, until: now + 55 * DAY });
						return expected <= limit - room.reserve + 1e-6 && atMost <= limit + 1e-6;
					};
					const most = present(steady(schedule, room, [reading], now));
					expect([fits(most), fits(most + 1)]).toEqual([true, false]);
				},
			),
			// With doubt about instants, which takes more than the reserve here.
			{ numRuns: 60, examples: [[[1], 120, present(READINGS[0]), NOW]] },
		);
	});
});
