import { run, type Running } from '../../tools/hubspot/client';
import {
	addContact,
	addRep,
	addSequence,
	type Properties,
	type Rep,
	type Sequence,
} from '../../tools/hubspot/index';

let running: Running;
let rep: Rep;
let sequence: Sequence;

beforeEach(async () => {
	running = await run();
	rep = addRep(running.hubspot.account);
	sequence = addSequence(running.hubspot.account);
});
afterEach(async () => await running.hubspot.close());

const contactWith = (properties: Properties = {}) =>
	addContact(running.hubspot.account, { properties }).id;

async function enroll(
	contactId: string,
	{ userId = rep.userId, base = '/automation/sequences/2026-09', ...more } = {},
) {
	const body = { contactId, sequenceId: sequence.id, senderEmail: rep.email, ...more };
	return await running.api.post(`${base}/enrollments`, body, { params: { userId } });
}

it('enrolling answers 200 and sends the first email at once', async () => {
	const id = contactWith({ email: 'kim@customer.example' });
	const { status, data } = await enroll(id);
	expect(status).toBe(200);
	expect(data).toEqual({
		id: expect.any(String),
		enrolledAt: '2026-11-23T09:00:00.000Z',
		updatedAt: '2026-11-23T09:00:00.000Z',
		toEmail: 'kim@customer.example',
	});
	expect(running.hubspot.account.sends).toEqual([
		expect.objectContaining({ contactId: id, senderEmail: rep.email, ownerId: rep.ownerId }),
	]);
});

it('a contact in any sequence is refused', async () => {
	const id = contactWith();
	const other = addSequence(running.hubspot.account, { steps: [{}, { delayMillis: 9e8 }] });
	await enroll(id, { sequenceId: other.id } as object);
	const { status, data } = await enroll(id);
	expect(status).toBe(400);
	expect(data.message).toBe('Contact already enrolled in a sequence');
});

it('userId is required on the query', async () => {
	const { data, status } = await enroll(contactWith(), { userId: '' });
	expect(status).toBe(400);
	expect(data.message).toBe('query param userId may not be null');
});

it.each([
	['an opted out contact', { hs_email_optout: 'true' }, 'UNSUBSCRIBED'],
	['a hard bounce', { hs_email_hard_bounce_reason_enum: 'X' }, 'RECIPIENT_PREVIOUSLY_BOUNCED'],
	['a bad address', { hs_email_bad_address: 'true' }, 'BLOCKED_ADDRESS'],
	['a contact without email', { email: null }, 'CONTACT_INVALID_EMAIL_ADDRESS'],
])('%s is refused', async (_name, properties: Properties, code) => {
	const { status, data } = await enroll(contactWith(properties));
	expect(status).toBe(400);
	expect(data.subCategory).toBe(`SequenceError.${code}`);
});

it('a bounce that no property shows is refused all the same', async () => {
	const { id } = addContact(running.hubspot.account, { hiddenBounce: true });
	const { data } = await enroll(id);
	expect(data.subCategory).toBe('SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED');
});

it('nobody can be enrolled from an address that is their own', async () => {
	expect((await enroll(contactWith({ email: rep.email }))).status).toBe(400);
});

it.each([
	['subCategory', (data: Body) => data.subCategory],
	['errorType', (data: Body) => data.errorType],
	['errorsSubCategory', (data: Body) => data.errors?.[0].subCategory],
	['message', (data: Body) => data.message],
] as const)('the error code can sit in %s', async (field, read) => {
	running.hubspot.settings.sequenceErrorField = field;
	const { data } = await enroll(contactWith({ hs_email_optout: 'true' }));
	expect(read(data as Body)).toContain('SequenceError.UNSUBSCRIBED');
});

interface Body {
	message: string;
	subCategory?: string;
	errorType?: string;
	errors?: Array<{ subCategory: string }>;
}

it('a rep without inbox, a foreign inbox and a rep without seat are told apart', async () => {
	const noInbox = addRep(running.hubspot.account, { inboxes: [] });
	const noSeat = addRep(running.hubspot.account, { salesSeat: false });
	const id = contactWith();
	const [first, second, third] = [
		await enroll(id, { userId: noInbox.userId }),
		await enroll(id, { senderEmail: 'else@fjordline.example' } as object),
		await enroll(id, { userId: noSeat.userId }),
	];
	expect(first.data.subCategory).toContain('PUBLIC_ENROLL_NO_CONNECTED_EMAILS');
	expect(second.data.message).toContain('no connected inboxes for specified user email');
	expect([third.status, third.data.message]).toEqual([403, expect.stringMatching(/^Permission/)]);
});

it('the token may be limited to the user who made it', async () => {
	running.hubspot.settings.usersOtherThanToken = false;
	const other = addRep(running.hubspot.account);
	const more = { userId: other.userId, senderEmail: other.email } as object;
	expect((await enroll(contactWith(), more)).status).toBe(403);
	expect((await enroll(contactWith())).status).toBe(200);
});

it('an unknown contact and an unknown sequence answer a JSON 404', async () => {
	const unknownSequence = await enroll(contactWith(), { sequenceId: '999' } as object);
	for (const { status, data } of [await enroll('999'), unknownSequence]) {
		expect([status, data.category]).toEqual([404, 'OBJECT_NOT_FOUND']);
	}
});

it('a version that is switched off answers an HTML 404, the others go on', async () => {
	running.hubspot.settings.versions = ['v4'];
	const id = contactWith();
	const dated = await enroll(id);
	expect(dated.status).toBe(404);
	expect(dated.headers['content-type']).toContain('text/html');
	expect((await enroll(id, { base: '/automation/v4/sequences' })).status).toBe(200);
});
