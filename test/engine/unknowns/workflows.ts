import { addList, type Contact, type Settings } from '../../../tools/hubspot';
import { byId, type Stage } from '../../support/n8n/stage';
import { entered, itemsOf, newFlow, newPeople, on, useStage } from '../workflow/support';
import { inside } from '../workflow/triggers';
import { ENROLLED, FAILED, RESULT, SKIPPED } from '../../support/outputs';

/**
 * What nobody outside HubSpot knows about the workflow APIs, each conceivable answer a row: the node
 * does the right thing with every one of them.
 */
const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const answer = (change: Partial<Settings>) => Object.assign(stage().hubspot.settings, change);

const enroll = async (flow: ReturnType<typeof newFlow>, contacts: Contact[], options = {}) =>
	await stage().workflow(itemsOf(contacts), {
		parameters: on('enroll', flow, { options }),
		settings,
	});

describe('entering a workflow that is off', () => {
	it.each([
		[204, ENROLLED, { outcome: 'enrolled', verified: false }],
		[404, FAILED, { error: 'HubSpot has no such record' }],
		[412, FAILED, { error: 'HubSpot rejected the request' }],
	] as const)('%i: nobody enters, and the item says so', async (v2WorkflowOff, output, json) => {
		answer({ v2WorkflowOff });
		const flow = newFlow(stage(), { isEnabled: false });
		const options = { ifDisabled: 'warn', verify: true };
		const run = await enroll(flow, newPeople(stage(), 1), options);

		expect(run.of(0)).toMatchObject({ output, json });
		expect(entered(stage(), flow)).toBe(0);
	});

	it('by default it is not asked for at all', async () => {
		const run = await enroll(newFlow(stage(), { isEnabled: false }), newPeople(stage(), 1));
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'The HubSpot workflow is off' },
		});
	});
});

describe('entering with an address that the older API does not know', () => {
	it.each([
		[404, FAILED, { error: 'HubSpot has no such record' }],
		[204, ENROLLED, { outcome: 'enrolled', verified: false }],
	] as const)(
		'%i: Confirm in HubSpot does not call it enrolled',
		async (v2UnknownEmail, output, json) => {
			answer({ v2UnknownEmail });
			const [contact] = newPeople(stage(), 1);
			stage().hubspot.account.contactByEmail = () => undefined;
			const run = await stage().workflow([{ id: contact.id }], {
				parameters: on('enroll', newFlow(stage()), {
					contact: byId(contact.id),
					options: { verify: true },
				}),
				settings,
			});

			expect(run.of(0)).toMatchObject({ output, json });
		},
	);
});

describe('entering a workflow twice', () => {
	it.each([
		[204, ENROLLED],
		[400, SKIPPED],
		[409, SKIPPED],
	] as const)('%i: the contact is in it once', async (v2AlreadyIn, output) => {
		answer({ v2AlreadyIn });
		const flow = newFlow(stage());
		const contacts = newPeople(stage(), 1);
		await enroll(flow, contacts);
		const run = await enroll(flow, contacts);

		expect(run.of(0).output).toBe(output);
		expect(entered(stage(), flow)).toBe(1);
	});
});

describe('entering while suppressed', () => {
	it.each([
		[204, ENROLLED, { verified: false }],
		[400, FAILED, { error: 'HubSpot rejected the request' }],
	] as const)(
		'%i: the item says that the contact is not in',
		async (v2Suppressed, output, json) => {
			answer({ v2Suppressed });
			const [contact] = newPeople(stage(), 1);
			const { listId } = addList(stage().hubspot.account, { members: [contact.id] });
			const flow = newFlow(stage(), { suppressionListIds: [Number(listId)] });
			const run = await enroll(flow, [contact], { verify: true });

			expect(run.of(0)).toMatchObject({ output, json });
			expect(entered(stage(), flow)).toBe(0);
		},
	);
});

describe('leaving a workflow that the contact is not in', () => {
	it.each([
		[204, 'unenrolled'],
		[404, 'notEnrolled'],
	] as const)('%i: is no error, and the contact is not in it', async (v2NotIn, outcome) => {
		answer({ v2NotIn });
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('unenroll', flow, { options: { verify: true } }),
			settings,
		});

		expect(run.of(0)).toMatchObject({ output: RESULT, json: { outcome, verified: true } });
	});
});

describe('the shape of the workflows of a contact', () => {
	it.each(['object', 'array'] as const)('%s: status is right', async (v2StatusShape) => {
		answer({ v2StatusShape });
		const flow = newFlow(stage(), { name: 'Welcome' });
		const [inIt, idle] = newPeople(stage(), 2);
		await enroll(flow, [inIt]);
		const run = await stage().workflow(itemsOf([inIt, idle]), { parameters: on('status', flow) });

		expect(run.json[RESULT]).toMatchObject([
			{ enrolled: true, workflows: [{ workflowId: flow.legacyId, name: 'Welcome' }] },
			{ enrolled: false, workflows: [] },
		]);
	});
});

describe('the id field that the mapping of ids accepts', () => {
	it.each(['new', 'old', 'both'] as const)('%s: either id leads there', async (mappingField) => {
		answer({ mappingField });
		const flow = newFlow(stage());
		const contacts = newPeople(stage(), 2);
		for (const [index, id] of [flow.id, flow.legacyId].entries()) {
			const run = await stage().workflow(itemsOf([contacts[index]]), {
				parameters: on('enroll', flow, { workflow: byId(id) }),
			});
			expect(run.of(0).json).toMatchObject({ flowId: flow.id, workflowId: flow.legacyId });
		}
		expect(inside(stage(), flow)).toHaveLength(2);
	});
});

describe('whether a service key may read workflows', () => {
	const hint = expect.stringContaining('does not show this workflow') as string;
	const deny = ({ hubspot }: Stage) =>
		hubspot.faults.add({ path: '/workflow-id-mappings/', effect: { status: 403 } });

	it.each([
		['yes', true, false, 'id', []],
		['no, but their ids', false, false, 'id', [hint]],
		['no, nor their ids', false, true, 'legacyId', [hint]],
	] as const)('%s: contacts enter', async (_, flowsReadable, denyIds, key, hints) => {
		answer({ flowsReadable });
		if (denyIds) deny(stage());
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, { workflow: byId(flow[key]) }),
			settings,
		});

		expect(run.of(0).output).toBe(ENROLLED);
		expect(run.hints.slice(1).map(({ message }) => message)).toEqual(hints);
		expect(entered(stage(), flow)).toBe(1);
	});
});

describe('whether a service key may use the older API', () => {
	it.each([
		['403', { status: 403, body: { message: 'Not for this kind of key' } }],
		['401', { status: 401 }],
		['404, as an unknown path', { html404: true as const }],
	])('no, %s: each item is an error, and nobody is called enrolled', async (_, effect) => {
		stage().hubspot.faults.add({ path: '/automation/v2/', effect });
		const flow = newFlow(stage());
		const run = await enroll(flow, newPeople(stage(), 2));

		expect(run.json.map((items) => items.length)).toEqual([0, 0, 0, 2]);
		expect(entered(stage(), flow)).toBe(0);
	});
});

describe('whether the route of the recipe exists', () => {
	it.each([
		['yes: the contact enters', true, ENROLLED, { outcome: 'enrolled' }],
		[
			'no: the error names the setting',
			false,
			FAILED,
			{ error: 'HubSpot does not offer this route' },
		],
	])('%s', async (_, recipeRoutes, output, json) => {
		answer({ recipeRoutes });
		const flow = newFlow(stage());
		const run = await enroll(flow, newPeople(stage(), 1), { apiRoutes: 'crmObjects' });

		expect(run.of(0)).toMatchObject({ output, json });
	});
});
