import { PLAIN } from '../support/hubspotSettings';
import { run, type Running } from '../../tools/hubspot/client';
import {
	addContact,
	addEnrollment,
	addRep,
	addSequence,
	type Enrollment,
} from '../../tools/hubspot/index';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let running: Running;
let contactId: string;
let enrollment: Enrollment;

beforeEach(async () => {
	running = await run({ settings: PLAIN });
	const { account } = running.hubspot;
	addRep(account);
	const { id: sequenceId } = addSequence(account, {
		name: 'Nine days',
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		sendWindowStartMinute: 9 * 60,
		sendWindowEndMinute: 17 * 60,
		steps: [{}, { delayMillis: 5 * DAY }, { delayMillis: 4 * DAY + 12 * HOUR }],
	});
	contactId = addContact(account).id;
	enrollment = addEnrollment(account, { contactId, sequenceId, enrolledAt: account.clock.now() });
});
afterEach(async () => await running.hubspot.close());

const sendTimes = () =>
	running.hubspot.account.sends.map(({ at }) => new Date(at).toISOString().slice(0, 16));
const status = async () =>
	await running.api.get(`/automation/v4/sequences/enrollments/contact/${contactId}`);
const property = async (name: string) => {
	const { data } = await running.api.get(`/crm/v3/objects/contacts/${contactId}`, {
		params: { properties: name },
	});
	return (data as { properties: Record<string, string | null> }).properties[name];
};

it('later emails wait for a business day and for the send window', () => {
	running.hubspot.clock.advance(14 * DAY);
	expect(sendTimes()).toEqual([
		'2026-11-23T09:00',
		// Saturday the 28th moves to Monday at 9:00 in Berlin.
		'2026-11-30T08:00',
		// Wednesday the 2nd at 22:00 in Berlin moves to Thursday at 9:00.
		'2026-12-03T08:00',
	]);
	expect(enrollment.state).toBe('finished');
});

it('the status call names sequence and sender, without any state', async () => {
	expect((await status()).data).toEqual({
		id: enrollment.id,
		sequenceId: enrollment.sequenceId,
		sequenceName: 'Nine days',
		enrolledAt: '2026-11-23T09:00:00.000Z',
		enrolledBy: enrollment.userId,
		enrolledByEmail: enrollment.senderEmail,
		toEmail: enrollment.toEmail,
		updatedAt: '2026-11-23T09:00:00.000Z',
	});
});

it('a reply ends the enrollment, so that no further email goes out', async () => {
	expect(await property('hs_sequences_is_enrolled')).toBe('true');
	running.hubspot.account.reply(contactId);
	running.hubspot.clock.advance(14 * DAY);
	expect(sendTimes()).toHaveLength(1);
	expect(await property('hs_sequences_is_enrolled')).toBe('false');
	expect(await property('hs_latest_sequence_unenrolled_date')).toBe('2026-11-23T09:00:00.000Z');
	expect(await property('hs_latest_sequence_finished_date')).toBeNull();
});

it('the counts tell how many sequences a contact is in, and how many it ever was in', async () => {
	const { account } = running.hubspot;
	account.unenroll(contactId);
	const again = addSequence(account, { steps: [{}, { delayMillis: DAY }] });
	addEnrollment(account, { contactId, sequenceId: again.id, enrolledAt: account.clock.now() });
	expect(await property('hs_sequences_actively_enrolled_count')).toBe('1');
	expect(await property('hs_sequences_enrolled_count')).toBe('2');
	expect(await property('hs_latest_sequence_enrolled')).toBe(again.id);
});

it('an unsubscribe ends the enrollment and opts the contact out', async () => {
	running.hubspot.account.unsubscribe(contactId);
	expect(enrollment).toMatchObject({ state: 'unenrolled', endReason: 'unsubscribe' });
	expect(await property('hs_email_optout')).toBe('true');
});

it('a paused enrollment sends nothing until it goes on', () => {
	running.hubspot.account.pause(contactId);
	running.hubspot.clock.advance(8 * DAY);
	expect(sendTimes()).toHaveLength(1);
	running.hubspot.account.resume(contactId);
	expect(sendTimes()[1]).toBe('2026-12-01T09:00');
});

it('contact properties follow the fact by the property lag', async () => {
	running.hubspot.settings.propertyLagMs = 5000;
	running.hubspot.account.unenroll(contactId);
	expect(await property('hs_sequences_is_enrolled')).toBe('true');
	running.hubspot.clock.advance(5000);
	expect(await property('hs_sequences_is_enrolled')).toBe('false');
});

it('an ended enrollment is still returned, or gone, as set', async () => {
	running.hubspot.account.unenroll(contactId);
	expect((await status()).status).toBe(200);
	running.hubspot.settings.endedEnrollmentAnswer = 'gone';
	expect((await status()).status).toBe(404);
});

it.each([
	['notFound', 404, expect.objectContaining({ category: 'OBJECT_NOT_FOUND' })],
	['noContent', 204, ''],
	['empty', 200, ''],
	['null', 200, null],
	['emptyObject', 200, {}],
] as const)('without an enrollment it can answer %s', async (answer, code, body) => {
	running.hubspot.settings.noEnrollmentAnswer = answer;
	contactId = addContact(running.hubspot.account).id;
	const { status: got, data } = await status();
	expect([got, data]).toEqual([code, body]);
});
