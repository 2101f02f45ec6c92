import { uniq } from 'lodash';

import { HubspotSequence } from '../../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../../nodes/HubspotWorkflow/HubspotWorkflow.node';
import { HOSTS, type Rep } from '../../../tools/hubspot';
import { askPicker } from '../../support/n8n/picker';
import { byId } from '../../support/n8n/stage';
import { addBridge, enrollIn, openWithEnrolled, sequenceOf } from '../sequence/bridgeCast';
import { Cast, closeCasts, DAY } from '../../support/cast';
import { ENROLLED, ERROR, FAILED, RESULT } from '../../support/outputs';

afterAll(closeCasts);

const settings = { onError: 'continueErrorOutput' as const };
const CRM = { apiRoutes: 'crmObjects' };
const STEPS = [{}, { delayMillis: 4 * DAY }];

describe('recipe line 1: a sequence is sent by a rep, from the inbox of the rep', () => {
	it('recipe line 1: every enrollment names user and inbox, to HubSpot and in the item', async () => {
		const cast = await Cast.open();
		const run = await cast.enroll();

		const [{ query, body }] = cast.enrollRequests();
		expect(query).toEqual({ userId: cast.rep.userId });
		expect(body).toMatchObject({ senderEmail: cast.rep.email });
		expect(run.of(0).json.sender).toEqual({ userId: cast.rep.userId, email: cast.rep.email });
		expect(cast.account.sends).toMatchObject([{ senderEmail: cast.rep.email }]);
	});

	it.each<[string, Partial<Rep>, string, RegExp]>([
		[
			'no seat',
			{ salesSeat: false },
			'The sending user may not use sequences',
			/seat .*permission.*HubSpot Workflow node/,
		],
		[
			'no inbox',
			{ inboxes: [] },
			'The sending user has no connected inbox',
			/connects it in HubSpot .*HubSpot Workflow node/,
		],
	])('recipe line 1: a user with %s is told what to do', async (_, rep, error, description) => {
		const cast = await Cast.open({ rep });
		const run = await cast.enroll(undefined, { settings });

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error, description: expect.stringMatching(description) as string },
		});
	});
});

describe('recipe line 3: enroll in a sequence', () => {
	it.each([
		['2026-09', HOSTS.all, '/automation/sequences/2026-09/enrollments'],
		['v4, where the host has nothing newer', HOSTS.old, '/automation/v4/sequences/enrollments'],
	] as const)('recipe line 3: by the published route %s', async (_, versions, path) => {
		const cast = await Cast.open({ settings: { versions } });
		const run = await cast.enroll();

		expect(run.of(0).output).toBe(ENROLLED);
		expect(cast.enrollRequests().map((request) => [request.path, request.status])).toEqual([
			[path, 200],
		]);
	});

	it('recipe line 3: by POST /crm/v3/objects/contacts/{contactId}/sequences, if chosen', async () => {
		const cast = await Cast.open({ settings: { recipeRoutes: true } });
		const [contact] = cast.contacts;
		const run = await cast.enroll(undefined, { options: CRM });

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
		const path = `/crm/v3/objects/contacts/${contact.id}/sequences`;
		expect(cast.hubspot.requests.filter({ method: 'POST', path })).toMatchObject([
			{ status: 200, body: { sequenceId: cast.sequence.id, userId: cast.rep.userId } },
		]);
		expect(cast.enrollments(contact)).toBe(1);
	});
});

describe('recipe line 5: status', () => {
	it.each([
		['by contact properties and the published enrollment', {}, '/enrollments/contact/', 0],
		['by the association and the enrollment behind it', CRM, '/associations/sequences', 1],
	])('recipe line 5: %s', async (_, options, path, records) => {
		const cast = await openWithEnrolled({ contacts: 1, settings: { recipeRoutes: true } });
		const [contact] = cast.contacts;
		const idle = cast.addContact();
		const run = await cast.status(cast.itemsOf(contact, idle), { options });

		expect(run.json[RESULT]).toMatchObject([
			{
				contactId: contact.id,
				enrolled: true,
				enrollment: {
					id: cast.account.openEnrollment(contact.id)?.id,
					sequenceId: cast.sequence.id,
					sequenceName: cast.sequence.name,
				},
				counts: { active: 1, total: 1 },
			},
			{ contactId: idle.id, enrolled: false, enrollment: null },
		]);
		expect(cast.hubspot.requests.count({ path: '/batch/read' })).toBe(1);
		expect(cast.hubspot.requests.count({ path })).toBe(1);
		expect(cast.hubspot.requests.count({ path: '/sequence_enrollments/' })).toBe(records);
	});
});

describe('recipe line 6: unenroll from a sequence', () => {
	it('recipe line 6: by a workflow with "Unenroll from sequence", driven and awaited', async () => {
		const cast = await openWithEnrolled({ contacts: 2, settings: { bridgeDelayMs: 300 } });
		addBridge(cast);
		const run = await cast.unenroll(undefined, { options: { pollSeconds: 1, waitSeconds: 20 } });

		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }, { outcome: 'unenrolled' }]);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual([
			undefined,
			undefined,
		]);
	});

	it('recipe line 6: by DELETE on the enrollment, if chosen', async () => {
		const cast = await openWithEnrolled({ contacts: 2, settings: { recipeRoutes: true } });
		const ids = cast.contacts.map(({ id }) => cast.account.openEnrollment(id)?.id);
		const run = await cast.unenroll(undefined, {
			parameters: { unenrollMethod: 'deleteEnrollment' },
			options: CRM,
		});

		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }, { outcome: 'unenrolled' }]);
		const deleted = cast.hubspot.requests.filter({ method: 'DELETE' });
		expect(deleted.map(({ path }) => path).sort()).toEqual(
			ids.map((id) => `/crm/v3/objects/sequence_enrollments/${id}`).sort(),
		);
		expect(cast.account.enrollments.map(({ state }) => state)).toEqual([
			'unenrolled',
			'unenrolled',
		]);
	});

	it('recipe line 6: DELETE without the option is refused before any request', async () => {
		const cast = await openWithEnrolled({ contacts: 1, settings: { recipeRoutes: true } });
		const run = await cast.unenroll(undefined, {
			parameters: { unenrollMethod: 'deleteEnrollment' },
			settings,
		});

		expect(run.json[ERROR]).toMatchObject([
			{ error: 'Delete Enrollment needs the CRM Object Routes' },
		]);
		expect(cast.hubspot.requests.count()).toBe(0);
	});
});

describe('recipe line 10: the steps of a sequence are edited in HubSpot', () => {
	it('recipe line 10: no operation edits them', () => {
		const operations = [new HubspotSequence(), new HubspotWorkflow()].flatMap(({ description }) =>
			description.properties
				.filter(({ name }) => name === 'operation')
				.flatMap(({ options = [] }) => options.map((option) => 'value' in option && option.value)),
		);
		const four = ['checkSendLimit', 'enroll', 'status', 'unenroll'];
		expect(uniq(operations)).toEqual(four);
	});

	it('recipe line 10: Check Sending Limit shows them, and where to edit them', async () => {
		const cast = await Cast.open({ steps: STEPS });
		const run = await cast.checkSendLimit(undefined, {
			parameters: { sequence: byId(cast.sequence.id) },
		});

		expect(run.json[RESULT]).toMatchObject([
			{
				sequence: {
					emailsPerContact: 2,
					steps: [
						{ stepOrder: 0, actionType: 'EMAIL', delayMillis: 0 },
						{ stepOrder: 1, actionType: 'EMAIL', delayMillis: 4 * DAY },
					],
					url: `https://app.hubspot.com/sequences/4242424/sequence/${cast.sequence.id}`,
				},
			},
		]);
	});

	it('recipe line 10: the list of sequences shows them, with a link', async () => {
		const cast = await Cast.open({ steps: STEPS });
		const { results } = await askPicker({
			type: 'hubspotSequence',
			method: 'searchSequences',
			credentials: cast.stage.serviceKey,
		});

		expect(results).toEqual([
			{
				name: expect.stringMatching(/^Outbound intro – .*2 emails/) as string,
				value: cast.sequence.id,
				url: `https://app.hubspot.com/sequences/4242424/sequence/${cast.sequence.id}`,
			},
		]);
	});

	it('recipe line 10: nothing is written to a sequence, whatever the node does', async () => {
		const cast = await openWithEnrolled({ contacts: 2, settings: { recipeRoutes: true } });
		const extra = cast.addContact();
		enrollIn(cast, cast.addContact().id);
		await cast.enroll(cast.itemsOf(extra));
		await cast.status();
		await cast.checkSendLimit(undefined, { parameters: { sequence: byId(cast.sequence.id) } });

		const writes = cast.hubspot.requests.filter(
			({ method, path }) => method !== 'GET' && !/\/(batch\/read|search)$/.test(path),
		);
		expect(writes.map(({ path }) => path)).toEqual(['/automation/sequences/2026-09/enrollments']);
	});
});
