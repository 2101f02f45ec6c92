import { countBy } from 'lodash';

import { MONDAY, run, type Running } from '../../tools/hubspot/client';
import { demoContacts, maxRollingSends, REPS, SEQUENCES } from '../../tools/hubspot/index';

const ANN = 'ann@fjordline.example';
const DAY = 86_400_000;
let running: Running;

beforeEach(async () => {
	running = await run({ seed: 'account' });
});
afterEach(async () => await running.hubspot.close());

it('the seeded account is the same every time', async () => {
	const again = await run({ seed: 'account' });
	expect([...again.hubspot.account.contacts]).toEqual([...running.hubspot.account.contacts]);
	expect(again.hubspot.account.sends).toEqual(running.hubspot.account.sends);
	await again.hubspot.close();
});

it('addresses are unique and lie in example domains only', () => {
	const contacts = [...running.hubspot.account.contacts.values()];
	const emails = contacts.flatMap(({ properties }) => properties.email ?? []);
	expect(contacts.length).toBeGreaterThanOrEqual(520);
	expect(new Set(emails).size).toBe(emails.length);
	expect(emails.filter((email) => !email.endsWith('.example'))).toEqual([]);
});

it('Ann has 25 sends left, and stays below her limit for the days to come', () => {
	const { account, clock } = running.hubspot;
	const lastDay = account.sends.filter(
		(send) => send.senderEmail === ANN && send.at > MONDAY - DAY,
	);
	expect(lastDay).toHaveLength(475);
	clock.advance(14 * DAY);
	expect(maxRollingSends(account, ANN)).toBe(475);
});

it('the demo list holds each outcome as often as it says', () => {
	const list = demoContacts(running.hubspot.account);
	expect(countBy(list, 'expectation')).toEqual({
		clean: 45,
		alreadyEnrolled: 2,
		inOtherSequence: 2,
		optedOut: 3,
		hardBounced: 2,
		quarantined: 1,
		badAddress: 1,
		hiddenBounce: 1,
		duplicate: 2,
		unknown: 1,
	});
});

it('put straight into the first sequence, the demo list meets what it expects', async () => {
	const { account } = running.hubspot;
	const answers: string[] = [];
	for (const { email, expectation } of demoContacts(account)) {
		const contact = account.contactByEmail(email);
		if (!contact) {
			answers.push(`${expectation}: no contact`);
			continue;
		}
		const { status, data } = await running.api.post(
			`/automation/sequences/2026-09/enrollments?userId=${REPS.ben.userId}`,
			{
				contactId: contact.id,
				sequenceId: SEQUENCES.outbound,
				senderEmail: 'ben@fjordline.example',
			},
		);
		answers.push(`${expectation}: ${status === 200 ? 'enrolled' : (data.subCategory as string)}`);
	}
	expect(countBy(answers)).toEqual({
		'clean: enrolled': 45,
		// Quarantine stops marketing email only.
		'quarantined: enrolled': 1,
		'alreadyEnrolled: SequenceError.CONTACT_ALREADY_ENROLLED': 2,
		'inOtherSequence: SequenceError.CONTACT_ALREADY_ENROLLED': 2,
		'duplicate: SequenceError.CONTACT_ALREADY_ENROLLED': 2,
		'optedOut: SequenceError.UNSUBSCRIBED': 3,
		'hardBounced: SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED': 2,
		'hiddenBounce: SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED': 1,
		'badAddress: SequenceError.BLOCKED_ADDRESS': 1,
		'unknown: no contact': 1,
	});
});

describe('control', () => {
	const control = async (method: string, path: string, data?: object) =>
		await running.api.request({ method, url: `/__control/${path}`, data });

	it('the state counts enrollments, sends and requests, itself left out', async () => {
		await running.api.get('/account-info/v3/details');
		const { data } = await control('GET', 'state');
		expect(data).toMatchObject({
			contacts: 540,
			requests: 1,
			senders: { [ANN]: { limit: 500, sentLast24Hours: 475, overLimit: 0 } },
		});
		expect((await control('GET', 'requests')).data.byRoute).toEqual({
			'GET /account-info/v3/details': 1,
		});
	});

	it('settings, faults and time are set from outside, and all of it is reset', async () => {
		const { settings, account } = running.hubspot;
		await control('POST', 'settings', { bridgeDelayMs: 5, rateLimit: { perTenSeconds: 7 } });
		expect(settings).toMatchObject({
			bridgeDelayMs: 5,
			rateLimit: { perTenSeconds: 7, searchPerSecond: 5 },
		});
		await control('POST', 'faults', { pathPattern: '^/account-info', effect: { status: 503 } });
		expect((await running.api.get('/account-info/v3/details')).status).toBe(503);
		const { data } = await control('POST', 'advance', { ms: DAY });
		expect(data.now).toBe('2026-11-24T09:00:00.000Z');

		account.contacts.clear();
		await control('POST', 'reset');
		expect((await running.api.get('/account-info/v3/details')).status).toBe(200);
		expect([settings.bridgeDelayMs, account.contacts.size, running.hubspot.clock.now()]).toEqual([
			2000,
			540,
			MONDAY,
		]);
	});
});
