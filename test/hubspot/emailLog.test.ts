import { run, type Running } from '../../tools/hubspot/client';
import {
	addContact,
	addRep,
	addSequence,
	startEnrollment,
	type Rep,
	type Sequence,
	type Settings,
} from '../../tools/hubspot/index';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

let running: Running;
let rep: Rep;
let sequence: Sequence;

async function open(settings: Partial<Settings>): Promise<void> {
	running = await run({
		settings: { delays: 'fromStep', instant: 'whenDue', pace: null, ...settings },
	});
	const { account } = running.hubspot;
	rep = addRep(account);
	sequence = addSequence(account, { steps: [{}, { delayMillis: DAY }, { delayMillis: DAY }] });
}
afterEach(async () => await running.hubspot.close());

function enroll(email?: string) {
	const { account } = running.hubspot;
	const { id: contactId } = addContact(account, { properties: email ? { email } : {} });
	const sender = { userId: rep.userId, senderEmail: rep.email };
	return startEnrollment(account, { contactId, sequenceId: sequence.id, ...sender });
}

const ASKED = [
	'hs_timestamp',
	'hs_email_status',
	'hs_sequence_id',
	'hs_email_to_email',
	'hs_email_from_email',
	'hs_template_id',
	'hubspot_owner_id',
];

async function logged(): Promise<Array<Record<string, string | null>>> {
	const { data } = await running.api.post('/crm/v3/objects/emails/search', {
		properties: ASKED,
		sorts: ['hs_timestamp'],
		limit: 100,
	});
	return (data as { results: Array<{ properties: Record<string, string | null> }> }).results.map(
		({ properties }) => properties,
	);
}

/** Status and day and hour of what is in the log. */
const statuses = async () =>
	(await logged()).map(
		({ hs_email_status: status, hs_timestamp: at }) => `${status} ${at?.slice(8, 16)}`,
	);

it('an entry tells sequence, recipient, sender, owner, instant, status and template', async () => {
	await open({});
	enroll('kim@customer.example');
	running.hubspot.clock.advance(DAY);
	const { data: shown } = await running.api.get(`/automation/v4/sequences/${sequence.id}`, {
		params: { userId: rep.userId },
	});
	const templates = (shown.steps as Array<{ emailPattern: { templateId: string } }>).map(
		({ emailPattern }) => emailPattern.templateId,
	);
	const same = {
		hs_email_status: 'SENT',
		hs_sequence_id: sequence.id,
		hs_email_to_email: 'kim@customer.example',
		hs_email_from_email: rep.email,
		hubspot_owner_id: rep.ownerId,
	};
	expect(await logged()).toMatchObject([
		{ ...same, hs_timestamp: '2026-11-23T09:00:00.000Z', hs_template_id: templates[0] },
		{ ...same, hs_timestamp: '2026-11-24T09:00:00.000Z', hs_template_id: templates[1] },
	]);
});

describe('A day after the first email the log shows', () => {
	it.each([
		[false, ['SENT 23T09:00', 'SENT 24T09:00']],
		[true, ['SENT 23T09:00', 'SENT 24T09:00', 'SCHEDULED 25T09:00']],
	])('with logsScheduled %s: %j', async (logsScheduled, expected) => {
		await open({ logsScheduled });
		enroll();
		running.hubspot.clock.advance(DAY);
		expect(await statuses()).toEqual(expected);
	});
});

describe('A scheduled email', () => {
	beforeEach(async () => await open({ logsScheduled: true }));
	const [sent, scheduled] = ['SENT 23T09:00', 'SCHEDULED 24T09:00'];

	it.each<[string, (contactId: string) => void, string[]]>([
		['replies', (id) => running.hubspot.account.reply(id), [sent, 'null 23T09:00']],
		['is taken out', (id) => running.hubspot.account.unenroll(id), [sent]],
		['is paused', (id) => running.hubspot.account.pause(id), [sent]],
	])('is gone when the contact %s', async (_, act, expected) => {
		const { contactId } = enroll();
		expect(await statuses()).toEqual([sent, scheduled]);
		act(contactId);
		expect((await statuses()).sort()).toEqual([...expected].sort());
	});

	it('comes back with the new instant on resume', async () => {
		const { account, clock, settings } = running.hubspot;
		settings.onResume = 'delayGoesOn';
		const { contactId } = enroll();
		account.pause(contactId);
		clock.advance(5 * HOUR);
		account.resume(contactId);
		expect(await statuses()).toEqual([sent, 'SCHEDULED 24T14:00']);
	});

	it('is the same entry once it was sent', async () => {
		enroll();
		const ids = () => running.hubspot.account.emails.map(({ id }) => id);
		const before = ids();
		running.hubspot.clock.advance(DAY);
		expect(ids()).toEqual(expect.arrayContaining(before));
		expect(ids()).toHaveLength(3);
	});

	it('is shown as scheduled until search has seen it go out', async () => {
		running.hubspot.settings.searchLagMs = 5 * MINUTE;
		enroll();
		running.hubspot.clock.advance(DAY);
		expect(await statuses()).toEqual([sent, scheduled]);
		running.hubspot.clock.advance(5 * MINUTE);
		expect(await statuses()).toEqual([sent, 'SENT 24T09:00', 'SCHEDULED 25T09:00']);
	});

	it('stands in the queue with the instant of its turn', async () => {
		running.hubspot.settings.pace = { everySeconds: 600 };
		for (let count = 0; count < 3; count++) enroll();
		expect((await statuses()).slice(0, 3)).toEqual([
			'SENT 23T09:00',
			'SCHEDULED 23T09:10',
			'SCHEDULED 23T09:20',
		]);
		running.hubspot.clock.advance(10 * MINUTE);
		expect((await statuses()).slice(0, 3)).toEqual([
			'SENT 23T09:00',
			'SENT 23T09:10',
			'SCHEDULED 23T09:20',
		]);
	});

	it('that is dropped in silence leaves the log', async () => {
		running.hubspot.settings.overLimit = 'silent';
		rep.dailyLimit = 1;
		enroll();
		running.hubspot.clock.advance(HOUR);
		rep.dailyLimit = 0;
		running.hubspot.clock.advance(DAY);
		expect(await statuses()).toEqual([sent, 'SCHEDULED 25T09:00']);
	});
});
