import { DateTime } from 'luxon';

import { openHoursOf, type WindowSettings } from '../../../nodes/shared/quota/openHours';
import { sendWindow } from '../../../nodes/shared/quota/sendWindow';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;

function window(
	eligibleFollowUpDays: NonNullable<WindowSettings['eligibleFollowUpDays']>,
	sendWindowStartMinute: number,
	sendWindowEndMinute: number,
): WindowSettings {
	return { eligibleFollowUpDays, sendWindowStartMinute, sendWindowEndMinute };
}

const OFFICE_HOURS = window('BUSINESS_DAYS', at(9), at(17));

/** Where a follow-up goes that is due at a wall clock of `zone`; by the same clock, with offset. */
function moved(settings: WindowSettings | undefined, zone: string, due: string): string {
	const sent = sendWindow(openHoursOf(settings), zone)(DateTime.fromISO(due, { zone }).toMillis());
	return DateTime.fromMillis(sent, { zone }).toFormat("ccc dd LLL HH:mm'@'ZZ");
}

describe('the send window moves a follow-up', () => {
	it.each<[string, WindowSettings | undefined, string, string]>([
		['not at all inside it', OFFICE_HOURS, '2026-11-26T11:20', 'Thu 26 Nov 11:20@+01:00'],
		['to its opening from before it', OFFICE_HOURS, '2026-11-26T04:00', 'Thu 26 Nov 09:00@+01:00'],
		['to the next day from after it', OFFICE_HOURS, '2026-11-25T22:00', 'Thu 26 Nov 09:00@+01:00'],
		[
			'on each day to its opening, where it is half of the day',
			window('EVERYDAY', at(6), at(18)),
			'2026-11-28T05:59',
			'Sat 28 Nov 06:00@+01:00',
		],
		['not at the minute it opens', OFFICE_HOURS, '2026-11-26T09:00', 'Thu 26 Nov 09:00@+01:00'],
		['by a minute before it opens', OFFICE_HOURS, '2026-11-26T08:59', 'Thu 26 Nov 09:00@+01:00'],
		['not in its last minute', OFFICE_HOURS, '2026-11-26T16:59:59', 'Thu 26 Nov 16:59@+01:00'],
		['at the minute it closes', OFFICE_HOURS, '2026-11-26T17:00', 'Fri 27 Nov 09:00@+01:00'],
		['from Friday evening to Monday', OFFICE_HOURS, '2026-11-27T17:00', 'Mon 30 Nov 09:00@+01:00'],
		['from Saturday to Monday', OFFICE_HOURS, '2026-11-28T12:00', 'Mon 30 Nov 09:00@+01:00'],
		['from Sunday to Monday', OFFICE_HOURS, '2026-11-29T23:59', 'Mon 30 Nov 09:00@+01:00'],
		[
			'on weekdays only as on business days',
			window('WEEKDAYS_ONLY', at(9), at(17)),
			'2026-11-28T12:00',
			'Mon 30 Nov 09:00@+01:00',
		],
		[
			'not out of a weekend that counts',
			window('EVERYDAY', at(9), at(17)),
			'2026-11-28T12:00',
			'Sat 28 Nov 12:00@+01:00',
		],
		[
			'up to midnight where it ends with the day',
			window('BUSINESS_DAYS', at(20), 1440),
			'2026-11-27T23:59:59',
			'Fri 27 Nov 23:59@+01:00',
		],
		[
			'over the weekend at the midnight at which it ends',
			window('BUSINESS_DAYS', at(20), 1440),
			'2026-11-28T00:00',
			'Mon 30 Nov 20:00@+01:00',
		],
		[
			'only off the weekend where it is the whole day',
			window('BUSINESS_DAYS', 0, 1440),
			'2026-11-28T12:00',
			'Mon 30 Nov 00:00@+01:00',
		],
		['not at all without settings', undefined, '2026-11-28T03:00', 'Sat 28 Nov 03:00@+01:00'],
		['not at all with empty settings', {}, '2026-11-28T03:00', 'Sat 28 Nov 03:00@+01:00'],
	])('%s', (_, settings, due, expected) => {
		expect(moved(settings, BERLIN, due)).toBe(expected);
	});

	it.each<[string, Partial<WindowSettings>]>([
		['that closes before it opens', { sendWindowStartMinute: 1020, sendWindowEndMinute: 540 }],
		['of no length', { sendWindowStartMinute: 540, sendWindowEndMinute: 540 }],
		['without a start', { sendWindowStartMinute: null }],
		['without an end', { sendWindowEndMinute: undefined }],
		['that is no number', { sendWindowEndMinute: NaN }],
		['that starts before the day', { sendWindowStartMinute: -60 }],
		['that ends after the day', { sendWindowEndMinute: 1500 }],
	])('a window %s is none, and the days still hold', (_, damage) => {
		const settings = { ...OFFICE_HOURS, ...damage };
		expect(openHoursOf(settings)).toEqual({ days: 'BUSINESS_DAYS', window: [0, 1440] });
		expect(moved(settings, BERLIN, '2026-11-26T03:30')).toBe('Thu 26 Nov 03:30@+01:00');
		expect(moved(settings, BERLIN, '2026-11-28T12:00')).toBe('Mon 30 Nov 00:00@+01:00');
	});

	it('by UTC where the time zone of the account is not known', () => {
		const evening = Date.UTC(2026, 10, 26, 20);
		expect(sendWindow(openHoursOf(OFFICE_HOURS), 'Nowhere/Land')(evening)).toBe(
			Date.UTC(2026, 10, 27, 9),
		);
	});
});

describe('the wall clock decides on a day on which it changes', () => {
	it.each<[string, string, WindowSettings, string, string]>([
		[
			'the window opens an hour of UTC earlier after Berlin springs forward',
			BERLIN,
			window('EVERYDAY', at(9), at(17)),
			'2027-03-28T05:00',
			'Sun 28 Mar 09:00@+02:00',
		],
		[
			'a window that opens in the hour that Berlin skips opens after it',
			BERLIN,
			window('EVERYDAY', at(2, 30), at(17)),
			'2027-03-28T01:59',
			'Sun 28 Mar 03:00@+02:00',
		],
		[
			'a window inside the hour that Berlin skips waits for the next day',
			BERLIN,
			window('EVERYDAY', at(2, 10), at(2, 50)),
			'2027-03-28T01:00',
			'Mon 29 Mar 02:10@+02:00',
		],
		[
			'and so does a window that is just that hour',
			BERLIN,
			window('EVERYDAY', at(2), at(3)),
			'2027-03-28T01:00',
			'Mon 29 Mar 02:00@+02:00',
		],
		[
			'the window closes by the new clock after Berlin falls back',
			BERLIN,
			window('EVERYDAY', at(9), at(17)),
			'2026-10-25T16:59',
			'Sun 25 Oct 16:59@+01:00',
		],
		[
			'an hour that comes twice in Berlin is open twice',
			BERLIN,
			window('EVERYDAY', at(2, 30), at(3)),
			// 02:05 for the second time: the first 02:30 to 03:00 is over.
			'2026-10-25T02:05+01:00',
			'Sun 25 Oct 02:30@+01:00',
		],
		[
			'and open the first time too',
			BERLIN,
			window('EVERYDAY', at(2, 30), at(3)),
			'2026-10-25T02:05+02:00',
			'Sun 25 Oct 02:30@+02:00',
		],
		[
			'a window that opens in the hour that New York skips opens after it',
			NEW_YORK,
			window('EVERYDAY', at(2, 30), at(17)),
			'2027-03-14T01:30',
			'Sun 14 Mar 03:00@-04:00',
		],
		[
			'the window closes by the new clock after New York falls back',
			NEW_YORK,
			window('EVERYDAY', at(9), at(17)),
			'2026-11-01T17:00',
			'Mon 02 Nov 09:00@-05:00',
		],
		[
			'over the weekend on which New York springs forward Monday opens at the new nine',
			NEW_YORK,
			OFFICE_HOURS,
			'2027-03-12T18:00',
			'Mon 15 Mar 09:00@-04:00',
		],
		[
			'over the weekend on which New York falls back Monday opens at the new nine',
			NEW_YORK,
			OFFICE_HOURS,
			'2026-10-30T18:00',
			'Mon 02 Nov 09:00@-05:00',
		],
		[
			'a day that begins at one in Havana is open from one',
			'America/Havana',
			window('EVERYDAY', 0, at(8)),
			'2027-03-13T20:00',
			'Sun 14 Mar 01:00@-04:00',
		],
	])('%s', (_, zone, settings, due, expected) => {
		expect(moved(settings, zone, due)).toBe(expected);
	});
});

describe('the days and hours are those of the account', () => {
	it.each([
		// Friday 23:30 UTC.
		['in Auckland it is Saturday already', 'Pacific/Auckland', 'Mon 30 Nov 09:00@+13:00'],
		['in Kolkata, half an hour off, too', 'Asia/Kolkata', 'Mon 30 Nov 09:00@+05:30'],
		['in New York Friday evening', NEW_YORK, 'Mon 30 Nov 09:00@-05:00'],
		['in Honolulu office hours on Friday', 'Pacific/Honolulu', 'Fri 27 Nov 13:30@-10:00'],
	])('%s', (_, zone, expected) => {
		expect(moved(OFFICE_HOURS, zone, '2026-11-27T23:30Z')).toBe(expected);
	});

	it('and the half hour counts at both ends of the window', () => {
		const utc = (hour: number, minute: number) => Date.UTC(2026, 10, 26, hour, minute);
		const move = sendWindow(openHoursOf(OFFICE_HOURS), 'Asia/Kolkata');
		expect([utc(3, 29), utc(3, 30), utc(11, 29)].map(move)).toEqual([
			utc(3, 30),
			utc(3, 30),
			utc(11, 29),
		]);
		expect(move(utc(11, 30))).toBe(Date.UTC(2026, 10, 27, 3, 30));
	});
});
