import { DateTime } from 'luxon';

import { addContact, type Settings } from '../../tools/hubspot/index';
import { Company, DAY, HOUR } from './company';

const ANYWHERE = { delays: 'weekdaysFromStep', instant: 'anywhere', pace: null } as const;

/** When the second email of `count` enrollments of Monday, 10:00, went out after `wait`, ms. */
function secondEmails(wait: number, count: number, settings: Partial<Settings> = {}): number[] {
	const company = new Company({ ...ANYWHERE, ...settings });
	const sequence = company.sequence({ steps: [{}, { delayMillis: wait }] });
	for (let order = 0; order < count; order++) {
		company.enroll(sequence, addContact(company.account, { id: `51${order}` }).id);
	}
	company.advance(14 * DAY);
	return company.account.sends.filter(({ stepOrder }) => stepOrder === 1).map(({ at }) => at);
}

const berlin = (at: number) => DateTime.fromMillis(at, { zone: 'Europe/Berlin' });

it('an email due on Wednesday goes out at any hour of its send window, each as likely', () => {
	const times = secondEmails(2 * DAY, 400).map(berlin);
	expect(new Set(times.map((time) => time.toFormat('ccc d')))).toEqual(new Set(['Wed 25']));
	const byHour = Array.from({ length: 24 }, (_, hour) => times.filter((one) => one.hour === hour));
	const [open, closed] = [byHour.slice(9, 17), [...byHour.slice(0, 9), ...byHour.slice(17)]];
	expect(closed.flat()).toEqual([]);
	// 50 expected, give or take 7.
	for (const { length } of open) expect(Math.abs(length - 50)).toBeLessThan(25);
});

it('an email due on the day of the one before goes out in what is left of the window', () => {
	const times = secondEmails(2 * HOUR, 200).map(berlin);
	const hours = times.map((time) => time.hour + time.minute / 60);
	expect(new Set(times.map(({ day }) => day))).toEqual(new Set([23]));
	expect(Math.min(...hours)).toBeGreaterThanOrEqual(10);
	// Of 200 spread over seven hours, some 29 are in each.
	expect(hours.filter((hour) => hour < 11).length).toBeLessThan(50);
	expect(Math.max(...hours)).toBeGreaterThan(16);
});

it.each<[string, Partial<Settings>, boolean]>([
	['the same seed gives the same instants', { seed: 1 }, true],
	['another seed gives others', { seed: 2 }, false],
])('%s', (_, settings, isSame) => {
	const one = secondEmails(2 * DAY, 5, { seed: 1 });
	expect(JSON.stringify(secondEmails(2 * DAY, 5, settings)) === JSON.stringify(one)).toBe(isSame);
});

it('the instant does not depend on who was enrolled before', () => {
	const company = new Company(ANYWHERE);
	const sequence = company.sequence({ steps: [{}, { delayMillis: 2 * DAY }] });
	const { id } = addContact(company.account, { id: '513' });
	const { plan } = company.enroll(sequence, id);
	expect(secondEmails(2 * DAY, 4)).toContain(plan[1].at);
});

describe('The first email is drawn only where the window moves it:', () => {
	it.each<[string, Settings['firstStep'], number, string, boolean]>([
		['at once, in the window', 'atOnce', 0, 'Mon 23 Nov 10:00', true],
		['at once, after hours', 'atOnce', 10 * HOUR, 'Mon 23 Nov 20:00', true],
		['by the window, inside it', 'sendWindow', 0, 'Mon 23 Nov 10:00', true],
		['by the window, after hours', 'sendWindow', 10 * HOUR, 'Tue 24 Nov 09:00', false],
	])('%s', (_, firstStep, later, expected, isExact) => {
		const company = new Company({ ...ANYWHERE, firstStep });
		company.advance(later);
		company.enroll(company.sequence({ steps: [{}] }));
		company.advance(2 * DAY);
		const [sent] = company.sent;
		expect(sent === expected).toBe(isExact);
		expect(sent.slice(0, 10)).toBe(expected.slice(0, 10));
	});
});

it('tasks come when they are due', () => {
	const company = new Company(ANYWHERE);
	const steps = [{}, { actionType: 'TASK' as const, delayMillis: DAY }];
	const { plan } = company.enroll(company.sequence({ steps }));
	company.advance(2 * DAY);
	expect(company.show(plan[1].at)).toBe('Tue 24 Nov 10:00');
});
