import { DateTime } from 'luxon';

import { Company, DAY } from './company';

const berlin = (at: number) => DateTime.fromMillis(at, { zone: 'Europe/Berlin' });

describe('Unless set otherwise, HubSpot does what is likeliest:', () => {
	/** Two emails three days apart, then another three days later; enrolled on a Monday. */
	function enroll(count: number) {
		const company = new Company();
		const steps = [{}, { delayMillis: 3 * DAY }, { delayMillis: 3 * DAY }];
		const sequence = company.sequence({ steps });
		const enrollments = Array.from({ length: count }, () => company.enroll(sequence));
		const sentOf = (stepOrder: number) =>
			company.account.sends.filter((send) => send.stepOrder === stepOrder).map(({ at }) => at);
		return { company, enrollments, sentOf };
	}

	it('the first email goes out at once, and the others of the inbox twenty seconds apart', () => {
		const { company, sentOf } = enroll(3);
		const { now } = company;
		expect(sentOf(0)).toEqual([now]);
		company.advance(DAY);
		expect(sentOf(0)).toEqual([now, now + 20_000, now + 40_000]);
	});

	it('delays are week days, from the email before: Thursday, and Tuesday', () => {
		const { company, sentOf } = enroll(3);
		company.advance(14 * DAY);
		const days = [1, 2].map((step) => sentOf(step).map((at) => berlin(at).toFormat('ccc d')));
		expect(days.map((of) => new Set(of))).toEqual([new Set(['Thu 26']), new Set(['Tue 1'])]);
	});

	it('at any hour of the send window', () => {
		const { company, sentOf } = enroll(30);
		company.advance(14 * DAY);
		const hours = new Set(sentOf(1).map((at) => berlin(at).hour));
		expect(hours.size).toBeGreaterThan(5);
	});

	it('a delay stands still during a pause', () => {
		const { company, enrollments, sentOf } = enroll(1);
		company.advance(DAY);
		company.account.pause(enrollments[0].contactId);
		company.advance(DAY);
		company.account.resume(enrollments[0].contactId);
		company.advance(14 * DAY);
		expect(sentOf(1).map((at) => berlin(at).toFormat('ccc d'))).toEqual(['Fri 27']);
	});

	it('the log does not show what is scheduled', () => {
		const { company } = enroll(1);
		expect(company.account.emails).toHaveLength(1);
	});
});
