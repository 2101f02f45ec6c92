import { addSequence, type HubspotServer, type Sequence } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, type RunOptions } from '../../support/cast';
import { byId } from '../../support/n8n/stage';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';
import { addBridge, armed, openWithEnrolled, sequenceOf } from './bridgeCast';

afterAll(closeCasts);

type Fault = Parameters<HubspotServer['faults']['add']>[0];

const READ = { method: 'POST', path: /contacts\/batch\/read$/ };
const UPDATE = { method: 'POST', path: /contacts\/batch\/update$/ };
const ENROLL = { method: 'POST', path: /\/enrollments$/ };
const DAILY = { policyName: 'DAILY', message: 'You have reached your daily limit.' };
const TAKEN_OUT = 'The contact was taken out of its sequence and not enrolled in the new one';

/** Contacts in a sequence, a bridge that takes them out at once, and another sequence for them. */
async function open(contacts = 1): Promise<{ cast: Cast; target: Sequence }> {
	const cast = await openWithEnrolled({ contacts });
	addBridge(cast);
	const target = addSequence(cast.account, { steps: [{}, { delayMillis: 9 * DAY }] });
	return { cast, target };
}

const replace = async (cast: Cast, target: Sequence, { options, ...request }: RunOptions = {}) =>
	await cast.enroll(cast.items, {
		options: { alreadyEnrolled: 'replace', waitSeconds: 20, pollSeconds: 1, ...options },
		parameters: { sequence: byId(target.id) },
		settings: { onError: 'continueErrorOutput' },
		...request,
	});

const STAYS = 'The contact was left in its sequence, because HubSpot does not answer';

describe('Replace goes on to enroll who has left, although', () => {
	it.each<[string, Fault, boolean]>([
		...[500, 403, 429].map((status): [string, Fault, boolean] => [
			`the property cannot be cleared (${status}), and says so`,
			{ ...UPDATE, skip: 1, effect: { status, body: DAILY } },
			true,
		]),
		['looks fail', { ...READ, skip: 2, times: 2, effect: { status: 500 } }, false],
		['the answer to asking was lost', { ...UPDATE, times: 3, effect: { reset: 'after' } }, false],
		[
			'the account cannot be looked up',
			{ path: /account-info/, skip: 1, effect: { status: 500 } },
			false,
		],
	])('%s', async (_, fault, isTold) => {
		const { cast, target } = await open(2);
		cast.hubspot.faults.add(fault);
		const run = await replace(cast, target);
		expect(run.hints.some(({ message }) => message.includes('could not be cleared'))).toBe(isTold);
		expect(run.json[ENROLLED]).toMatchObject(
			cast.contacts.map(() => ({ replacedSequenceId: cast.sequence.id })),
		);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual([
			target.id,
			target.id,
		]);
	});
});

describe('A contact that was taken out and not enrolled says so, and from where', () => {
	it.each<[string, Fault['effect'], string]>([
		['refused', { status: 400, body: { message: 'No' } }, 'HubSpot rejected the request'],
		['not allowed', { status: 403 }, 'HubSpot does not allow this'],
		['without API requests left', { status: 429, body: DAILY }, "used up today's API requests"],
		['without a valid key', { status: 401 }, 'HubSpot does not accept the credential'],
	])('in an error: %s', async (_, effect, cause) => {
		const { cast, target } = await open();
		cast.hubspot.faults.add({ ...ENROLL, skip: 1, effect });
		const run = await replace(cast, target);
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: {
				error: TAKEN_OUT,
				description: expect.stringMatching(
					`^It was in the sequence ${cast.sequence.id}\\. .*${cause}.* Run the item again to enroll it\\.$`,
				),
				contactId: cast.contacts[0].id,
				leftSequenceId: cast.sequence.id,
			},
		});
		expect(sequenceOf(cast, cast.contacts[0])).toBeUndefined();
	});

	it('where nobody knows whether it was enrolled, beside that', async () => {
		const { cast, target } = await open();
		cast.hubspot.faults.add({ ...ENROLL, skip: 1, effect: { status: 500 } });
		const run = await replace(cast, target);
		expect(run.of(0).json).toMatchObject({
			error: 'It is not known whether HubSpot enrolled the contact',
			description: expect.stringContaining(
				`The contact was taken out of its sequence before. It was in the sequence ${cast.sequence.id}.`,
			),
			leftSequenceId: cast.sequence.id,
		});
	});

	it.each([
		['held', { message: 'SEND_LIMIT_EXCEEDED' }, HELD],
		['skipped', { message: 'SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED' }, SKIPPED],
	])('where it is %s', async (outcome, body, output) => {
		const { cast, target } = await open();
		cast.hubspot.faults.add({ ...ENROLL, skip: 1, effect: { status: 400, body } });
		const run = await replace(cast, target);
		expect(run.of(0)).toMatchObject({
			output,
			json: {
				outcome,
				message: expect.stringContaining(`${TAKEN_OUT}: `),
				leftSequenceId: cast.sequence.id,
			},
		});
	});
});

describe('Retry On Fail', () => {
	it.each<[string, Fault]>([
		['a refusal', { ...ENROLL, skip: 1, times: 1, effect: { status: 400 } }],
		['a refusal of all requests', { ...ENROLL, skip: 1, times: 1, effect: { status: 401 } }],
	])('enrolls a contact that was taken out, after %s', async (_, fault) => {
		const { cast, target } = await open();
		cast.hubspot.faults.add(fault);
		const run = await replace(cast, target, {
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(run.of(0)).toMatchObject({
			output: ENROLLED,
			json: { outcome: 'enrolled', replacedSequenceId: cast.sequence.id },
		});
		expect(sequenceOf(cast, cast.contacts[0])).toBe(target.id);
	});

	it('does not ask it to leave again, where HubSpot still shows it in the old one', async () => {
		const { cast, target } = await open();
		const [{ id, properties }] = cast.contacts;
		cast.hubspot.faults.add({ ...ENROLL, skip: 1, times: 1, effect: { status: 400 } });
		// Nor does the rest of HubSpot know at once.
		const again = { status: 400, body: { message: 'Contact already enrolled in a sequence' } };
		cast.hubspot.faults.add({ ...ENROLL, skip: 1, times: 1, effect: again });
		const shown = {
			email: properties.email,
			hs_sequences_is_enrolled: 'true',
			hs_latest_sequence_enrolled: cast.sequence.id,
		};
		cast.hubspot.faults.add({
			...READ,
			skip: 3,
			effect: { rewrite: () => ({ results: [{ id, properties: shown }] }) },
		});
		const run = await replace(cast, target, {
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(run.of(0).json.outcome).toBe('enrolled');
		expect(cast.account.flowEnrollmentsOf(id)).toHaveLength(1);
	});
});

describe('What HubSpot says of the first contact of a sender, as it is,', () => {
	it('and is about that contact alone, keeps no other from being replaced', async () => {
		const { cast, target } = await open(2);
		const body = { message: 'SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED' };
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: { status: 400, body } });
		const run = await replace(cast, target);
		expect(run.json[SKIPPED]).toMatchObject([{ reason: 'BOUNCED' }]);
		expect(run.json[ENROLLED]).toMatchObject([{ contactId: cast.contacts[1].id }]);
		expect(sequenceOf(cast, cast.contacts[0])).toBe(cast.sequence.id);
	});

	it('and nobody knows what came of, leaves the others in their sequence', async () => {
		const { cast, target } = await open(2);
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: { status: 500 } });
		cast.hubspot.faults.add({ path: /enrollments\/contact/, effect: { status: 500 } });
		const run = await replace(cast, target);
		expect(run.json[FAILED]).toMatchObject([
			{ error: 'It is not known whether HubSpot enrolled the contact' },
			{ error: STAYS, description: expect.stringContaining('Run the item again.') },
		]);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(2).fill(cast.sequence.id),
		);
	});
});

describe('Replace asks to leave', () => {
	it('nobody who has left meanwhile: a late workflow would take it out of its new sequence', async () => {
		const { cast, target } = await open(2);
		const [, second] = cast.contacts;
		// It leaves while HubSpot is asked whether the first may be enrolled.
		cast.hubspot.faults.add({
			...ENROLL,
			times: 1,
			effect: {
				rewrite: ({ body }) => {
					cast.account.unenroll(second.id);
					return body;
				},
			},
		});
		const run = await replace(cast, target);
		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(cast.account.flowEnrollmentsOf(second.id)).toEqual([]);
	});

	it.each([
		['OBJECT_NOT_FOUND', 'CONTACT_NOT_FOUND', 'HubSpot has no such contact'],
		['INTERNAL_ERROR', 'HUBSPOT_UNAVAILABLE', STAYS],
	])('nobody of whom HubSpot says %s, and says so', async (category, reason, error) => {
		const { cast, target } = await open();
		const ids = cast.contacts.map(({ id }) => id);
		const body = { results: [], errors: [{ category, context: { ids } }] };
		cast.hubspot.faults.add({ ...READ, skip: 1, times: 1, effect: { status: 207, body } });
		const run = await replace(cast, target);
		const [contactId] = ids;
		expect(run.of(0)).toMatchObject({ output: FAILED, json: { error, reason, contactId } });
		expect(armed(cast)).toEqual([]);
	});

	it('and fails whom HubSpot refused to ask for with the reason, in its sequence', async () => {
		const { cast, target } = await open();
		cast.hubspot.faults.add({ ...UPDATE, effect: { status: 400 } });
		const run = await replace(cast, target);
		expect(run.of(0).json).toMatchObject({ error: 'HubSpot rejected the request' });
		expect(run.of(0).json).not.toHaveProperty('leftSequenceId');
		expect(sequenceOf(cast, cast.contacts[0])).toBe(cast.sequence.id);
	});
});
