import { byId } from '../../support/n8n/stage';
import { itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import { ERROR, RESULT } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };

it('all workflows of each contact are shown, with both ids', async () => {
	const flows = [newFlow(stage(), { name: 'Welcome' }), newFlow(stage(), { name: 'Webinar' })];
	const contacts = newPeople(stage(), 2);
	for (const flow of flows) {
		await stage().workflow(itemsOf(contacts.slice(0, 1)), { parameters: on('enroll', flow) });
	}
	stage().hubspot.requests.clear();
	const run = await stage().workflow(itemsOf(contacts), {
		parameters: on('status', undefined, { options: { includeInput: true } }),
	});
	expect(run.of(0).json).toEqual({
		contactId: contacts[0].id,
		email: contacts[0].properties.email,
		enrolled: true,
		workflows: flows.map(({ id, legacyId, name }) => ({
			workflowId: legacyId,
			flowId: id,
			name,
			enabled: true,
		})),
		input: { email: contacts[0].properties.email },
	});
	expect(run.of(1).json).toMatchObject({
		contactId: contacts[1].id,
		enrolled: false,
		workflows: [],
	});
	// One batch of contacts, one of ids, and one request per contact.
	expect(stage().hubspot.requests.count()).toBe(4);
});

it('with a workflow, enrolled is about that one', async () => {
	const [flow, other] = [newFlow(stage()), newFlow(stage())];
	const items = itemsOf(newPeople(stage(), 1));
	await stage().workflow(items, { parameters: on('enroll', flow) });
	const enrolled = async (id: string) =>
		(await stage().workflow(items, { parameters: on('status', undefined, { workflow: byId(id) }) }))
			.json[RESULT][0].enrolled;
	expect(await enrolled(flow.id)).toBe(true);
	expect(await enrolled(flow.legacyId)).toBe(true);
	expect(await enrolled(other.id)).toBe(false);
});

it.each([
	['object', { name: 'Welcome' }],
	['array', { name: 'Welcome' }],
] as const)('HubSpot may answer with an %s', async (v2StatusShape, shown) => {
	stage().hubspot.settings.v2StatusShape = v2StatusShape;
	const flow = newFlow(stage(), { name: 'Welcome' });
	const contacts = newPeople(stage(), 2);
	await stage().workflow(itemsOf(contacts.slice(0, 1)), { parameters: on('enroll', flow) });
	const run = await stage().workflow(itemsOf(contacts), { parameters: on('status', undefined) });
	expect(run.json[RESULT]).toMatchObject([
		{ enrolled: true, workflows: [shown] },
		{ enrolled: false, workflows: [] },
	]);
});

it('a contact that passed through, or has left, is in none', async () => {
	const short = newFlow(stage(), { actions: [] });
	const long = newFlow(stage());
	const items = itemsOf(newPeople(stage(), 1));
	for (const flow of [short, long]) {
		await stage().workflow(items, { parameters: on('enroll', flow) });
	}
	await stage().workflow(items, { parameters: on('unenroll', long) });
	const run = await stage().workflow(items, { parameters: on('status', undefined) });
	expect(run.of(0).json).toMatchObject({ enrolled: false, workflows: [] });
});

it('flow ids are left out where HubSpot does not tell them', async () => {
	const flow = newFlow(stage());
	const items = itemsOf(newPeople(stage(), 1));
	await stage().workflow(items, { parameters: on('enroll', flow) });
	stage().hubspot.faults.add({ path: '/workflow-id-mappings/', effect: { status: 403 } });
	const run = await stage().workflow(items, { parameters: on('status', undefined) });
	expect(run.of(0).json.workflows).toMatchObject([{ workflowId: flow.legacyId, flowId: null }]);
});

it('contacts without address are shown too; unknown ones are errors', async () => {
	const [contact] = newContacts(stage(), { email: null });
	const run = await stage().workflow([{ id: contact.id }, { id: '1' }], {
		parameters: on('status', undefined, { contact: byId('={{ $json.id }}') }),
		settings,
	});
	expect(run.of(0)).toMatchObject({ output: RESULT, json: { email: null, enrolled: false } });
	expect(run.of(1)).toMatchObject({
		output: ERROR,
		json: { error: 'HubSpot has no such contact' },
	});
});

it('the same contact in several items is answered in each', async () => {
	const items = itemsOf(newPeople(stage(), 1));
	const run = await stage().workflow([...items, ...items], {
		parameters: on('status', undefined),
	});
	expect([0, 1].map((index) => run.of(index).json)).toEqual([
		run.json[RESULT][0],
		run.json[RESULT][0],
	]);
});
