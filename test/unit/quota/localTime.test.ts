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

it('instants are said with the day that each has on the clock of the zone', () => {
	const timeOf = localTimes(BERLIN);
	const instants = ['26T22:59Z', '26T23:00Z', '27T22:59Z', '26T00:00Z'];
	expect(instants.map((at) => timeOf(Date.parse(`2026-11-${at}`)).spoken)).toEqual([
		'Thu 26 Nov 2026 23:59 (Europe/Berlin)',
		'Fri 27 Nov 2026 00:00 (Europe/Berlin)',
		'Fri 27 Nov 2026 23:59 (Europe/Berlin)',
		'Thu 26 Nov 2026 01:00 (Europe/Berlin)',
	]);
});

describe('an instant as a person says it, with its day and zone', () => {
	it.each([
		['in winter', '2026-11-26T17:05:00+01:00', 'Thu 26 Nov 2026 17:05 (Europe/Berlin)'],
		['at midnight', '2026-11-27T00:00:00+01:00', 'Fri 27 Nov 2026 00:00 (Europe/Berlin)'],
		['in summer', '2027-07-01T09:14:00+02:00', 'Thu 1 Jul 2027 09:14 (Europe/Berlin)'],
		['given in another zone', '2026-12-31T23:30:00Z', 'Fri 1 Jan 2027 00:30 (Europe/Berlin)'],
	])('%s', (_, iso, words) => {
		expect(spokenTime(iso, BERLIN)).toBe(words);
		const timeOf = localTimes(BERLIN);
		for (const { spoken, iso: minute } of [timeOf(Date.parse(iso)), timeOf(Date.parse(iso))]) {
			expect([spoken, Date.parse(minute)]).toEqual([words, Date.parse(iso)]);
		}
	});
});
