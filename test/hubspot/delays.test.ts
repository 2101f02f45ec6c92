import type { Sequence, Settings } from '../../tools/hubspot/index';
import { Company, DAY, HOUR } from './company';

type Delays = Settings['delays'];
type Days = Sequence['eligibleFollowUpDays'];

/** Emails after these waits; the first goes out on Monday, 23 November, 10:00. */
function emailsAfter(
	delays: Delays,
	waits: number[],
	eligibleFollowUpDays: Days = 'BUSINESS_DAYS',
	startsAt?: string,
): string[] {
	const company = new Company(
		{ delays, instant: 'whenDue', pace: null },
		startsAt === undefined ? undefined : Date.parse(startsAt),
	);
	const steps = [{}, ...waits.map((delayMillis) => ({ delayMillis }))];
	company.enroll(company.sequence({ steps, eligibleFollowUpDays }));
	company.advance(60 * DAY);
	return company.sent.slice(1);
}

describe('Of two steps, three days from Monday and three from Thursday, the second runs', () => {
	it.each<[Delays, string]>([
		['weekdaysFromStep', 'Tue 1 Dec 10:00'],
		['fromStep', 'Mon 30 Nov 09:00'],
		['fromEnrollment', 'Mon 30 Nov 09:00'],
	])('%s: %s', (delays, expected) => {
		expect(emailsAfter(delays, [3 * DAY, 3 * DAY])).toEqual(['Thu 26 Nov 10:00', expected]);
	});
});

describe('Of two steps, five days from Monday and one after it, each runs', () => {
	it.each<[Delays, Days, string[]]>([
		['weekdaysFromStep', 'BUSINESS_DAYS', ['Mon 30 Nov 10:00', 'Tue 1 Dec 10:00']],
		['weekdaysFromStep', 'EVERYDAY', ['Sat 28 Nov 10:00', 'Sun 29 Nov 10:00']],
		['weekdaysFromStep', 'WEEKDAYS_ONLY', ['Mon 30 Nov 09:00', 'Tue 1 Dec 09:00']],
		['fromStep', 'BUSINESS_DAYS', ['Mon 30 Nov 09:00', 'Tue 1 Dec 09:00']],
		['fromStep', 'EVERYDAY', ['Sat 28 Nov 10:00', 'Sun 29 Nov 10:00']],
		['fromEnrollment', 'BUSINESS_DAYS', ['Mon 30 Nov 09:00', 'Mon 30 Nov 09:00']],
	])('%s, %s: %j', (delays, days, expected) => {
		expect(emailsAfter(delays, [5 * DAY, DAY], days)).toEqual(expected);
	});
});

describe('In week days,', () => {
	it.each([
		['hours are added after the whole days', [4 * DAY, DAY + 5 * HOUR], 'Mon 30 Nov 15:00'],
		['hours may lead into the next day', [DAY, DAY + 8 * HOUR], 'Thu 26 Nov 09:00'],
		['hours may lead over a weekend', [4 * DAY, 20 * HOUR], 'Mon 30 Nov 09:00'],
	])('%s', (_, waits, expected) => {
		expect(emailsAfter('weekdaysFromStep', waits).at(-1)).toBe(expected);
	});

	it.each([
		['a day from a Saturday is Monday', '2026-11-28T10:00+01:00', DAY, 'Mon 30 Nov 10:00'],
		['the clock change moves no hour', '2026-10-22T10:00+02:00', 3 * DAY, 'Tue 27 Oct 10:00'],
	])('%s', (_, startsAt, wait, expected) => {
		expect(emailsAfter('weekdaysFromStep', [wait], 'BUSINESS_DAYS', startsAt)).toEqual([expected]);
	});
});

/** An email, a call after a day, and two emails of which the first waits for the call. */
const CALL_FIRST = {
	steps: [
		{},
		{ actionType: 'TASK', taskType: 'CALL', delayMillis: DAY },
		{ delayMillis: HOUR },
		{ delayMillis: 2 * DAY },
	] as Sequence['steps'],
	dependencies: [{ requiredByStepOrder: 2, reliesOnStepOrder: 1 }],
};

describe('After a call that was made on Thursday at 10:00, emails go out', () => {
	it.each<[Delays, string[]]>([
		['weekdaysFromStep', ['Thu 26 Nov 11:00', 'Mon 30 Nov 11:00']],
		['fromStep', ['Thu 26 Nov 11:00', 'Mon 30 Nov 09:00']],
		['fromEnrollment', ['Thu 26 Nov 10:00', 'Mon 30 Nov 09:00']],
	])('%s: %j', (delays, expected) => {
		const company = new Company({ delays, instant: 'whenDue', pace: null });
		const enrollment = company.enroll(company.sequence(CALL_FIRST));
		company.advance(3 * DAY);
		company.completeTask(enrollment, 1);
		company.advance(7 * DAY);
		expect(company.sent.slice(1)).toEqual(expected);
	});
});

describe('Paused on Tuesday and resumed on Thursday at 12:00, an email that waits two days goes out', () => {
	it.each<[Settings['onResume'], string[]]>([
		['delayGoesOn', ['Fri 27 Nov 12:00', 'Mon 30 Nov 12:00']],
		['delayStarts', ['Mon 30 Nov 12:00', 'Tue 1 Dec 12:00']],
		['overdueRuns', ['Thu 26 Nov 12:00', 'Fri 27 Nov 12:00']],
	])('%s: %j', (onResume, expected) => {
		const company = new Company({
			delays: 'weekdaysFromStep',
			instant: 'whenDue',
			pace: null,
			onResume,
		});
		const steps = [{}, { delayMillis: 2 * DAY }, { delayMillis: DAY }];
		const { contactId } = company.enroll(company.sequence({ steps }));
		company.advance(DAY);
		company.account.pause(contactId);
		company.advance(2 * DAY + 2 * HOUR);
		expect(company.sent).toHaveLength(1);
		company.account.resume(contactId);
		company.advance(7 * DAY);
		expect(company.sent.slice(1)).toEqual(expected);
	});
});

it('who watches is told when each step ran', () => {
	const company = new Company({
		delays: 'fromStep',
		instant: 'whenDue',
		pace: { everySeconds: 60 },
	});
	const seen: string[] = [];
	company.account.stepWatchers.push(({ contactId }, { stepOrder, at }) => {
		seen.push(`${contactId} ${stepOrder} ${company.show(at)}`);
	});
	const sequence = company.sequence(CALL_FIRST);
	const [{ contactId: one }, { contactId: other }] = [0, 1].map(() => company.enroll(sequence));
	company.advance(2 * DAY);
	expect(seen).toEqual([
		`${one} 0 Mon 23 Nov 10:00`,
		`${other} 0 Mon 23 Nov 10:01`,
		`${one} 1 Tue 24 Nov 10:00`,
		`${other} 1 Tue 24 Nov 10:01`,
	]);
});

it('a delay that begins during a pause, with the end of a task, stands still until resume', () => {
	const company = new Company({
		delays: 'fromStep',
		instant: 'whenDue',
		pace: null,
		onResume: 'delayGoesOn',
	});
	const enrollment = company.enroll(company.sequence(CALL_FIRST));
	company.advance(DAY + HOUR);
	company.account.pause(enrollment.contactId);
	company.advance(DAY);
	company.completeTask(enrollment, 1);
	company.advance(DAY);
	company.account.resume(enrollment.contactId);
	company.advance(2 * HOUR);
	expect(company.sent).toEqual(['Mon 23 Nov 10:00', 'Thu 26 Nov 12:00']);
});
