import { calendarOf } from '../../../nodes/shared/quota/calendar';

const BUSINESS = {
	eligibleFollowUpDays: 'BUSINESS_DAYS' as const,
	sendWindowStartMinute: 8 * 60,
	sendWindowEndMinute: 18 * 60,
};
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
		const { from, until } = calendarOf({}, 'Europe/Berlin').windowOf(Date.UTC(2027, 2, 28, 12));
		expect([iso(from), iso(until + 1)]).toEqual(['2027-03-27T23:00', '2027-03-28T22:00']);
	});
});
