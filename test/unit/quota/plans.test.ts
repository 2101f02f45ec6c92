import { mailCounted, senderLimit, type LimitSettings } from '../../../nodes/shared/quota/plans';

const settingsOf = (given: Partial<LimitSettings>): LimitSettings => ({
	plan: 'professional',
	dailyLimit: 0,
	mailbox: 'standard',
	reserve: 0,
	...given,
});

describe('the limit of a sender', () => {
	it.each<[string, Partial<LimitSettings>, number]>([
		['is 500 with a Professional seat', { plan: 'professional' }, 500],
		['is 1,000 with an Enterprise seat', { plan: 'enterprise' }, 1000],
		['is what an admin has set', { plan: 'custom', dailyLimit: 120 }, 120],
		['ignores a number that does not belong to the plan', { dailyLimit: 120 }, 500],
		['is 350 with a free Gmail inbox', { plan: 'enterprise', mailbox: 'gmailFree' }, 350],
		[
			'is less than 350 where an admin has set less',
			{ plan: 'custom', dailyLimit: 120, mailbox: 'gmailFree' },
			120,
		],
		['does not know of the reserve', { reserve: 100 }, 500],
	])('%s', (_, given, limit) => {
		expect(senderLimit(settingsOf(given))).toBe(limit);
	});
});

describe('mail that a limit counts', () => {
	it.each<[string, Partial<LimitSettings>, 'all' | 'sequence']>([
		['is that of sequences for a Professional seat', { plan: 'professional' }, 'sequence'],
		['and for an Enterprise seat', { plan: 'enterprise' }, 'sequence'],
		['is all for a limit that an admin has set', { plan: 'custom', dailyLimit: 120 }, 'all'],
		['and in a free Gmail inbox, whatever the seat', { mailbox: 'gmailFree' }, 'all'],
	])('%s', (_, given, mail) => {
		expect(mailCounted(settingsOf(given))).toBe(mail);
	});
});
