import { run, type Running } from '../../tools/hubspot/client';
import {
	addContact,
	addEnrollment,
	addFlow,
	addRep,
	addSequence,
	BRIDGE_PROPERTY,
	inARow,
} from '../../tools/hubspot/index';

const FLOWS = '/automation/v4/flows';
let running: Running;

beforeEach(async () => (running = await run()));
afterEach(async () => await running.hubspot.close());

/** The workflow a person was seen to make by API, as documented by that run. */
const BRIDGE = {
	type: 'CONTACT_FLOW',
	flowType: 'WORKFLOW',
	objectTypeId: '0-1',
	name: 'Unenroll',
	isEnabled: true,
	startActionId: '1',
	nextAvailableActionId: '2',
	actions: [
		{
			actionId: '1',
			actionTypeId: '0-4702372',
			actionTypeVersion: 0,
			type: 'SINGLE_CONNECTION',
			fields: {},
		},
	],
	enrollmentCriteria: {
		type: 'LIST_BASED',
		shouldReEnroll: true,
		listFilterBranch: {
			filterBranchType: 'OR',
			filters: [],
			filterBranches: [
				{
					filterBranchType: 'AND',
					filterBranches: [],
					filters: [
						{
							filterType: 'PROPERTY',
							property: BRIDGE_PROPERTY,
							operation: { operationType: 'ALL_PROPERTY', operator: 'IS_KNOWN' },
						},
					],
				},
			],
		},
	},
};

async function setTrigger(id: string, value: string) {
	const { status } = await running.api.post('/crm/v3/objects/contacts/batch/update', {
		inputs: [{ id, properties: { [BRIDGE_PROPERTY]: value } }],
	});
	expect(status).toBe(200);
}

it('a bridge made by API works, and again once its property was cleared', async () => {
	const { account, clock } = running.hubspot;
	const made = await running.api.post('/crm/v3/properties/contacts', {
		name: BRIDGE_PROPERTY,
		label: 'Unenroll',
		type: 'datetime',
		fieldType: 'date',
		groupName: 'contactinformation',
	});
	expect(made.status).toBe(201);
	const { status, data } = await running.api.post(FLOWS, BRIDGE);
	expect([status, data.revisionId]).toEqual([201, '1']);

	addRep(account);
	const sequence = addSequence(account, { steps: [{}, { delayMillis: 9e9 }] });
	const { id: contactId } = addContact(account);
	for (let round = 0; round < 2; round++) {
		const enrollment = addEnrollment(account, { contactId, sequenceId: sequence.id });
		await setTrigger(contactId, '2026-11-23T09:00:00Z');
		clock.advance(2000);
		expect(enrollment.state).toBe('unenrolled');
		await setTrigger(contactId, '');
	}
	expect(account.flowEnrollments).toHaveLength(2);
});

it('setting a trigger property that is already set starts nothing', async () => {
	const { account } = running.hubspot;
	const properties = { [BRIDGE_PROPERTY]: '2026-11-01T00:00:00Z' };
	const { id } = addContact(account, { properties });
	addFlow(account, BRIDGE as object);
	await setTrigger(id, '2026-11-23T09:00:00Z');
	expect(account.flowEnrollments).toEqual([]);
});

it('turning a flow on by API enrolls everybody who already matches', async () => {
	const { account } = running.hubspot;
	addContact(account);
	const { id } = addContact(account, { properties: { [BRIDGE_PROPERTY]: '2026-11-01' } });
	await running.api.post(FLOWS, BRIDGE);
	expect(account.flowEnrollments.map(({ contactId }) => contactId)).toEqual([id]);
});

it('an update needs the revision it was based on', async () => {
	const flow = addFlow(running.hubspot.account);
	const { data: read } = await running.api.get(`${FLOWS}/${flow.id}`);
	const off = { ...read, isEnabled: false };
	expect((await running.api.put(`${FLOWS}/${flow.id}`, off)).data.isEnabled).toBe(false);
	expect((await running.api.put(`${FLOWS}/${flow.id}`, off)).status).toBe(409);
});

it('a deleted flow is gone', async () => {
	const flow = addFlow(running.hubspot.account);
	expect((await running.api.delete(`${FLOWS}/${flow.id}`)).status).toBe(204);
	expect((await running.api.get(`${FLOWS}/${flow.id}`)).status).toBe(404);
});

it('flows a key may not read are left out of the list and answer 403', async () => {
	const flow = addFlow(running.hubspot.account);
	running.hubspot.settings.flowsReadable = false;
	expect((await running.api.get(FLOWS)).data.results).toEqual([]);
	expect((await running.api.get(`${FLOWS}/${flow.id}`)).status).toBe(403);
	const inputs = [{ type: 'FLOW_ID', flowId: flow.id }];
	const batch = await running.api.post(`${FLOWS}/batch/read`, { inputs });
	expect([batch.status, batch.data.errors[0].subCategory]).toEqual([
		207,
		'FLOW_NOT_FOUND_BY_FLOW_ID',
	]);
});

describe('workflow id mapping', () => {
	const map = async (input: object) =>
		await running.api.post('/automation/v4/workflow-id-mappings/batch/read', { inputs: [input] });

	it.each([
		['new', 'flowId', 'flowMigrationStatuses'],
		['old', 'flowMigrationStatuses', 'flowId'],
	] as const)('the %s field name is %s; %s is refused', async (setting, good, bad) => {
		const flow = addFlow(running.hubspot.account);
		running.hubspot.settings.mappingField = setting;
		const { status, data } = await map({ type: 'FLOW_ID', [good]: flow.id });
		expect(status).toBe(200);
		expect(data.results).toEqual([{ flowId: Number(flow.id), workflowId: Number(flow.legacyId) }]);
		expect((await map({ type: 'FLOW_ID', [bad]: flow.id })).status).toBe(400);
	});

	it('it maps back from the legacy id, and names an unknown id in a 207', async () => {
		const flow = addFlow(running.hubspot.account);
		const back = await map({ type: 'WORKFLOW_ID', workflowId: flow.legacyId });
		expect(back.data.results[0].flowId).toBe(Number(flow.id));
		expect((await map({ type: 'FLOW_ID', flowId: '1' })).status).toBe(207);
	});
});

describe('A flow read by itself has the fields of the specification', () => {
	const EVERY = [
		'id',
		'name',
		'type',
		'flowType',
		'objectTypeId',
		'isEnabled',
		'revisionId',
		'uuid',
		'createdAt',
		'updatedAt',
		'startActionId',
		'nextAvailableActionId',
		'actions',
		'enrollmentCriteria',
		'timeWindows',
		'blockedDates',
		'customProperties',
		'dataSources',
		'crmObjectCreationStatus',
	];
	const OF_CONTACTS = ['suppressionListIds', 'canEnrollFromSalesforce'];

	it.each([
		['of contacts', { type: 'CONTACT_FLOW', objectTypeId: '0-1' }, [...EVERY, ...OF_CONTACTS]],
		['of companies', { type: 'PLATFORM_FLOW', objectTypeId: '0-2' }, EVERY],
	])('%s', async (_, kind, fields) => {
		const actions = inARow([{ actionTypeId: '0-4' }, { actionTypeId: '0-4' }]);
		const { id } = addFlow(running.hubspot.account, { ...kind, actions });
		const { data } = await running.api.get(`${FLOWS}/${id}`);
		expect(Object.keys(data as object).sort()).toEqual([...fields].sort());
		expect(data.nextAvailableActionId).toBe('3');
	});
});
