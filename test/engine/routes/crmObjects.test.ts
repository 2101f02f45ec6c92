import type { Contact } from '../../../tools/hubspot';
import { askPicker } from '../../support/n8n/picker';
import { byEmail, byId } from '../../support/n8n/stage';
import { Cast, closeCasts } from '../../support/cast';
import { entered, newFlow } from '../workflow/support';
import { CRM, open, openEnrolled, paths, remove, settings } from './support';
import { ENROLLED, ERROR, FAILED, RESULT, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

describe('With CRM Object Routes, enrolling in a sequence', () => {
	it('posts to the contact, and nothing to the published route', async () => {
		const cast = await open({ contacts: 2 });
		const run = await cast.enroll(undefined, { options: { ...CRM, verify: true } });

		expect(run.json[ENROLLED]).toMatchObject([
			{ outcome: 'enrolled', verified: true },
			{ outcome: 'enrolled', verified: true },
		]);
		const [first] = cast.hubspot.requests.filter({ method: 'POST', path: /\/sequences$/ });
		expect(first.body).toEqual({ sequenceId: cast.sequence.id, userId: cast.rep.userId });
		expect(cast.enrollRequests()).toHaveLength(0);
		expect(cast.contacts.map((contact) => cast.enrollments(contact))).toEqual([1, 1]);
	});

	it('skips whom HubSpot refuses', async () => {
		const cast = await open({ contacts: 0 });
		cast.contacts.push(cast.addContact({}, { hiddenBounce: true }));
		const run = await cast.enroll(undefined, { options: CRM });

		expect(run.of(0)).toMatchObject({ output: SKIPPED, json: { reason: 'BOUNCED' } });
	});

	it('reads a lost answer back before anything is repeated', async () => {
		const cast = await open();
		const [contact] = cast.contacts;
		cast.hubspot.faults.add({
			method: 'POST',
			path: `/contacts/${contact.id}/sequences`,
			times: 1,
			effect: { reset: 'after' },
		});
		const run = await cast.enroll(undefined, { options: CRM });

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
		expect(cast.enrollments(contact)).toBe(1);
	});

	it.each(['senderEmail', 'senderAliasAddress'])('refuses %s, before any request', async (name) => {
		const cast = await open();
		const run = await cast.enroll(undefined, {
			options: { ...CRM, [name]: 'other@fjordline.example' },
			settings,
		});

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'The CRM Object Routes cannot send from an inbox of your choice' },
		});
		expect(paths(cast)).toEqual([]);
	});
});

describe('With CRM Object Routes, unenrolling from a sequence', () => {
	it('deletes the enrollment that the contact is associated with', async () => {
		const [cast, contact] = await openEnrolled();
		const enrollment = cast.account.openEnrollment(contact.id);
		const run = await cast.unenroll(undefined, { parameters: remove, options: CRM });

		expect(run.json[RESULT]).toEqual([
			{
				outcome: 'unenrolled',
				contactId: contact.id,
				email: contact.properties.email,
				sequenceId: cast.sequence.id,
			},
		]);
		expect(enrollment?.state).toBe('unenrolled');
		expect(paths(cast)).toEqual([
			'POST /crm/objects/2026-09/contacts/batch/read',
			// Whose follow-ups give their room back.
			'GET /account-info/2026-09/details',
			`GET /crm/v3/objects/contacts/${contact.id}/associations/sequences`,
			`DELETE /crm/v3/objects/sequence_enrollments/${enrollment?.id}`,
		]);
	});

	it('deletes nothing in a dry run', async () => {
		const [cast] = await openEnrolled();
		const run = await cast.unenroll(undefined, {
			parameters: remove,
			options: { ...CRM, dryRun: true },
		});

		expect(run.json[RESULT]).toMatchObject([{ outcome: 'wouldUnenroll' }]);
		expect(paths(cast)).toHaveLength(1);
	});

	it('knows a repeated delete that finds nothing more for the success it is', async () => {
		const [cast, contact] = await openEnrolled();
		cast.hubspot.faults.add({ method: 'DELETE', times: 1, effect: { reset: 'after' } });
		const run = await cast.unenroll(undefined, { parameters: remove, options: CRM });

		expect(run.of(0).json.outcome).toBe('unenrolled');
		expect(cast.account.openEnrollment(contact.id)).toBeUndefined();
	});

	it('is refused before any request where the routes are not chosen', async () => {
		const [cast] = await openEnrolled();
		const run = await cast.unenroll(undefined, { parameters: remove, settings });

		expect(run.json[ERROR]).toMatchObject([
			{
				error: 'Delete Enrollment needs the CRM Object Routes',
				description: expect.stringMatching(/'API Routes' to CRM Object Routes/) as string,
			},
		]);
		expect(paths(cast)).toEqual([]);
	});

	it('says so where the properties show an enrollment and the route does not', async () => {
		const [cast] = await openEnrolled();
		cast.hubspot.faults.add({
			path: '/associations/sequences',
			effect: { status: 200, body: { results: [] } },
		});
		const run = await cast.unenroll(undefined, { parameters: remove, options: CRM, settings });

		expect(run.json[ERROR]).toMatchObject([
			{ error: 'HubSpot shows no enrollment of the contact to delete' },
		]);
	});
});

describe('With CRM Object Routes, enrolling in a workflow', () => {
	it.each([
		['id', { contact: byId('={{ $json.id }}') }, (contact: Contact) => ({ contactId: contact.id })],
		[
			'email',
			{ contact: byEmail('={{ $json.email }}') },
			({ properties }: Contact) => ({ email: properties.email }),
		],
	])('posts the contact by %s to the flow', async (_, named, body) => {
		const cast = await open();
		const flow = newFlow(cast.stage);
		const run = await cast.stage.workflow(cast.items, {
			parameters: { operation: 'enroll', workflow: byId(flow.legacyId), options: CRM, ...named },
		});

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { flowId: flow.id } });
		const [request] = cast.hubspot.requests.filter({ method: 'POST', path: '/enrollments/' });
		expect(request.path).toBe(`/automation/v4/flows/${flow.id}/enrollments/contacts`);
		expect(request.body).toEqual(body(cast.contacts[0]));
		expect(entered(cast.stage, flow)).toBe(1);
	});

	it('needs the flow id, and says so where HubSpot does not tell it', async () => {
		const cast = await open();
		const flow = newFlow(cast.stage);
		cast.hubspot.faults.add({ path: '/workflow-id-mappings/', effect: { status: 403 } });
		const run = await cast.stage.workflow(cast.items, {
			parameters: { operation: 'enroll', workflow: byId(flow.legacyId), options: CRM },
			settings,
		});

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: {
				error: 'The flow ID of the HubSpot workflow is not known',
				description: expect.stringContaining('The CRM Object Routes need it'),
				reason: 'WORKFLOW_UNUSABLE',
				workflowId: flow.legacyId,
			},
		});
	});
});

it('the picker of sequences works whatever the routes', async () => {
	const cast = await Cast.open();
	const { results } = await askPicker({
		type: 'hubspotSequence',
		method: 'searchSequences',
		credentials: cast.stage.serviceKey,
		parameters: { options: CRM },
	});
	expect(results.map(({ value }) => value)).toEqual([cast.sequence.id]);
});
