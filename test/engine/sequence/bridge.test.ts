import { buildByHand } from '../../../nodes/HubspotSequence/unenroll/bridge/buildByHand';
import { addFlow, addSequence, BRIDGE_PROPERTY, type Flow } from '../../../tools/hubspot';
import { askPicker } from '../../support/n8n/picker';
import { byId, byUrl } from '../../support/n8n/stage';
import {
	addBridge,
	armed,
	asked,
	enrollIn,
	openWithEnrolled,
	sequenceOf,
	UNENROLLING,
} from './bridgeCast';
import { closeCasts, DAY, type Cast } from '../../support/cast';
import { ERROR, RESULT } from '../../support/outputs';

afterAll(closeCasts);

const READ = 'POST /crm/objects/2026-09/contacts/batch/read';
const UPDATE = 'POST /crm/objects/2026-09/contacts/batch/update';
const flowUrl = ({ id }: Flow) =>
	`https://app.hubspot.com/workflows/4242424/platform/flow/${id}/edit`;

describe('Unenroll by a contact property', () => {
	it('takes all contacts out, watches them together, and clears the property', async () => {
		const cast = await openWithEnrolled({ contacts: 130, settings: { bridgeDelayMs: 300 } });
		addBridge(cast);
		const run = await cast.unenroll(undefined, { options: { pollSeconds: 1, waitSeconds: 20 } });

		expect(run.json[RESULT]).toHaveLength(130);
		expect(new Set(run.json[RESULT].map(({ outcome }) => outcome))).toEqual(
			new Set(['unenrolled']),
		);
		expect(cast.contacts.filter((contact) => sequenceOf(cast, contact))).toEqual([]);
		expect(armed(cast)).toEqual([]);
		// Two batches each: look up, set, two rounds of watching, clear. Before that, whose room is given back.
		expect(asked(cast)).toEqual([
			...[READ, READ],
			'GET /account-info/2026-09/details',
			...[UPDATE, UPDATE],
			...[READ, READ],
			...[READ, READ],
			...[UPDATE, UPDATE],
		]);
	});

	it('says of each item where the contact was', async () => {
		const cast = await openWithEnrolled({ contacts: 2 });
		const other = addSequence(cast.account, { steps: [{}, { delayMillis: 9 * DAY }] });
		const contact = cast.addContact();
		enrollIn(cast, contact.id, other.id);
		const idle = cast.addContact();
		addBridge(cast);
		cast.account.unenroll(cast.contacts[1].id);
		const items = cast.itemsOf(...cast.contacts, contact, idle);
		const run = await cast.unenroll(items, {
			options: { onlySequence: byId(cast.sequence.id) },
		});

		expect(run.json[RESULT]).toEqual([
			{
				outcome: 'unenrolled',
				contactId: cast.contacts[0].id,
				email: cast.contacts[0].properties.email,
				sequenceId: cast.sequence.id,
			},
			expect.objectContaining({ outcome: 'notEnrolled', contactId: cast.contacts[1].id }),
			expect.objectContaining({ outcome: 'differentSequence', sequenceId: other.id }),
			expect.objectContaining({ outcome: 'notEnrolled', contactId: idle.id }),
		]);
		expect(sequenceOf(cast, contact)).toBe(other.id);
	});

	it('starts the workflow again for a contact whose property an earlier run left set', async () => {
		const cast = await openWithEnrolled();
		cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
		const options = { waitSeconds: 0 };
		expect((await cast.unenroll(undefined, { options })).of(0).json.outcome).toBe('pending');
		expect(armed(cast)).toHaveLength(1);
		addBridge(cast);

		expect((await cast.unenroll(undefined, { options })).of(0).json.outcome).toBe('unenrolled');
		expect(armed(cast)).toEqual([]);
	});

	it('by another name starts another workflow', async () => {
		const cast = await openWithEnrolled({ contacts: 2 });
		addBridge(cast, {}, 'leave_sequence_on');
		const options = { triggerProperty: 'leave_sequence_on', waitSeconds: 0 };
		expect((await cast.unenroll(undefined, { options })).of(0).json.outcome).toBe('unenrolled');
	});

	it('answers the same contact in two items twice, and asks for it once', async () => {
		const cast = await openWithEnrolled();
		addBridge(cast);
		const run = await cast.unenroll([...cast.items, ...cast.items]);

		expect([run.of(0).json.outcome, run.of(1).json.outcome]).toEqual(['unenrolled', 'unenrolled']);
		const [set] = cast.hubspot.requests.filter({ path: /batch\/update$/ });
		expect(set.body).toMatchObject({ inputs: [{ id: cast.contacts[0].id }] });
	});

	it('writes nothing in a dry run', async () => {
		const cast = await openWithEnrolled();
		addBridge(cast);
		const run = await cast.unenroll(undefined, { options: { dryRun: true, createBridge: true } });

		expect(run.of(0).json).toMatchObject({ outcome: 'wouldUnenroll' });
		expect(asked(cast)).not.toContain(UPDATE);
		expect(sequenceOf(cast, cast.contacts[0])).toBe(cast.sequence.id);
	});
});

describe('A contact that does not leave in time', () => {
	const options = { waitSeconds: 0 };

	it('is pending, with the name of the workflow and a link to it', async () => {
		const cast = await openWithEnrolled({ settings: { bridgeDelayMs: 80_000 } });
		const flow = addBridge(cast);
		const { json } = (await cast.unenroll(undefined, { options })).of(0);

		expect(json).toEqual({
			outcome: 'pending',
			contactId: cast.contacts[0].id,
			email: cast.contacts[0].properties.email,
			sequenceId: cast.sequence.id,
			message: expect.stringContaining(`"Out of sequence" (${flowUrl(flow)}) must be on`),
			workflow: { flowId: flow.id, name: 'Out of sequence', url: flowUrl(flow) },
		});
		// The workflow may yet come to it.
		expect(armed(cast)).toEqual([cast.contacts[0].id]);
	});

	it('is told that the workflow is off', async () => {
		const cast = await openWithEnrolled();
		addBridge(cast, { isEnabled: false });
		const { json } = (await cast.unenroll(undefined, { options })).of(0);
		expect(json.message).toContain('is off. It must be on');
	});

	it.each([
		['there is no such workflow', {}],
		['HubSpot shows no workflow to the key', { flowsReadable: false }],
		['the key lacks the scope', { grantedScopes: ['crm.objects.contacts.read'] }],
	])('is told what to look for where %s', async (_, settings) => {
		const cast = await openWithEnrolled({
			settings: {
				...settings,
				...('grantedScopes' in settings && {
					grantedScopes: ['crm.objects.contacts.read', 'crm.objects.contacts.write'],
				}),
			},
		});
		cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
		const { json } = (await cast.unenroll(undefined, { options })).of(0);

		expect(json).toMatchObject({
			outcome: 'pending',
			message: expect.stringContaining(`when the contact property "${BRIDGE_PROPERTY}" is known`),
		});
		for (const step of buildByHand(BRIDGE_PROPERTY)) expect(json.message).toContain(step);
		expect(json).not.toHaveProperty('workflow');
	});
});

describe('Unenroll by enrolling in a workflow', () => {
	const addManual = (cast: Cast, given: Partial<Flow> = {}) =>
		addFlow(cast.account, { name: 'Out by hand', actions: UNENROLLING, ...given });
	const by = (bridgeWorkflow: ReturnType<typeof byId>) => ({
		options: { bridgeTrigger: 'workflow', bridgeWorkflow, waitSeconds: 0 },
	});

	it.each([
		['its flow ID', (flow: Flow) => byId(flow.id)],
		['its ID of the older API', (flow: Flow) => byId(flow.legacyId)],
		['its address', (flow: Flow) => byUrl(flowUrl(flow))],
		['the list', (flow: Flow) => ({ __rl: true, mode: 'list', value: flow.id })],
	])('that is named by %s takes contacts out without any property', async (_, locate) => {
		const cast = await openWithEnrolled({ contacts: 3 });
		const run = await cast.unenroll(undefined, by(locate(addManual(cast))));

		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual(Array(3).fill('unenrolled'));
		expect(asked(cast)).not.toContain(UPDATE);
		// The two ids are asked for once, whatever the number of contacts.
		expect(cast.hubspot.requests.count({ path: /workflow-id-mappings/ })).toBeLessThanOrEqual(2);
		expect(cast.hubspot.requests.count({ path: /enrollments\/contacts\// })).toBe(3);
	});

	it('can be chosen from a list', async () => {
		const cast = await openWithEnrolled();
		const flow = addManual(cast);
		const { results } = await askPicker({
			type: 'hubspotSequence',
			method: 'searchWorkflows',
			credentials: cast.stage.serviceKey,
			filter: 'by hand',
		});
		expect(results).toEqual([{ name: 'Out by hand', value: flow.id, url: flowUrl(flow) }]);
	});

	it('works twice for one contact', async () => {
		const cast = await openWithEnrolled();
		const options = by(byId(addManual(cast).id));
		await cast.unenroll(undefined, options);
		enrollIn(cast, cast.contacts[0].id);
		const again = await cast.unenroll(undefined, options);
		expect(again.of(0).json.outcome).toBe('unenrolled');
	});

	it('works by the ID of the older API where HubSpot shows no workflow, with a hint', async () => {
		const cast = await openWithEnrolled({ settings: { flowsReadable: false } });
		const run = await cast.unenroll(undefined, by(byId(addManual(cast).legacyId)));

		expect(run.of(0).json.outcome).toBe('unenrolled');
		expect(run.hints).toMatchObject([
			{ message: expect.stringContaining('does not show the helper workflow') },
			{ message: '1 unenrolled' },
		]);
	});

	it('is an error for a contact without an address, and for that one only', async () => {
		const cast = await openWithEnrolled();
		const nameless = cast.addContact({ email: null });
		enrollIn(cast, nameless.id);
		const run = await cast.unenroll(cast.itemsOf(nameless, ...cast.contacts), {
			...by(byId(addManual(cast).id)),
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.of(0)).toMatchObject({
			output: ERROR,
			json: { error: 'The contact has no email address' },
		});
		expect(run.of(1).json.outcome).toBe('unenrolled');
	});

	it('is an error of the contact that HubSpot refuses, and of no other', async () => {
		const cast = await openWithEnrolled({ contacts: 2 });
		cast.hubspot.faults.add({
			path: new RegExp(`contacts/${encodeURIComponent(String(cast.contacts[0].properties.email))}`),
			effect: { status: 400, body: { message: 'No' } },
		});
		const run = await cast.unenroll(undefined, {
			...by(byId(addManual(cast).id)),
			settings: { onError: 'continueErrorOutput' },
		});
		expect([run.of(0).output, run.of(1).json.outcome]).toEqual([1, 'unenrolled']);
	});

	it.each([
		['does not unenroll from sequences', { actions: [] }],
		['is off', { isEnabled: false }],
	])('that %s is refused by name before any contact is touched', async (fault, given) => {
		const cast = await openWithEnrolled();
		const flow = addManual(cast, given);
		const run = await cast.unenroll(undefined, by(byId(flow.id)));

		expect(run.error).toMatchObject({
			message: `The helper workflow ${fault}`,
			description: expect.stringContaining(`"Out by hand" (${flowUrl(flow)})`),
		});
		expect(cast.hubspot.requests.count({ path: /enrollments\/contacts\// })).toBe(0);
	});

	it('without re-enrollment says that it works once only', async () => {
		const cast = await openWithEnrolled();
		const enrollmentCriteria = { type: 'MANUAL', shouldReEnroll: false } as const;
		const run = await cast.unenroll(
			undefined,
			by(byId(addManual(cast, { enrollmentCriteria }).id)),
		);
		expect(run.hints).toMatchObject([
			{ message: expect.stringContaining('only once') },
			{ message: '1 unenrolled' },
		]);
	});

	it.each([
		['empty', ''],
		['not a workflow ID', 'my workflow'],
	])('that is %s is an error before any request', async (what, value) => {
		const cast = await openWithEnrolled();
		const run = await cast.unenroll(undefined, by(byId(value)));

		expect(run.error?.message).toBe(`'Helper Workflow' is ${what}`);
		expect(asked(cast)).toEqual([]);
	});
});
