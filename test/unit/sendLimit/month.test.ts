import * as fc from 'fast-check';

import {
	decideBudget,
	monthOf,
	monthUsage,
	unsureFrom,
} from '../../../nodes/shared/sendLimit/month';
import { DAY, HOUR, NOW } from '../support/arbitraries';

const MINUTE = HOUR / 60;
const timeZone = 'Europe/Berlin';

describe('the month of an instant', () => {
	it.each([
		['in winter', '2026-11-26T09:00Z', timeZone, '2026-12-01T00:00:00+01:00'],
		['in summer', '2026-07-26T09:00Z', timeZone, '2026-08-01T00:00:00+02:00'],
		['over the year', '2026-12-05T09:00Z', timeZone, '2027-01-01T00:00:00+01:00'],
		[
			'that is over in UTC but not there',
			'2026-12-01T04:00Z',
			'America/New_York',
			'2026-12-01T00:00:00-05:00',
		],
		[
			'that is not over in UTC but there',
			'2026-11-30T23:30Z',
			timeZone,
			'2027-01-01T00:00:00+01:00',
		],
	])('%s', (_, now, zone, resetsAt) => {
		expect(monthOf(Date.parse(now), zone).resetsAt).toBe(resetsAt);
	});

	it('begins where the one before ends', () => {
		expect(monthOf(NOW, timeZone, 1).start).toBe(monthOf(NOW, timeZone).end);
		expect(monthOf(NOW, timeZone, 2).resetsAt).toBe('2027-02-01T00:00:00+01:00');
	});
});

describe('what is used of a month', () => {
	const month = monthOf(NOW, timeZone);
	const at = (...times: number[]) => times.map((time) => ({ at: NOW + time, to: '901' }));
	const usage = (planned: ReturnType<typeof at>, sent?: number, shown = 0) =>
		monthUsage(planned, sent === undefined ? undefined : { sent, shown }, month, NOW);

	it('is what the statistics say, where nothing is planned', () => {
		expect(usage([], 7)).toEqual({ sent: 7, planned: 0 });
	});

	it('is also what is still to come, this month and the next', () => {
		expect(usage(at(1, DAY, 20 * DAY), 7)).toEqual({ sent: 7, planned: 3 });
	});

	it('is also what the statistics may not show yet', () => {
		expect(usage(at(-HOUR + MINUTE, 0), 7)).toEqual({ sent: 7, planned: 2 });
	});

	it('is not what they show already, counted a second time', () => {
		expect(usage(at(-MINUTE, -MINUTE, -MINUTE), 7, 2)).toEqual({ sent: 7, planned: 1 });
		expect(usage(at(-MINUTE, DAY), 7, 5)).toEqual({ sent: 7, planned: 1 });
	});

	it('is not what should have been sent long ago: it is among the sent, or did not happen', () => {
		expect(usage(at(-HOUR - MINUTE, -5 * DAY), 7)).toEqual({ sent: 7, planned: 0 });
	});

	it('counts an email without id as not shown', () => {
		expect(usage([{ at: NOW - MINUTE, to: '' }, ...at(-MINUTE)], 7, 5)).toEqual({
			sent: 7,
			planned: 1,
		});
	});

	it('is what was planned this month, where there are no statistics', () => {
		expect(usage(at(-27 * DAY, -20 * DAY, -1, 0, 1, DAY))).toEqual({ sent: 3, planned: 2 });
	});

	it('is nothing of the last month in the first minutes of a month', () => {
		const now = month.end + 5 * MINUTE;
		const planned = [now - 10 * MINUTE, now - MINUTE].map((time) => ({ at: time, to: '901' }));
		const next = monthOf(now, timeZone);
		expect(unsureFrom(next, now)).toBe(month.end);
		expect(monthUsage(planned, { sent: 0, shown: 0 }, next, now).planned).toBe(1);
		expect(monthUsage(planned, undefined, next, now).sent).toBe(1);
	});
});

describe('a budget', () => {
	it.each<['hold' | 'fail' | 'warn' | 'off', boolean[], number[]]>([
		['hold', [true, true, false, false], [6, 9, 9, 9]],
		['fail', [true, true, false, false], [6, 9, 9, 9]],
		['warn', [true, true, false, false], [6, 9, 12, 15]],
		['off', [true, true, true, true], [6, 9, 12, 15]],
	])('in mode %s', (mode, fits, used) => {
		const verdicts = decideBudget({ used: 3, limit: 10 }, [3, 3, 3, 3], mode);
		expect(verdicts.map((verdict) => verdict.fits)).toEqual(fits);
		expect(verdicts.map((verdict) => verdict.used)).toEqual(used);
	});

	it('lets in what costs nothing, also when it is used up', () => {
		expect(decideBudget({ used: 12, limit: 10 }, [0, 1, 0], 'hold')).toEqual([
			{ fits: true, used: 12 },
			{ fits: false, used: 12 },
			{ fits: true, used: 12 },
		]);
	});

	it('is never overdrawn, and nobody is held who fits', () => {
		const costs = fc.array(fc.nat({ max: 4 }), { maxLength: 10 });
		fc.assert(
			fc.property(fc.nat({ max: 20 }), fc.nat({ max: 20 }), costs, (used, limit, all) => {
				let taken = used;
				decideBudget({ used, limit }, all, 'hold').forEach(({ fits }, order) => {
					expect(fits).toBe(all[order] === 0 || taken + all[order] <= limit);
					if (fits) taken += all[order];
				});
				expect(taken).toBeLessThanOrEqual(Math.max(used, limit));
			}),
		);
	});
});
