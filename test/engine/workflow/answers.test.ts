import { byId } from '../../support/n8n/stage';
import { entered, itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import { addList } from '../../../tools/hubspot';
import { ENROLLED, FAILED } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const UNREADABLE = expect.stringContaining('does not show this workflow') as string;

describe('where HubSpot shows no workflow to the credential', () => {
	it.each(['auto', 'legacy'])('a legacy id still works, type %s', async (workflowIdType) => {
		stage().hubspot.settings.flowsReadable = false;
		const flow = newFlow(stage());
		const [contact] = newPeople(stage(), 1);
		const run = await stage().workflow(itemsOf([contact]), {
			parameters: on('enroll', flow, {
				workflow: byId(flow.legacyId),
				options: { workflowIdType },
			}),
			settings,
		});
		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { workflowId: flow.legacyId } });
		expect(run.hints).toMatchObject([{}, { type: 'warning', message: UNREADABLE }]);
		expect(entered(stage(), flow, contact)).toBe(1);
	});

	it.each([403, 404])('and maps no ids either: %i', async (status) => {
		stage().hubspot.settings.flowsReadable = false;
		stage().hubspot.faults.add({ path: '/workflow-id-mappings/', effect: { status } });
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: on('enroll', flow, { workflow: byId(flow.legacyId) }),
			settings,
		});
		expect(run.json[ENROLLED]).toMatchObject([
			{ workflowId: flow.legacyId, flowId: null },
			{ workflowId: flow.legacyId, flowId: null },
		]);
		expect(run.hints).toMatchObject([{}, { message: UNREADABLE }]);
		expect(entered(stage(), flow)).toBe(2);
	});

	it('nobody is asked for twice, as re-enrollment may be on', async () => {
		stage().hubspot.settings.flowsReadable = false;
		const flow = newFlow(stage(), { actions: [] });
		stage().hubspot.faults.add({
			method: 'POST',
			path: '/enrollments/contacts/',
			effect: { reset: 'after' },
		});
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow),
			settings,
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'It is not known whether HubSpot enrolled the contact' },
		});
		expect(entered(stage(), flow)).toBe(1);
	});
});

it.each([
	['status', '0 of 2 enrolled'],
	['unenroll', '2 not enrolled'],
])('%s says that it does not know the workflow', async (operation, message) => {
	newFlow(stage());
	const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
		parameters: on(operation, undefined, { workflow: byId('4711') }),
	});
	expect(run.hints).toMatchObject([
		{ message: expect.stringContaining('does not show a workflow with the ID 4711') as string },
		{ message },
	]);
});

describe('a contact that is in the workflow already', () => {
	it.each([
		[204, 0, { outcome: 'enrolled', verified: true }],
		[400, 2, { outcome: 'skipped', reason: 'ALREADY_ENROLLED' }],
		[409, 2, { outcome: 'skipped', reason: 'ALREADY_ENROLLED' }],
	] as const)('HubSpot answers %i', async (v2AlreadyIn, output, json) => {
		stage().hubspot.settings.v2AlreadyIn = v2AlreadyIn;
		const flow = newFlow(stage());
		const [contact] = newPeople(stage(), 1);
		const request = {
			parameters: on('enroll', flow, { options: { verify: true } }),
			settings,
		};
		await stage().workflow(itemsOf([contact]), request);
		const run = await stage().workflow(itemsOf([contact]), request);
		expect(run.of(0)).toMatchObject({ output, json: { ...json, contactId: contact.id } });
		if (output === 2) expect(run.of(0).json.message).toBe('The contact is already enrolled here');
		expect(entered(stage(), flow)).toBe(1);
	});
});

it('a contact that passed before is not enrolled again, and Confirm in HubSpot says so', async () => {
	const flow = newFlow(stage(), {
		actions: [],
		enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: false },
	});
	const [contact] = newPeople(stage(), 1);
	const request = { parameters: on('enroll', flow, { options: { verify: true } }) };
	await stage().workflow(itemsOf([contact]), request);
	const run = await stage().workflow(itemsOf([contact]), request);
	expect(run.of(0)).toMatchObject({
		output: ENROLLED,
		json: { outcome: 'enrolled', verified: false },
	});
	expect(entered(stage(), flow)).toBe(1);
});

describe('a contact that the workflow keeps out', () => {
	it.each([
		[204, 0, { outcome: 'enrolled', verified: false }],
		[400, 3, { details: { hubspotMessage: 'The contact is suppressed' } }],
	] as const)('HubSpot answers %i', async (v2Suppressed, output, json) => {
		stage().hubspot.settings.v2Suppressed = v2Suppressed;
		const [contact] = newPeople(stage(), 1);
		const { listId } = addList(stage().hubspot.account, { members: [contact.id] });
		const flow = newFlow(stage(), { suppressionListIds: [Number(listId)] });
		const run = await stage().workflow(itemsOf([contact]), {
			parameters: on('enroll', flow, { options: { verify: true } }),
			settings,
		});
		expect(run.of(0)).toMatchObject({ output, json });
		expect(entered(stage(), flow)).toBe(0);
	});
});

describe('an address that the older API does not know', () => {
	it.each([
		[404, 3, { error: 'HubSpot has no such record' }],
		[204, 0, { outcome: 'enrolled', verified: false }],
	] as const)('HubSpot answers %i', async (v2UnknownEmail, output, json) => {
		stage().hubspot.settings.v2UnknownEmail = v2UnknownEmail;
		const flow = newFlow(stage());
		const [contact] = newContacts(stage(), { email: 'moved@customer.example' });
		stage().hubspot.account.contactByEmail = () => undefined;
		const run = await stage().workflow([{ id: contact.id }], {
			parameters: on('enroll', flow, {
				contact: byId(contact.id),
				options: { verify: true },
			}),
			settings,
		});
		expect(run.of(0)).toMatchObject({ output, json });
	});
});

describe('the shape in which HubSpot shows the workflows of a contact', () => {
	it.each(['object', 'array'] as const)('%s, for Confirm in HubSpot', async (v2StatusShape) => {
		stage().hubspot.settings.v2StatusShape = v2StatusShape;
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: on('enroll', newFlow(stage()), { options: { verify: true } }),
		});
		expect(run.json[ENROLLED].map(({ verified }) => verified)).toEqual([true, true]);
	});

	it('a list under a name', async () => {
		const flow = newFlow(stage());
		stage().hubspot.faults.add({
			path: '/v2/workflows/enrollments/contacts/',
			effect: { status: 200, body: { workflows: [{ id: Number(flow.legacyId) }] } },
		});
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, { options: { verify: true } }),
		});
		expect(run.of(0).json.verified).toBe(true);
	});
});
