import { sleep } from 'n8n-workflow';

import {
	addRep,
	addSequence,
	BRIDGE_PROPERTY,
	type Contact,
	type Sequence,
} from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { addBridge, armed, asked, enrollIn, openWithEnrolled, sequenceOf } from './bridgeCast';
import {
	closeCasts,
	DAY,
	limitOf,
	whenReserving,
	type Cast,
	type CastOptions,
	type RunOptions,
} from '../../support/cast';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';
import { tellReading } from '../../support/readings';

afterAll(closeCasts);

const UPDATE = 'POST /crm/objects/2026-09/contacts/batch/update';
const OUTPUT = { onError: 'continueErrorOutput' } as const;

/** Contacts in a sequence, the bridge that takes them out, and another sequence for them. */
async function open(given: CastOptions = {}): Promise<{ cast: Cast; target: Sequence }> {
	const cast = await openWithEnrolled(given);
	tellReading(cast.stage);
	addBridge(cast);
	const target = addSequence(cast.account, { steps: [{}, { delayMillis: 9 * DAY }] });
	return { cast, target };
}

const replace = async (
	cast: Cast,
	target: Sequence,
	items = cast.items,
	{ options, parameters, ...request }: RunOptions = {},
) =>
	await cast.enroll(items, {
		options: { alreadyEnrolled: 'replace', waitSeconds: 0, pollSeconds: 1, ...options },
		parameters: { sequence: byId(target.id), ...parameters },
		settings: OUTPUT,
		...request,
	});

const tries = (cast: Cast, contact: Contact) => cast.enrollRequests(contact).length;

describe('Already Enrolled set to Replace', () => {
	it('unenrolls the contacts together, waits, and enrolls them', async () => {
		const { cast, target } = await open({ contacts: 3, settings: { bridgeDelayMs: 300 } });
		const run = await replace(cast, target, cast.items, { options: { waitSeconds: 20 } });

		expect(run.json[ENROLLED]).toEqual(
			cast.contacts.map(({ id }) =>
				expect.objectContaining({
					outcome: 'enrolled',
					contactId: id,
					sequenceId: target.id,
					replacedSequenceId: cast.sequence.id,
				}),
			),
		);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(3).fill(target.id),
		);
		expect(armed(cast)).toEqual([]);
		// Set and cleared once for all; looked at twice; one of them tried as it is.
		expect(asked(cast).filter((line) => line === UPDATE)).toHaveLength(2);
		expect(cast.hubspot.requests.count({ path: /batch\/read$/ })).toBe(1 + 1 + 2);
		expect(cast.enrollRequests()).toHaveLength(3 + 1);
	});

	it('by expression has the options of Replace as well, which the form shows with it only', async () => {
		const { cast, target } = await open();
		const items = cast.items.map((item) => ({ ...item, then: 'replace' }));
		const run = await replace(cast, target, items, {
			options: { alreadyEnrolled: '={{ $json.then }}', triggerProperty: 'leave_at' },
		});

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'The HubSpot account has no contact property of this name' },
		});
	});

	it('starts the same sequence again', async () => {
		const { cast } = await open();
		const [before] = cast.account.enrollments;
		const run = await replace(cast, cast.sequence);

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
		const [contact] = cast.contacts;
		expect(cast.enrollments(contact)).toBe(2);
		expect(before).toMatchObject({ state: 'unenrolled', endReason: 'bridge' });
		expect(cast.account.openEnrollment(contact.id)?.id).toBe(run.of(0).json.enrollmentId);
	});

	it('enrolls contacts that are in no sequence at once, while the others leave', async () => {
		const { cast, target } = await open({ settings: { bridgeDelayMs: 1000 } });
		const idle = cast.addContact();
		const items = cast.itemsOf(...cast.contacts, idle);
		const run = await replace(cast, target, items, { options: { waitSeconds: 20 } });

		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(run.of(1).json).not.toHaveProperty('replacedSequenceId');
		const [first, second] = [idle, cast.contacts[0]].map(
			({ id }) => cast.account.openEnrollment(id)?.enrolledAt ?? 0,
		);
		expect(second - first).toBeGreaterThan(500);
	});

	it('enrolls a contact that has left meanwhile, and says which sequence it was in', async () => {
		const { cast, target } = await open();
		whenReserving(cast, () => {
			Object.assign(cast.account.enrollments[0], { state: 'unenrolled', endReason: 'bridge' });
		});
		const run = await replace(cast, target);
		expect(run.of(0)).toMatchObject({
			output: ENROLLED,
			json: { outcome: 'enrolled', replacedSequenceId: cast.sequence.id },
		});
		expect(asked(cast)).not.toContain(UPDATE);
	});

	it('asks HubSpot for nothing more where nobody is enrolled', async () => {
		const { cast, target } = await open({ contacts: 0 });
		const run = await replace(cast, target, cast.itemsOf(cast.addContact()));
		expect(run.of(0).output).toBe(ENROLLED);
		expect(asked(cast)).not.toContain(UPDATE);
		expect(cast.enrollRequests()).toHaveLength(1);
	});

	it('writes nothing in a dry run', async () => {
		const { cast, target } = await open();
		const run = await replace(cast, target, cast.items, { options: { dryRun: true } });
		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'wouldEnroll' } });
		expect(asked(cast)).not.toContain(UPDATE);
		expect(cast.enrollRequests()).toEqual([]);
	});

	it('leaves contacts that cannot be emailed, or came in too recently, where they are', async () => {
		const { cast, target } = await open({ contacts: 2 });
		cast.contacts[0].properties.hs_email_quarantined = 'true';
		const run = await replace(cast, target, cast.items, { options: { cooldownDays: 30 } });

		expect(run.json[SKIPPED].map(({ reason }) => reason)).toEqual(['QUARANTINED', 'COOLDOWN']);
		expect(asked(cast)).not.toContain(UPDATE);
	});

	it('with a Trigger Property that cannot be one is an error before any request', async () => {
		const { cast, target } = await open();
		const run = await replace(cast, target, cast.items, {
			options: { triggerProperty: 'Not a name' },
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'The Trigger Property is not the internal name of a HubSpot property' },
		});
		expect(asked(cast)).toEqual([]);
	});
});

describe('Room comes before Replace:', () => {
	it('a contact that does not fit stays in its sequence and is held back', async () => {
		const { cast, target } = await open({ contacts: 0 });
		const contacts = [1, 2, 3].map(() => cast.addContact());
		const other = addSequence(cast.account, { steps: [{}, { delayMillis: 30 * DAY }] });
		const { userId } = addRep(cast.account);
		for (const { id } of contacts) enrollIn(cast, id, other.id);
		for (const enrollment of cast.account.enrollments) enrollment.userId = userId;
		cast.account.emails = [];
		const run = await replace(cast, target, cast.itemsOf(...contacts), {
			parameters: limitOf(2),
		});

		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ENROLLED, ENROLLED, HELD]);
		expect(run.of(2).json.reason).toBe('SEND_LIMIT');
		expect(contacts.map((contact) => sequenceOf(cast, contact))).toEqual([
			target.id,
			target.id,
			other.id,
		]);
		expect(tries(cast, contacts[2])).toBe(0);
		expect(contacts[2].properties).not.toHaveProperty(BRIDGE_PROPERTY);
	});

	it.each([
		['has no inbox', (cast: Cast) => cast.rep.inboxes.splice(0), FAILED],
		['is at the limit for HubSpot', (cast: Cast) => void (cast.rep.dailyLimit = 0), HELD],
	])('nobody leaves a sequence for a sender who %s', async (_, arrange, output) => {
		const { cast, target } = await open({ contacts: 3 });
		arrange(cast);
		// HubSpot's check of the sender may come before that of the contact.
		if (output === HELD) {
			cast.hubspot.faults.add({
				method: 'POST',
				path: /enrollments$/,
				effect: { status: 400, body: { message: 'SEND_LIMIT_EXCEEDED' } },
			});
		}
		const run = await replace(cast, target);

		expect(run.json[output]).toHaveLength(3);
		expect(cast.enrollRequests()).toHaveLength(1);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(3).fill(cast.sequence.id),
		);
	});

	it('what a contact reserved that does not leave in time is free for the next', async () => {
		const { cast, target } = await open({ settings: { bridgeDelayMs: DAY } });
		const idle = cast.addContact();
		const items = cast.itemsOf(...cast.contacts, idle);
		cast.account.emails = [];
		const run = await replace(cast, target, items, { parameters: limitOf(1) });

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: {
				error: 'The contact did not leave its sequence in time, so it was not enrolled',
				reason: 'NOT_LEFT',
				contactId: cast.contacts[0].id,
				bridgeWorkflow: { name: 'Out of sequence' },
				description: expect.stringMatching(
					/ The workflow "Out of sequence" \(https.* may still leave its sequence later\. Run the item again then\.$/,
				),
			},
		});
		expect(run.of(1).output).toBe(ENROLLED);
		expect(tries(cast, cast.contacts[0])).toBe(1);
	});
});

describe('Cancelling while contacts leave', () => {
	it('ends the run at once, enrolls nobody, and frees the room', async () => {
		const { cast, target } = await open({ settings: { bridgeDelayMs: DAY } });
		cast.account.emails = [];
		const controller = new AbortController();
		const running = replace(cast, target, cast.items, {
			options: { waitSeconds: 60, pollSeconds: 30 },
			parameters: limitOf(1),
			cancelSignal: controller.signal,
		});
		while (armed(cast).length === 0) await sleep(10);
		await sleep(100);
		const at = Date.now();
		controller.abort();
		const run = await running;

		expect(Date.now() - at).toBeLessThan(1000);
		expect(run.result.run.status).toBe('canceled');
		const next = await replace(cast, target, cast.itemsOf(cast.addContact()), {
			parameters: limitOf(1),
		});
		expect(next.of(0).output).toBe(ENROLLED);
	});
});

describe('After a contact has left,', () => {
	const refusals = (cast: Cast, times: number) =>
		cast.hubspot.faults.add({
			method: 'POST',
			path: /enrollments$/,
			times,
			effect: { status: 400, body: { message: 'Contact already enrolled in a sequence' } },
		});

	it('HubSpot may refuse for a moment more, and is asked again', async () => {
		const { cast, target } = await open();
		refusals(cast, 2);
		const run = await replace(cast, target);
		expect(run.of(0).output).toBe(ENROLLED);
		expect(cast.enrollRequests()).toHaveLength(3);
	});

	it('but not for ever: then it is an error, and the contact is enrolled once at most', async () => {
		const { cast, target } = await open();
		refusals(cast, 20);
		const run = await replace(cast, target);
		expect(run.of(0).output).toBe(FAILED);
		expect(cast.enrollRequests()).toHaveLength(5);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
	});
});

describe('Retry On Fail after Replace', () => {
	it('restarts nobody whom the first try has replaced', async () => {
		const { cast } = await open({ contacts: 2 });
		const [replaced, late] = cast.contacts;
		cast.hubspot.faults.add({
			path: /enrollments$/,
			method: 'POST',
			skip: 2,
			times: 1,
			effect: { status: 400, body: { message: 'Something of the second contact' } },
		});
		const run = await replace(cast, cast.sequence, cast.items, {
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
			options: { concurrency: 1 },
		});

		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(cast.enrollments(replaced)).toBe(2);
		expect(cast.enrollments(late)).toBe(2);
		// One as it was, one each, and the one that failed again.
		expect(cast.enrollRequests()).toHaveLength(4);
	});

	it('does not ask twice for a contact that is on its way out', async () => {
		const { cast, target } = await open({ settings: { bridgeDelayMs: 3500 } });
		const [{ id }] = cast.contacts;
		const run = await replace(cast, target, cast.items, {
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 },
			// The first try gives up before the contact leaves.
			options: { waitSeconds: 2 },
		});

		expect(cast.enrollRequests()).toHaveLength(3);
		expect(run.json[ENROLLED]).toHaveLength(1);
		// A second pass through the workflow would take it out again.
		expect(cast.account.flowEnrollmentsOf(id)).toHaveLength(1);
		cast.hubspot.clock.advance(5000);
		expect(cast.account.openEnrollment(id)?.sequenceId).toBe(target.id);
	});
});
