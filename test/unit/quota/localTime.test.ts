import { isoMinute, localTimes, spokenTime } from '../../../nodes/shared/quota/localTime';

const BERLIN = 'Europe/Berlin';

describe('an instant to the minute', () => {
	it.each([
		['stays on a full minute', '2026-11-26T09:14:00.000Z', '2026-11-26T10:14:00+01:00'],
		['goes up from the first millisecond', '2026-11-26T09:14:00.001Z', '2026-11-26T10:15:00+01:00'],
		['goes up to the next day', '2026-11-26T22:59:59.999Z', '2026-11-27T00:00:00+01:00'],
		['has the offset of summer in summer', '2026-07-01T09:14:00.000Z', '2026-07-01T11:14:00+02:00'],
	])('%s', (_, at, iso) => {
		expect(isoMinute(Date.parse(at), BERLIN)).toBe(iso);
		expect(Date.parse(iso) - Date.parse(at)).toBeLessThan(60_000);
	});

	it('is in the time zone it is asked for', () => {
		expect(isoMinute(Date.parse('2026-11-26T09:14:00Z'), 'America/New_York')).toBe(
			'2026-11-26T04:14:00-05:00',
		);
	});
});

describe('an instant as a person says it', () => {
	it.each([
		['today', '2026-11-26T17:05:00+01:00', '2026-11-26T09:00:00+01:00', 'today 17:05'],
		[
			'a minute to midnight',
			'2026-11-26T23:59:00+01:00',
			'2026-11-26T09:00:00+01:00',
			'today 23:59',
		],
		['midnight', '2026-11-27T00:00:00+01:00', '2026-11-26T23:59:00+01:00', 'tomorrow 00:00'],
		['tomorrow', '2026-11-27T09:14:00+01:00', '2026-11-26T09:00:00+01:00', 'tomorrow 09:14'],
		['a later day', '2026-11-28T09:14:00+01:00', '2026-11-26T09:00:00+01:00', 'Sat 28 Nov 09:14'],
		['a past day', '2026-11-25T09:14:00+01:00', '2026-11-26T09:00:00+01:00', 'Wed 25 Nov 09:14'],
		[
			'tomorrow over the 25 hours in autumn',
			'2026-10-26T00:30:00+01:00',
			'2026-10-25T00:30:00+02:00',
			'tomorrow 00:30',
		],
		[
			'tomorrow over the 23 hours in spring',
			'2027-03-29T00:30:00+02:00',
			'2027-03-28T00:30:00+01:00',
			'tomorrow 00:30',
		],
		[
			'given in another zone',
			'2026-11-26T23:30:00Z',
			'2026-11-26T09:00:00+01:00',
			'tomorrow 00:30',
		],
	])('%s', (_, iso, now, words) => {
		expect(spokenTime(iso, BERLIN, Date.parse(now))).toBe(words);
		const timeOf = localTimes(BERLIN, Date.parse(now));
		const { spoken, iso: minute } = timeOf(Date.parse(iso));
		expect([spoken, Date.parse(minute)]).toEqual([words, Date.parse(iso)]);
	});
});
