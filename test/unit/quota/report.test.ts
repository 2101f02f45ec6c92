import * as fc from 'fast-check';

import { reportRoom, type RoomQuestion } from '../../../nodes/shared/quota/report';
import { exactly } from '../../../nodes/shared/quota/window';
import { capacity, DAY, HOUR, knownSends, NOW, offsets } from '../../support/unit/arbitraries';
import { plannerOf } from '../../support/unit/decisions';

/** What is known to the millisecond, beside all else that can be asked. */
interface Question extends Partial<Omit<RoomQuestion, 'sends' | 'planner'>> {
	times?: number[];
	shape?: number[];
}

const ask = ({ times = [], shape = [0], ...given }: Question = {}) =>
	reportRoom({
		sends: times.map(exactly),
		limit: 500,
		reserve: 0,
		planner: plannerOf(shape),
		contacts: 0,
		now: NOW,
		timeZone: 'UTC',
		...given,
	});

const sends = (count: number, at: number) => Array.from({ length: count }, () => at);

describe('how much room a sender has', () => {
	it.each<[string, number[], number, object]>([
		['open', [], 0, { remaining: 500, level: 'open' }],
		['open with 101 left', sends(399, NOW), 0, { remaining: 101, level: 'open' }],
		['close with 100 left', sends(400, NOW), 0, { remaining: 100, level: 'close' }],
		['close with one left', sends(499, NOW), 0, { remaining: 1, level: 'close' }],
		['full with none left', sends(500, NOW), 0, { remaining: 0, level: 'full' }],
		['full beyond the limit, not below zero', sends(501, NOW), 0, { remaining: 0, level: 'full' }],
		['less the reserve', sends(400, NOW), 40, { remaining: 60, level: 'close' }],
		['full where the reserve is all of it', [], 500, { remaining: 0, level: 'full' }],
		['full where the reserve is above the limit', [], 501, { remaining: 0, level: 'full' }],
		['less what comes within a day', sends(300, NOW + DAY - 1), 0, { remaining: 200 }],
		['untouched by what comes a day from now', sends(500, NOW + DAY), 0, { remaining: 500 }],
		['untouched by what was sent a day ago', sends(500, NOW - DAY), 0, { remaining: 500 }],
	])('%s', (_, times, reserve, expected) => {
		expect(ask({ times, reserve })).toMatchObject({ limit: 500, reserve, ...expected });
	});

	it('tells what was sent in the last day from what is planned for the next', () => {
		const times = [NOW - DAY, NOW - DAY + 1, NOW - HOUR, NOW, NOW + 1, NOW + DAY, NOW + DAY + 1];
		expect(ask({ times })).toMatchObject({ sent: 3, planned: 2 });
	});
});

describe('when there is room', () => {
	it('is now, to the full minute above', () => {
		expect(ask({ now: NOW + 1 }).nextAvailableAt).toBe('2026-11-26T09:01:00Z');
		expect(ask({ now: NOW }).nextAvailableAt).toBe('2026-11-26T09:00:00Z');
	});

	it('is when the oldest send is a day old, in the time zone asked for', () => {
		const times = [...sends(3, NOW - 2 * HOUR), NOW - HOUR];
		expect(ask({ times, limit: 4, timeZone: 'Europe/Berlin' }).nextAvailableAt).toBe(
			'2026-11-27T08:00:00+01:00',
		);
	});

	it('is never where the limit is less than the sends of one enrollment', () => {
		expect(ask({ limit: 1, shape: [0, HOUR] }).nextAvailableAt).toBeNull();
	});
});

describe('whether so many more contacts fit', () => {
	it.each<[string, Question, object]>([
		['all', { contacts: 4, limit: 4 }, { fits: 4, wouldHold: 0, restFitsAt: null }],
		[
			'some, and the rest with tomorrow’s room',
			{ contacts: 3, limit: 3, times: sends(2, NOW - HOUR) },
			{ fits: 1, wouldHold: 2, restFitsAt: '2026-11-27T08:00:00Z' },
		],
		[
			'the rest only over several days',
			{ contacts: 5, limit: 2 },
			{ fits: 2, wouldHold: 3, restFitsAt: '2026-11-28T09:00:00Z' },
		],
		[
			'none, ever',
			{ contacts: 2, limit: 0 },
			{ fits: 0, wouldHold: 2, restFitsAt: null, nextAvailableAt: null },
		],
		['none asked', {}, { fits: 0, wouldHold: 0, restFitsAt: null }],
	])('%s', (_, question, expected) => {
		expect(ask(question)).toMatchObject(expected);
	});

	it('says of every contact one or the other', () => {
		const contacts = fc.nat({ max: 6 });
		fc.assert(
			fc.property(knownSends, offsets, capacity, contacts, (times, plan, limit, count) => {
				const report = ask({ times, shape: plan, limit, contacts: count });
				expect(report.fits + report.wouldHold).toBe(count);
				expect(report.fits > 0).toBe(
					count > 0 && report.nextAvailableAt === '2026-11-26T09:00:00Z',
				);
			}),
		);
	});
});

describe("HubSpot's own word that the sender is at the limit", () => {
	const fullUntil = NOW + HOUR / 2;

	it('leaves nothing until then', () => {
		expect(ask({ fullUntil, contacts: 2 })).toMatchObject({
			remaining: 0,
			level: 'full',
			nextAvailableAt: '2026-11-26T09:30:00Z',
			fits: 0,
			wouldHold: 2,
			restFitsAt: '2026-11-26T09:30:00Z',
		});
	});

	it('is nothing any more once it is over', () => {
		expect(ask({ fullUntil: NOW, contacts: 2 })).toMatchObject({ remaining: 500, fits: 2 });
	});
});

describe('the forecast', () => {
	const forecast = (times: number[], timeZone = 'UTC', now = NOW) =>
		ask({ times, timeZone, now, limit: 10, reserve: 4 }).forecast;

	it('is of today alone where nothing is planned', () => {
		const today = { date: '2026-11-26', planned: 0, sent: 0, limit: 6, remaining: 6 };
		expect(forecast([])).toEqual([today]);
		expect(forecast([NOW - 20 * HOUR])).toEqual([today]);
	});

	it('has today what was sent among what is planned for today', () => {
		const midnight = NOW - 9 * HOUR;
		expect(forecast([midnight - 1, midnight, NOW, NOW + 1])).toEqual([
			{ date: '2026-11-26', planned: 3, sent: 2, limit: 6, remaining: 3 },
		]);
	});

	it('has every day until the last planned send, also those without', () => {
		expect(forecast([NOW - HOUR, NOW + HOUR, ...sends(7, NOW + 2 * DAY)])).toEqual([
			{ date: '2026-11-26', planned: 2, sent: 1, limit: 6, remaining: 4 },
			{ date: '2026-11-27', planned: 0, sent: 0, limit: 6, remaining: 6 },
			{ date: '2026-11-28', planned: 7, sent: 0, limit: 6, remaining: 0 },
		]);
	});

	it.each<[string, string, string[], Array<[string, number]>]>([
		[
			'gains an hour in autumn',
			'2026-10-24T12:00:00+02:00',
			['2026-10-24T23:59:59+02:00', '2026-10-25T00:00:00+02:00', '2026-10-25T23:59:59+01:00'],
			[
				['2026-10-24', 1],
				['2026-10-25', 2],
			],
		],
		[
			'loses an hour in spring',
			'2027-03-27T12:00:00+01:00',
			['2027-03-28T00:00:00+01:00', '2027-03-28T23:59:59+02:00', '2027-03-29T00:00:00+02:00'],
			[
				['2027-03-27', 0],
				['2027-03-28', 2],
				['2027-03-29', 1],
			],
		],
	])('keeps the days of Berlin apart where the clock %s', (_, now, instants, expected) => {
		const times = instants.map((iso) => Date.parse(iso));
		const days = forecast(times, 'Europe/Berlin', Date.parse(now));
		expect(days.map(({ date, planned }) => [date, planned])).toEqual(expected);
	});

	it('has each day once over a year, and every send from today on in one of them', () => {
		const instants = fc.array(fc.integer({ min: 0, max: 365 * 24 }), { maxLength: 30 });
		fc.assert(
			fc.property(instants, (hours) => {
				const times = hours.map((hour) => NOW + hour * HOUR).sort((a, b) => a - b);
				const days = forecast(times, 'Europe/Berlin');
				expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
				expect(days.reduce((sum, { planned }) => sum + planned, 0)).toBe(times.length);
				if (times.length > 0) expect(days.at(-1)?.planned).toBeGreaterThan(0);
			}),
			{ numRuns: 20 },
		);
	});
});
