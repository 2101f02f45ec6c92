import { sleep, type INodeParameters } from 'n8n-workflow';

import { addFlow, ALL_SCOPES, BRIDGE_PROPERTY, inARow } from '../../../tools/hubspot';
import { addBridge, armed, asked, openWithEnrolled, sequenceOf } from './bridgeCast';
import { closeCasts, type Cast } from '../../support/cast';
import { RESULT } from '../../support/outputs';

afterAll(closeCasts);

const NAME = `Unenroll from sequence (n8n, ${BRIDGE_PROPERTY})`;
const CREATE_FLOW = { method: 'POST', path: '/automation/v4/flows' };
const CREATE_PROPERTY = { method: 'POST', path: '/crm/properties/2026-09/contacts' };

const unenroll = async (cast: Cast, items = cast.items, options: INodeParameters = {}) =>
	await cast.unenroll(items, { options: { createBridge: true, waitSeconds: 0, ...options } });
const created = ({ hubspot }: Cast) => [
	hubspot.requests.count({ ...CREATE_PROPERTY, status: 201 }),
	hubspot.requests.count({ ...CREATE_FLOW, status: 201 }),
];

/** Slow, so that two runs both look before either has created. */
const slowCreation = (cast: Cast) =>
	cast.hubspot.faults.add({ ...CREATE_FLOW, effect: { latencyMs: 300 } });

describe('Create Helper Workflow', () => {
	it('creates the property and the workflow, and unenrolls by them', async () => {
		const cast = await openWithEnrolled({ contacts: 2 });
		const run = await unenroll(cast);

		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual(['unenrolled', 'unenrolled']);
		expect(cast.account.properties.get(BRIDGE_PROPERTY)).toBe('datetime');
		expect(armed(cast)).toEqual([]);
		const [property] = cast.hubspot.requests.filter(CREATE_PROPERTY);
		expect(property.body).toMatchObject({
			name: BRIDGE_PROPERTY,
			type: 'datetime',
			fieldType: 'date',
			groupName: 'contactinformation',
		});
		const [flow] = cast.hubspot.requests.filter(CREATE_FLOW);
		expect(flow.body).toMatchObject({
			type: 'CONTACT_FLOW',
			objectTypeId: '0-1',
			name: NAME,
			isEnabled: true,
			actions: [{ actionTypeId: '0-4702372', fields: {} }],
			enrollmentCriteria: { type: 'LIST_BASED', shouldReEnroll: true },
		});
	});

	it('creates before any contact is touched', async () => {
		const cast = await openWithEnrolled();
		await unenroll(cast);
		const writes = asked(cast).filter(
			(line) => /^POST/.test(line) && !/batch\/read$|search$/.test(line),
		);
		expect(writes.map((line) => line.split(' ')[1])).toEqual([
			CREATE_PROPERTY.path,
			CREATE_FLOW.path,
			...Array(2).fill('/crm/objects/2026-09/contacts/batch/update'),
		]);
	});

	it('uses in later runs what the first one created', async () => {
		const cast = await openWithEnrolled({ contacts: 3 });
		for (const item of cast.items) await unenroll(cast, [item]);

		expect(created(cast)).toEqual([1, 1]);
		expect(cast.contacts.filter((contact) => sequenceOf(cast, contact))).toEqual([]);
	});

	it('uses a workflow that a person built, among many others', async () => {
		const cast = await openWithEnrolled();
		for (let more = 0; more < 120; more++) addFlow(cast.account);
		addFlow(cast.account, { actions: inARow([{ actionTypeId: '0-4702372' }]) });
		addBridge(cast, {}, 'another_property');
		addBridge(cast, { name: 'Does something else', actions: [] });
		addBridge(cast);
		const run = await unenroll(cast);

		expect(run.of(0).json.outcome).toBe('unenrolled');
		expect(created(cast)).toEqual([0, 0]);
	});

	it('is not content with a workflow that starts on the property and does something else', async () => {
		const cast = await openWithEnrolled();
		addBridge(cast, { actions: [] });
		expect((await unenroll(cast)).of(0).json.outcome).toBe('unenrolled');
		expect(created(cast)).toEqual([0, 1]);
	});

	it('takes a property that exists, where nobody has a value in it', async () => {
		const cast = await openWithEnrolled();
		cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
		expect((await unenroll(cast)).of(0).json.outcome).toBe('unenrolled');
		expect(created(cast)).toEqual([0, 1]);
	});

	it('names the workflow it created where contacts do not leave in time', async () => {
		const cast = await openWithEnrolled({ settings: { bridgeDelayMs: 80_000 } });
		const { json } = (await unenroll(cast)).of(0);
		const [{ id }] = cast.account.flows;
		expect(json).toMatchObject({ outcome: 'pending', workflow: { flowId: id, name: NAME } });
	});

	it.each([[{}], [{ createBridge: true, dryRun: true }]])(
		'creates nothing unless it is on, nor in a dry run (%j)',
		async (options) => {
			const cast = await openWithEnrolled();
			cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
			await unenroll(cast, cast.items, { createBridge: false, ...options });
			expect(created(cast)).toEqual([0, 0]);
		},
	);

	it('creates nothing where no contact of the run is in a sequence', async () => {
		const cast = await openWithEnrolled();
		await unenroll(cast, cast.itemsOf(cast.addContact()));
		expect(created(cast)).toEqual([0, 0]);
	});
});

describe('Two runs of Create Helper Workflow at the same time', () => {
	it('of one n8n process share one creation', async () => {
		const cast = await openWithEnrolled({ contacts: 2 });
		slowCreation(cast);
		const runs = await Promise.all(cast.items.map(async (item) => await unenroll(cast, [item])));

		expect(runs.map((run) => run.of(0).json.outcome)).toEqual(['unenrolled', 'unenrolled']);
		expect(created(cast)).toEqual([1, 1]);
	});

	it('of two processes end with one workflow', async () => {
		const cast = await openWithEnrolled({ contacts: 2 });
		slowCreation(cast);
		// With another credential, the second run shares nothing with the first.
		const credentials = { hubspotEnrollmentOAuth2Api: { id: 'c2', name: 'HubSpot' } };
		const runs = await Promise.all([
			unenroll(cast, cast.items.slice(0, 1)),
			cast.unenroll(cast.items.slice(1), {
				options: { createBridge: true, waitSeconds: 5, pollSeconds: 1 },
				settings: { credentials },
			}),
		]);

		expect(runs.map((run) => run.of(0).json.outcome)).toEqual(['unenrolled', 'unenrolled']);
		expect(created(cast)[1]).toBe(2);
		expect(cast.account.flows).toHaveLength(1);
		expect(cast.contacts.filter((contact) => sequenceOf(cast, contact))).toEqual([]);
	});

	it.each([
		['older', '1', 1],
		['younger', '999999999', 0],
	])('leave the other one alone that is %s', async (_, id, deleted) => {
		const cast = await openWithEnrolled();
		slowCreation(cast);
		const running = unenroll(cast);
		while (cast.hubspot.requests.count(CREATE_FLOW) === 0) await sleep(5);
		addBridge(cast, { id, name: NAME });

		expect((await running).of(0).json.outcome).toBe('unenrolled');
		expect(cast.hubspot.requests.count({ method: 'DELETE' })).toBe(deleted);
		expect(cast.account.flow(id)).toBeDefined();
	});

	it('and a lost answer do not lead to a second workflow', async () => {
		const cast = await openWithEnrolled();
		cast.hubspot.faults.add({ ...CREATE_FLOW, times: 1, effect: { reset: 'after' } });

		expect((await unenroll(cast)).of(0).json.outcome).toBe('unenrolled');
		expect(cast.account.flows).toHaveLength(1);
	});
});

describe('Create Helper Workflow leaves it to a person', () => {
	it('where other contacts have the property set, which it would unenroll', async () => {
		const cast = await openWithEnrolled({ contacts: 3 });
		cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
		for (const { properties } of cast.contacts) {
			properties[BRIDGE_PROPERTY] = '2026-01-01T00:00:00Z';
		}
		const run = await unenroll(cast, cast.items.slice(0, 1));

		expect(run.error).toMatchObject({
			message: "The helper workflow was not created, because the 'Trigger Property' is in use",
			description: expect.stringContaining('2 other contacts have a value'),
		});
		expect(created(cast)).toEqual([0, 0]);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(3).fill(cast.sequence.id),
		);

		// Contacts of this very run are to leave anyhow.
		expect((await unenroll(cast)).json[RESULT]).toMatchObject(
			Array(3).fill({ outcome: 'unenrolled' }),
		);
	});

	it('where the workflow is off', async () => {
		const cast = await openWithEnrolled();
		const flow = addBridge(cast, { isEnabled: false });
		const run = await unenroll(cast);

		expect(run.error).toMatchObject({
			message: 'The helper workflow is off',
			description: expect.stringContaining(`/flow/${flow.id}/edit`),
		});
		expect(armed(cast)).toEqual([]);
	});

	it('where the property is of another type', async () => {
		const cast = await openWithEnrolled();
		cast.account.properties.set(BRIDGE_PROPERTY, 'string');
		expect((await unenroll(cast)).error?.message).toBe(
			'The Trigger Property is not of the type date and time',
		);
		expect(created(cast)).toEqual([0, 0]);
	});

	it('where HubSpot shows no workflows, so that each run would create one more', async () => {
		const cast = await openWithEnrolled({ settings: { flowsReadable: false } });
		cast.hubspot.faults.add({ method: 'DELETE', effect: { status: 204 } });
		const run = await unenroll(cast);

		expect(run.error?.message).toMatch(/^HubSpot does not show workflows to the credential/);
		expect(cast.hubspot.requests.count({ method: 'DELETE', path: /flows/ })).toBe(1);
		expect(armed(cast)).toEqual([]);
	});

	it.each(['automation', 'crm.schemas.contacts.write'])(
		'where the key lacks the scope %s',
		async (scope) => {
			const grantedScopes = ALL_SCOPES.filter((one) => one !== scope);
			const cast = await openWithEnrolled({ settings: { grantedScopes } });
			const run = await unenroll(cast);

			expect(run.error?.message).toBe('The HubSpot credential lacks a scope for this');
			expect(run.error?.description).toContain(scope);
			expect(created(cast)).toEqual([0, 0]);
		},
	);
});
