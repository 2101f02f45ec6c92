import * as fc from 'fast-check';

import {
	decideBudget,
	monthOf,
	monthUsage,
	plannedEmails,
	unsureFrom,
	type Statistics,
} from '../../../../nodes/HubspotWorkflow/sendLimit/month';
import { enroll } from '../../../../nodes/shared/quota/cohort';
import { DAY, HOUR, MINUTE, NOW as FULL_HOUR } from '../../../support/unit/arbitraries';

const NOW = FULL_HOUR + 20 * MINUTE;
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
	/** An email planned for each of these times from now, as the ledger has it. */
	const at = (...times: number[]) => emails('901', ...times.map((time) => NOW + time));
	const emails = (source: string, ...instants: number[]) =>
		plannedEmails(
			enroll(
				[],
				instants.map((instant) => ({ source, at: NOW - 28 * DAY, sends: [instant], count: 1 })),
			),
		);
	const usage = (planned: ReturnType<typeof at>, sent?: number, shown = 0) =>
		monthUsage(planned, sent === undefined ? undefined : { sent, shown }, month, NOW);

	it('is what the statistics say, where nothing is planned', () => {
		expect(usage([], 7)).toEqual({ sent: 7, planned: 0 });
	});

	it('is also what is still to come, this month and the next', () => {
		expect(usage(at(HOUR, DAY, 20 * DAY), 7)).toEqual({ sent: 7, planned: 3 });
	});

	it('is also what the statistics may not show yet, known by the hour', () => {
		expect(usage(at(-HOUR, -HOUR - 20 * MINUTE, 0, 20 * MINUTE), 7)).toEqual({
			sent: 7,
			planned: 4,
		});
		expect(usage(at(-HOUR - 21 * MINUTE), 7)).toEqual({ sent: 7, planned: 0 });
	});

	it('is not what they show already, counted a second time', () => {
		expect(usage(at(-MINUTE, -MINUTE, -MINUTE), 7, 2)).toEqual({ sent: 7, planned: 1 });
		expect(usage(at(-MINUTE, DAY), 7, 5)).toEqual({ sent: 7, planned: 1 });
	});

	it('is not what should have been sent long ago: it is among the sent, or did not happen', () => {
		expect(usage(at(-2 * HOUR, -5 * DAY), 7)).toEqual({ sent: 7, planned: 0 });
	});

	it('counts an email without id as not shown', () => {
		expect(usage([...emails('', NOW - MINUTE), ...at(-MINUTE)], 7, 5)).toEqual({
			sent: 7,
			planned: 1,
		});
	});

	it('counts each of the contacts that get an email in the same hour', () => {
		const planned = plannedEmails(
			enroll([], [{ source: '901', at: NOW, sends: [NOW, NOW + DAY], count: 40 }]),
		);
		expect(usage(planned, 7)).toEqual({ sent: 7, planned: 80 });
		expect(usage(planned, 7, 30)).toEqual({ sent: 7, planned: 50 });
	});

	it('is what was planned this month, where there are no statistics', () => {
		expect(usage(at(-27 * DAY, -20 * DAY, -1, 0, HOUR, DAY))).toEqual({ sent: 3, planned: 2 });
	});

	it('is nothing of the last month in the first minutes of a month', () => {
		const now = month.end + 5 * MINUTE;
		const planned = emails('901', now - 10 * MINUTE, now - MINUTE);
		const next = monthOf(now, timeZone);
		expect(unsureFrom(next, now)).toBe(month.end);
		expect(monthUsage(planned, { sent: 0, shown: 0 }, next, now).planned).toBe(1);
		expect(monthUsage(planned, undefined, next, now).sent).toBe(1);
	});

	it('is all of the first hour of a month that begins at half past in UTC', () => {
		const now = Date.parse('2026-12-01T00:20:00+05:30');
		const planned = emails('901', now - 10 * MINUTE);
		const kolkata = monthOf(now, 'Asia/Kolkata');
		expect(kolkata.start).toBe(now - 20 * MINUTE);
		expect(monthUsage(planned, { sent: 0, shown: 0 }, kolkata, now).planned).toBe(1);
		expect(monthUsage(planned, undefined, kolkata, now).sent).toBe(1);
	});

	it('is every email once, as far as the statistics can tell', () => {
		const mails = fc.array(
			fc.record({
				minute: fc.integer({ min: -300, max: 3000 }),
				// Statistics show an email within the hour.
				lag: fc.integer({ min: 0, max: 60 }),
			}),
			{ maxLength: 30 },
		);
		fc.assert(
			fc.property(mails, (all) => {
				const planned = emails('901', ...all.map(({ minute }) => NOW + minute * MINUTE));
				const from = unsureFrom(month, NOW);
				const shown = all.filter(({ minute, lag }) => minute + lag <= 0);
				const young = shown.filter(({ minute }) => NOW + minute * MINUTE >= from);
				const statistics: Statistics = { sent: shown.length, shown: young.length };
				const used = monthUsage(planned, statistics, month, NOW);
				expect(used.sent + used.planned).toBe(all.length);
			}),
		);
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
