import type { Attempt, Outcome } from '../../../tools/e2e/queue/verdict';
import { differencesAfterKill, differencesAtOnce } from '../../../tools/e2e/queue/verdict';

const contactIds = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

const enrolled = (contactId: string): Outcome => ({ contactId, kind: 'enrolled' });
const already = (contactId: string): Outcome => {
	return { contactId, kind: 'skipped', reason: 'ALREADY_ENROLLED' };
};
const held = (contactId: string): Outcome => {
	return { contactId, kind: 'held', reason: 'SEND_LIMIT', retryAt: '2026-11-24T09:00:00Z' };
};

/** Of 300 contacts those before `upTo` are enrolled, as outcomes say and HubSpot holds. */
function attempt({ room, upTo }: { room: number; upTo: number }): Attempt {
	const all = contactIds(300);
	return {
		contactIds: all,
		room,
		outcomes: all.map((id, index) => (index < upTo ? enrolled(id) : held(id))),
		hubspot: {
			enrolled: all.slice(0, upTo),
			overLimit: 0,
			fullestDay: 30 + upTo,
			limit: 30 + room,
		},
	};
}

type Change = (run: Attempt) => void;

describe('all at once', () => {
	const run = () => attempt({ room: 120, upTo: 120 });

	it('is right if exactly the room is enrolled and every other contact held', () => {
		expect(differencesAtOnce(run())).toEqual([]);
	});

	it.each<[string, Change, string]>([
		[
			'one too many is enrolled',
			({ outcomes, hubspot }) => {
				outcomes[120] = enrolled('c120');
				hubspot.enrolled.push('c120');
			},
			'121 enrollments at HubSpot, expected 120',
		],
		[
			'room stays unused',
			({ outcomes, hubspot }) => {
				outcomes[119] = held('c119');
				hubspot.enrolled.pop();
			},
			'119 enrolled, expected 120',
		],
		['a contact got lost', ({ outcomes }) => outcomes.pop(), '1 contacts left through no output'],
		[
			'a contact leaves twice',
			({ outcomes }) => outcomes.push(held('c0')),
			'1 contacts left more than once',
		],
		[
			'HubSpot does not have it',
			({ hubspot }) => hubspot.enrolled.splice(0, 1, 'c299'),
			'1 contacts said to be enrolled, not at HubSpot',
		],
		[
			'HubSpot has one twice',
			({ hubspot }) => hubspot.enrolled.push('c0'),
			'1 contacts enrolled twice',
		],
		[
			'an email met the limit',
			({ hubspot }) => (hubspot.overLimit = 1),
			'1 emails over the limit, expected 0',
		],
		[
			'24 hours hold more than the limit',
			({ hubspot }) => (hubspot.fullestDay = 151),
			'151 emails in 24 hours, the limit is 150',
		],
		[
			'a contact is held because processes do not share what they plan',
			({ outcomes }) => (outcomes[299].reason = 'LEDGER_UNAVAILABLE'),
			'1 held: LEDGER_UNAVAILABLE',
		],
		[
			'a held contact is not told when it fits',
			({ outcomes }) => delete outcomes[299].retryAt,
			'1 held: SEND_LIMIT',
		],
		[
			'a contact failed',
			({ outcomes }) =>
				(outcomes[299] = { contactId: 'c299', kind: 'failed', reason: 'No answer' }),
			'1 failed: No answer',
		],
		[
			'a contact was enrolled before',
			({ outcomes }) => (outcomes[0] = already('c0')),
			'1 skipped: ALREADY_ENROLLED',
		],
	])('is wrong if %s', (_what, change, difference) => {
		const changed = run();
		change(changed);
		expect(differencesAtOnce(changed)).toContain(difference);
	});
});

describe('after a kill', () => {
	const run = (upTo = 210) => attempt({ room: 250, upTo });

	it.each<[string, Change]>([
		['one chunk of room unused', () => undefined],
		['contacts enrolled before the kill', ({ outcomes }) => (outcomes[0] = already('c0'))],
	])('%s is right', (_what, change) => {
		const changed = run(150);
		change(changed);
		expect(differencesAfterKill(changed)).toEqual([]);
	});

	it.each<[string, Change, string]>([
		[
			'more than one chunk of room is unused',
			({ outcomes, hubspot }) => {
				hubspot.enrolled = contactIds(149);
				outcomes.splice(149, 61, ...contactIds(210).slice(149).map(held));
			},
			'101 of the room are unused, more than 100',
		],
		[
			'HubSpot has one twice',
			({ hubspot }) => hubspot.enrolled.push('c0'),
			'1 contacts enrolled twice',
		],
		['a contact got lost', ({ outcomes }) => outcomes.pop(), '1 contacts left through no output'],
		[
			'an enrolled contact is said to be held',
			({ outcomes }) => (outcomes[0] = held('c0')),
			'1 contacts enrolled at HubSpot, not said so',
		],
		[
			'more are enrolled than there was room for',
			({ outcomes, hubspot }) => {
				hubspot.enrolled = contactIds(251);
				outcomes.splice(0, 251, ...contactIds(251).map(enrolled));
			},
			'1 enrolled beyond the room of 250',
		],
	])('is wrong if %s', (_what, change, difference) => {
		const changed = run();
		change(changed);
		expect(differencesAfterKill(changed)).toContain(difference);
	});
});
