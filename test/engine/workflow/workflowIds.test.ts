import { byId, byUrl } from '../../support/n8n/stage';
import { asked, itemsOf, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED, FAILED } from '../../support/outputs';

const stage = useStage();

const MAPPINGS = { path: '/workflow-id-mappings/' };

describe('the workflow of an item', () => {
	it.each(['auto', 'flow'])('is found by its flow id, type %s', async (workflowIdType) => {
		const flow = newFlow(stage(), { name: 'Welcome' });
		const [contact] = newPeople(stage(), 1);
		const run = await stage().workflow(itemsOf([contact]), {
			parameters: on('enroll', flow, { options: { workflowIdType } }),
		});
		expect(run.of(0)).toEqual({
			output: ENROLLED,
			json: {
				outcome: 'enrolled',
				contactId: contact.id,
				email: contact.properties.email,
				workflowId: flow.legacyId,
				flowId: flow.id,
				workflowName: 'Welcome',
			},
		});
		const [{ path }] = stage().hubspot.requests.filter({ path: '/enrollments/contacts/' });
		expect(path).toContain(`/automation/v2/workflows/${flow.legacyId}/`);
	});

	it.each(['auto', 'legacy'])('is found by its legacy id, type %s', async (workflowIdType) => {
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, {
				workflow: byId(` ${flow.legacyId} `),
				options: { workflowIdType },
			}),
		});
		expect(run.of(0)).toMatchObject({
			output: ENROLLED,
			json: { workflowId: flow.legacyId, flowId: flow.id },
		});
	});

	it.each([
		['https://app.hubspot.com/workflows/4242424/platform/flow/ID/edit', 'app'],
		['https://app-eu1.hubspot.com/workflows/4242424/flow/ID?source=x#top', 'app-eu1'],
	])('is found by its address %s', async (address) => {
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, { workflow: byUrl(address.replace('ID', flow.id)) }),
		});
		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { flowId: flow.id } });
	});

	it('is found from the list', async () => {
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, { workflow: { __rl: true, mode: 'list', value: flow.id } }),
		});
		expect(run.of(0).output).toBe(ENROLLED);
	});

	it('may be another one for each item', async () => {
		const flows = [newFlow(stage()), newFlow(stage())];
		const items = itemsOf(newPeople(stage(), 2)).map((item, index) => ({
			...item,
			flow: flows[index].id,
		}));
		const run = await stage().workflow(items, {
			parameters: on('enroll', undefined, { workflow: byId('={{ $json.flow }}') }),
		});
		expect(run.json[ENROLLED].map(({ flowId }) => flowId)).toEqual(flows.map(({ id }) => id));
	});

	it.each(['new', 'old', 'both'] as const)(
		'is looked up once a run, where HubSpot takes the %s field names',
		async (mappingField) => {
			stage().hubspot.settings.mappingField = mappingField;
			const flow = newFlow(stage());
			const run = await stage().workflow(itemsOf(newPeople(stage(), 30)), {
				parameters: on('enroll', flow),
			});
			expect(run.json[ENROLLED]).toHaveLength(30);
			const taken = stage().hubspot.requests.filter({ ...MAPPINGS, status: 200 });
			expect(taken).toHaveLength(1);
			expect(stage().hubspot.requests.count(MAPPINGS)).toBe(mappingField === 'old' ? 2 : 1);
			expect(stage().hubspot.requests.count({ method: 'GET', path: '/v4/flows/' })).toBe(1);
		},
	);

	it('is found by its legacy id with the old field names', async () => {
		stage().hubspot.settings.mappingField = 'old';
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, { workflow: byId(flow.legacyId) }),
		});
		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { flowId: flow.id } });
	});
});

describe('a workflow that is not there', () => {
	const settings = { onError: 'continueErrorOutput' as const };

	it.each([
		['nothing', byId, '', 'The Workflow of this item is empty'],
		['no number', byId, 'welcome', 'The Workflow of this item is not a workflow ID'],
		[
			'another address',
			byUrl,
			'https://app.hubspot.com/contacts/4242424',
			"'Workflow' is not the ID or the address of a record in HubSpot",
		],
	])('is named before any request, where there is %s', async (_case, by, flow, message) => {
		const items = itemsOf(newPeople(stage(), 1)).map((item) => ({ ...item, flow }));
		const run = await stage().workflow(items, {
			parameters: on('enroll', undefined, { workflow: by('={{ $json.flow }}') }),
			settings,
		});
		expect(run.of(0).output).toBe(FAILED);
		expect(run.of(0).json.error).toContain(message);
		expect(stage().hubspot.requests.count()).toBe(0);
	});

	it('is an error of each item, and nobody is asked to enroll by a flow id', async () => {
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), {
			parameters: on('enroll', undefined, {
				workflow: byId('1999999999'),
				options: { workflowIdType: 'flow' },
			}),
			settings,
		});
		expect(run.json[FAILED]).toHaveLength(3);
		expect(run.json[FAILED][0]).toMatchObject({ error: 'HubSpot has no such workflow' });
		expect(asked(stage())).toBe(0);
		expect(stage().hubspot.requests.count(MAPPINGS)).toBe(1);
	});

	it('is left to HubSpot to refuse, where it may be of the older API', async () => {
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', undefined, { workflow: byId('7999999') }),
			settings,
		});
		expect(run.of(0).output).toBe(FAILED);
		expect(run.of(0).json).toMatchObject({
			error: 'HubSpot has no such record',
			details: { hubspotMessage: 'resource not found' },
		});
	});
});

it('several workflows in one run are mapped by one request', async () => {
	const flows = [newFlow(stage()), newFlow(stage()), newFlow(stage())];
	const contacts = newPeople(stage(), 3);
	const items = itemsOf(contacts).map((item, index) => ({ ...item, flowId: flows[index].id }));
	const run = await stage().workflow(items, {
		parameters: on('enroll', flows[0], { workflow: byId('={{ $json.flowId }}') }),
	});
	expect(run.json[ENROLLED].map(({ workflowId }) => workflowId)).toEqual(
		flows.map(({ legacyId }) => legacyId),
	);
	expect(stage().hubspot.requests.count(MAPPINGS)).toBe(1);
});
