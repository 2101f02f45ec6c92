import { byId } from '../../support/n8n/stage';
import { itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import { ERROR, RESULT } from '../../support/outputs';
import { emailOf } from '../../support/present';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const STATUS_PATH = '/v2/workflows/enrollments/contacts/';

it('contacts leave the workflow, and those not in it are told apart', async () => {
	stage().hubspot.settings.v2NotIn = 404;
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 3);
	await stage().workflow(itemsOf(contacts.slice(0, 2)), { parameters: on('enroll', flow) });
	const run = await stage().workflow(itemsOf(contacts), {
		parameters: on('unenroll', flow, { options: { verify: true, includeInput: true } }),
	});
	expect(run.json[RESULT]).toEqual(
		contacts.map(({ id, properties: { email } }, index) => ({
			outcome: index < 2 ? 'unenrolled' : 'notEnrolled',
			contactId: id,
			email,
			workflowId: flow.legacyId,
			flowId: flow.id,
			workflowName: flow.name,
			verified: true,
			input: { email },
		})),
	);
	expect(stage().hubspot.account.flowEnrollments).toMatchObject([
		{ state: 'unenrolled' },
		{ state: 'unenrolled' },
	]);
});

it('a contact whose unenrolling HubSpot did not answer has left, and is not told apart as not enrolled', async () => {
	stage().hubspot.settings.v2NotIn = 404;
	const flow = newFlow(stage());
	const items = itemsOf(newPeople(stage(), 1));
	await stage().workflow(items, { parameters: on('enroll', flow) });
	stage().hubspot.faults.add({ method: 'DELETE', times: 1, effect: { reset: 'after' } });
	const run = await stage().workflow(items, { parameters: on('unenroll', flow) });
	expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }]);
	expect(stage().hubspot.account.flowEnrollments).toMatchObject([{ state: 'unenrolled' }]);
});

it('only the chosen workflow is left', async () => {
	const [flow, other] = [newFlow(stage()), newFlow(stage())];
	const items = itemsOf(newPeople(stage(), 1));
	for (const one of [flow, other]) await stage().workflow(items, { parameters: on('enroll', one) });
	await stage().workflow(items, { parameters: on('unenroll', flow) });
	expect(stage().hubspot.account.flowEnrollments).toMatchObject([
		{ flowId: flow.id, state: 'unenrolled' },
		{ flowId: other.id, state: 'active' },
	]);
});

it('a workflow may be given by its legacy id, also where HubSpot shows none', async () => {
	stage().hubspot.settings.flowsReadable = false;
	stage().hubspot.faults.add({ path: '/workflow-id-mappings/', effect: { status: 403 } });
	const flow = newFlow(stage());
	const [contact] = newPeople(stage(), 1);
	const workflow = byId(flow.legacyId);
	await stage().workflow(itemsOf([contact]), { parameters: on('enroll', flow, { workflow }) });
	const run = await stage().workflow(itemsOf([contact]), {
		parameters: on('unenroll', flow, { workflow }),
		settings,
	});
	expect(run.of(0).json).toMatchObject({ outcome: 'unenrolled', flowId: null });
	expect(stage().hubspot.account.flowEnrollments).toMatchObject([{ state: 'unenrolled' }]);
});

it('a contact without address is an error that says why', async () => {
	const [contact] = newContacts(stage(), { email: null });
	const run = await stage().workflow([{}], {
		parameters: on('unenroll', newFlow(stage()), { contact: byId(contact.id) }),
		settings,
	});
	expect(run.of(0)).toMatchObject({
		output: ERROR,
		json: { error: 'The contact has no email address' },
	});
});

it('a request that is lost is repeated', async () => {
	const flow = newFlow(stage());
	const items = itemsOf(newPeople(stage(), 1));
	await stage().workflow(items, { parameters: on('enroll', flow) });
	stage().hubspot.faults.add({ method: 'DELETE', times: 1, effect: { reset: 'before' } });
	const run = await stage().workflow(items, { parameters: on('unenroll', flow), settings });
	expect(run.of(0).json).toMatchObject({ outcome: 'unenrolled' });
	expect(stage().hubspot.requests.count({ method: 'DELETE' })).toBe(2);
});

it('Confirm in HubSpot does not say that a contact has left where HubSpot cannot be asked', async () => {
	const flow = newFlow(stage());
	const items = itemsOf(newPeople(stage(), 1));
	await stage().workflow(items, { parameters: on('enroll', flow) });
	stage().hubspot.faults.add({ path: STATUS_PATH, effect: { status: 500 } });
	const run = await stage().workflow(items, {
		parameters: on('unenroll', flow, { options: { verify: true } }),
		settings,
	});
	expect(run.of(0)).toMatchObject({
		output: RESULT,
		json: { outcome: 'unenrolled', verified: false },
	});
});

it('Confirm in HubSpot shows a contact that is still inside', async () => {
	const flow = newFlow(stage());
	const items = itemsOf(newPeople(stage(), 1));
	await stage().workflow(items, { parameters: on('enroll', flow) });
	stage().hubspot.faults.add({ method: 'DELETE', effect: { status: 204, body: '' } });
	const run = await stage().workflow(items, {
		parameters: on('unenroll', flow, { options: { verify: true } }),
	});
	expect(run.of(0).json).toMatchObject({ verified: false });
});

it('an error of HubSpot is the error of its item alone', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 2);
	stage().hubspot.faults.add({
		method: 'DELETE',
		path: emailOf(contacts[0]),
		effect: { status: 400, body: { status: 'error', message: 'no' } },
	});
	const run = await stage().workflow(itemsOf(contacts), {
		parameters: on('unenroll', flow),
		settings,
	});
	expect([0, 1].map((index) => run.of(index).output)).toEqual([ERROR, RESULT]);
});
