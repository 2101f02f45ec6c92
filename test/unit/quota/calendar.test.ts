import * as fc from 'fast-check';

import { calendarOf } from '../../../nodes/shared/quota/calendar';
import { openHoursOf, type OpenHours } from '../../../nodes/shared/quota/openHours';
import { sendWindow } from '../../../nodes/shared/quota/sendWindow';
import { DAY, HOUR } from '../../support/unit/arbitraries';
import { followUpSettings, zoneAndInstant } from '../../support/unit/sequenceArbitraries';

const BUSINESS: OpenHours = { days: 'BUSINESS_DAYS', window: [8 * 60, 18 * 60] };
const ALL_WEEK: OpenHours = { ...BUSINESS, days: 'EVERYDAY' };
/** Some hours before and after an instant: a calendar remembers days, in whatever order it is asked. */
const hoursAround = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 6 });
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);

describe('so many week days later', () => {
	it.each([
		['is the same time of day', 'UTC', '2026-11-24T10:05', 2, '2026-11-26T10:05'],
		['leaves the weekend out', 'UTC', '2026-11-26T10:05', 3, '2026-12-01T10:05'],
		['begins on Monday from a weekend', 'UTC', '2026-11-28T10:05', 1, '2026-11-30T10:05'],
		['is now for none', 'UTC', '2026-11-28T10:05', 0, '2026-11-28T10:05'],
		[
			'is the same time past a change of the clock',
			'Europe/Berlin',
			'2027-03-26T09:00',
			1,
			'2027-03-29T08:00',
		],
		// The clocks of Cairo go forward on Friday, 2027-04-30, at midnight.
		[
			'is the same time on the day of the change',
			'Africa/Cairo',
			'2027-04-29T07:00',
			1,
			'2027-04-30T06:00',
		],
		[
			'is by UTC in a zone that nobody knows',
			'Nowhere/Town',
			'2026-11-24T10:05',
			1,
			'2026-11-25T10:05',
		],
	])('%s', (_, zone, from, count, expected) => {
		const calendar = calendarOf(BUSINESS, zone);
		expect(iso(calendar.plusWeekdays(Date.parse(`${from}Z`), count))).toBe(expected);
	});
});

describe('the next day of a weekend', () => {
	it.each([
		['is Saturday, from a week day', 'UTC', '2026-11-25T10:05', '2026-11-28T00:00'],
		['is Saturday, from the last minute of Friday', 'UTC', '2026-11-27T23:59', '2026-11-28T00:00'],
		['is Sunday, from Saturday', 'UTC', '2026-11-28T00:00', '2026-11-29T00:00'],
		['is Saturday again, from Sunday', 'UTC', '2026-11-29T10:05', '2026-12-05T00:00'],
		['is by the clock of the zone', 'Asia/Kolkata', '2026-11-27T18:29', '2026-11-27T18:30'],
	])('%s', (_, zone, at, begins) => {
		const calendar = calendarOf(ALL_WEEK, zone);
		expect(iso(calendar.nextWeekendDay(Date.parse(`${at}Z`)))).toBe(begins);
	});
});

// Berlin has 2026-10-25 two o'clock to three twice: from midnight UTC on, and from one.
it.each([
	['in the first half of an hour that comes twice stays', '2026-10-25T00:20', '2026-10-25T00:20'],
	['in the hole behind it waits for the second time', '2026-10-25T00:40', '2026-10-25T01:00'],
	['after the second time waits for the next day', '2026-10-25T01:30', '2026-10-26T00:00'],
])('what is due %s', (_, at, sent) => {
	const night: OpenHours = { ...ALL_WEEK, window: [60, 150] };
	const { intoWindow } = calendarOf(night, 'Europe/Berlin');
	expect(iso(intoWindow(Date.parse(`${at}Z`)))).toBe(sent);
});

it('two days that share one of UTC are remembered apart', () => {
	const { intoWindow } = calendarOf(ALL_WEEK, 'Pacific/Auckland');
	const inWindow = Date.UTC(2026, 10, 26, 21);
	expect(iso(intoWindow(Date.UTC(2026, 10, 26, 5)))).toBe('2026-11-26T19:00');
	expect(intoWindow(inWindow)).toBe(inWindow);
});

it('what is moved into a window is moved as without days that are remembered', () => {
	fc.assert(
		fc.property(zoneAndInstant, followUpSettings, hoursAround, ([zone, at], settings, hours) => {
			const { intoWindow } = calendarOf(openHoursOf(settings), zone);
			const moved = sendWindow(openHoursOf(settings), zone);
			for (const hour of hours) {
				const asked = at + hour * HOUR;
				expect(iso(intoWindow(asked))).toBe(iso(moved(asked)));
			}
		}),
	);
});

it('the window of a day is open from its first to its last instant, and holds what is moved into it', () => {
	fc.assert(
		fc.property(zoneAndInstant, followUpSettings, hoursAround, ([zone, at], settings, hours) => {
			const { intoWindow, windowOf } = calendarOf(openHoursOf(settings), zone);
			for (const hour of hours) {
				const asked = at + hour * HOUR;
				const { from, until } = windowOf(asked);
				expect(intoWindow(asked)).toBeGreaterThanOrEqual(from);
				expect(intoWindow(asked)).toBeLessThanOrEqual(until);
				expect([intoWindow(from), intoWindow(until)]).toEqual([from, until]);
				expect(until - from).toBeLessThan(DAY + HOUR);
			}
		}),
	);
});

describe('the window of a day', () => {
	it.each([
		[
			'is that of the day, from within it',
			'UTC',
			'2026-11-24T10:05',
			'2026-11-24T08:00',
			'2026-11-24T18:00',
		],
		[
			'is the next one after it has closed',
			'UTC',
			'2026-11-24T18:00',
			'2026-11-25T08:00',
			'2026-11-25T18:00',
		],
		[
			'is that of Monday on a weekend',
			'UTC',
			'2026-11-28T10:05',
			'2026-11-30T08:00',
			'2026-11-30T18:00',
		],
		[
			'is that of Monday also in the first minute of Saturday',
			'UTC',
			'2026-11-28T00:00',
			'2026-11-30T08:00',
			'2026-11-30T18:00',
		],
		[
			'is by the clock of the zone',
			'Asia/Kolkata',
			'2026-11-24T04:00',
			'2026-11-24T02:30',
			'2026-11-24T12:30',
		],
	])('%s', (_, zone, at, opens, closes) => {
		const { from, until } = calendarOf(BUSINESS, zone).windowOf(Date.parse(`${at}Z`));
		expect([iso(from), iso(until + 1)]).toEqual([opens, closes]);
	});

	it('is the whole day without settings, also one of 23 hours', () => {
		const { from, until } = calendarOf(openHoursOf({}), 'Europe/Berlin').windowOf(
			Date.UTC(2027, 2, 28, 12),
		);
		expect([iso(from), iso(until + 1)]).toEqual(['2027-03-27T23:00', '2027-03-28T22:00']);
	});
});
