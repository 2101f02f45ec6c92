import * as fc from 'fast-check';

import {
	joinFits,
	reportDay,
	reportMonth,
} from '../../../../nodes/HubspotWorkflow/sendLimit/roomReport';
import { exactly } from '../../../../nodes/shared/quota/window';
import { HOUR, NOW } from '../../../support/unit/arbitraries';

const timeZone = 'Europe/Berlin';
const month = (given: Partial<Parameters<typeof reportMonth>[0]> = {}) =>
	reportMonth({
		usage: { sent: 0, planned: 0 },
		limit: 10,
		emailsPerContact: 2,
		contacts: 0,
		now: NOW,
		timeZone,
		...given,
	});

describe('the month', () => {
	it('says what is left, and when the count starts anew in the time zone of the account', () => {
		expect(month({ usage: { sent: 3, planned: 4 } }).monthly).toEqual({
			limit: 10,
			sent: 3,
			planned: 4,
			remaining: 3,
			resetsAt: '2026-12-01T00:00:00+01:00',
		});
	});

	it('has no less than nothing left', () => {
		expect(month({ usage: { sent: 30, planned: 4 } }).monthly.remaining).toBe(0);
	});

	it.each([
		['all fit', 5, { fits: 5, restFitsAt: null }],
		['the rest fits next month', 6, { fits: 5, restFitsAt: '2026-12-01T00:00:00+01:00' }],
		['a month later as many as it takes', 10, { fits: 5, restFitsAt: '2026-12-01T00:00:00+01:00' }],
		['more take another month', 11, { fits: 5, restFitsAt: '2027-01-01T00:00:00+01:00' }],
		['until summer time comes', 30, { fits: 5, restFitsAt: '2027-04-01T00:00:00+02:00' }],
	])('%s', (_, contacts, expected) => {
		expect(month({ contacts }).fit).toEqual(expected);
	});

	it('has room for any number of contacts that get no email', () => {
		const usage = { sent: 99, planned: 0 };
		expect(month({ usage, emailsPerContact: 0, contacts: 5000 }).fit).toEqual({
			fits: 5000,
			restFitsAt: null,
		});
	});

	it('never has room for a contact that gets more than a month of emails', () => {
		expect(month({ emailsPerContact: 11, contacts: 1 }).fit).toEqual({ fits: 0, restFitsAt: null });
	});

	it('lets as many in as fit, and not one more', () => {
		const small = fc.nat({ max: 30 });
		fc.assert(
			fc.property(small, small, small, fc.integer({ min: 1, max: 5 }), small, (...numbers) => {
				const [limit, sent, planned, emailsPerContact, contacts] = numbers;
				const usage = { sent, planned };
				const { fits } = month({ limit, usage, emailsPerContact, contacts }).fit;
				const after = sent + planned + fits * emailsPerContact;
				expect(fits === 0 || after <= limit).toBe(true);
				expect(fits === contacts || after + emailsPerContact > limit).toBe(true);
			}),
		);
	});
});

it('the day counts the enrollments of the last 24 hours', () => {
	const enrolled = [NOW - 25 * HOUR, NOW - 2 * HOUR, NOW - HOUR].map(exactly);
	expect(reportDay({ enrolled, limit: 3, contacts: 2, now: NOW, timeZone })).toEqual({
		daily: { limit: 3, used: 2, remaining: 1, nextAvailableAt: '2026-11-26T10:00:00+01:00' },
		fit: { fits: 1, restFitsAt: '2026-11-27T08:00:00+01:00' },
	});
});

describe('several limits together', () => {
	const soon = { fits: 3, restFitsAt: '2026-11-27T08:00:00+01:00' };
	const late = { fits: 4, restFitsAt: '2026-12-01T00:00:00+01:00' };
	const all = { fits: 9, restFitsAt: null };
	const never = { fits: 5, restFitsAt: null };

	it.each([
		['without any, all fit', [], { fits: 9, wouldHold: 0, restFitsAt: null }],
		['where all fit, nothing is left', [all, all], { fits: 9, wouldHold: 0, restFitsAt: null }],
		[
			'the tightest decides, the last sets the time',
			[soon, late],
			{ fits: 3, wouldHold: 6, restFitsAt: late.restFitsAt },
		],
		[
			'one with room for all says nothing',
			[all, soon],
			{ fits: 3, wouldHold: 6, restFitsAt: soon.restFitsAt },
		],
		['one that never has room decides', [soon, never], { fits: 3, wouldHold: 6, restFitsAt: null }],
	])('%s', (_, limits, expected) => {
		expect(joinFits(9, limits)).toEqual(expected);
	});
});
