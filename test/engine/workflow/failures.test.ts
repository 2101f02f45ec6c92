import { ACCEPTED_BEARER } from '../../../tools/hubspot';
import { asked, entered, itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import type { NodeRun } from '../../support/n8n/runNode';
import { ENROLLED, SKIPPED } from '../../support/outputs';
import { emailOf } from '../../support/present';

const stage = useStage();

const OPERATIONS = ['enroll', 'status', 'unenroll', 'checkSendLimit'];
const ERROR_OUTPUT = { onError: 'continueErrorOutput' as const };
const REGULAR = { onError: 'continueRegularOutput' as const };
const WRONG = 'no-such-key';

/** Everything of a run that a person or another node can see. */
const visible = ({ outputs, error, hints, result }: NodeRun) =>
	JSON.stringify([
		outputs,
		error,
		error?.message,
		error?.stack,
		error?.description,
		error?.context,
		hints,
		result.run.data.resultData,
	]);

describe.each(OPERATIONS)('a key that HubSpot does not accept, on %s', (operation) => {
	const wrong = () => ({ ...stage().serviceKey, appToken: WRONG });
	const last = operation === 'enroll' ? 3 : 1;

	it('fails every item by the error output', async () => {
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), {
			parameters: on(operation, flow),
			credentials: wrong(),
			settings: ERROR_OUTPUT,
		});
		expect(run.json[last]).toHaveLength(3);
		expect(run.json.slice(0, last).flat()).toEqual([]);
		expect(run.of(2).json).toMatchObject({ error: 'HubSpot does not accept the credential' });
		expect(visible(run)).not.toContain(WRONG);
	});

	it('stops the node with one error', async () => {
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), {
			parameters: on(operation, newFlow(stage())),
			credentials: wrong(),
		});
		expect(run.error).toMatchObject({
			message: 'HubSpot does not accept the credential',
			description: expect.stringContaining('service key or login has expired') as string,
			httpCode: '401',
		});
		expect(visible(run)).not.toContain(WRONG);
	});
});

describe('one item that fails', () => {
	async function enrollThree(settings: object) {
		const flow = newFlow(stage());
		const contacts = newPeople(stage(), 3);
		stage().hubspot.faults.add({
			method: 'POST',
			path: emailOf(contacts[1]),
			effect: { status: 400, body: { status: 'error', message: 'Not this one', category: 'X' } },
		});
		const items = itemsOf(contacts).map((item, row) => ({ ...item, row }));
		const run = await stage().workflow(items, { parameters: on('enroll', flow), settings });
		return { run, contacts, flow };
	}

	it('alone leaves by the error output, with its input and what HubSpot said', async () => {
		const { run, contacts, flow } = await enrollThree(ERROR_OUTPUT);
		expect(run.json.map((items) => items.length)).toEqual([2, 0, 0, 1]);
		expect(run.of(1).json).toMatchObject({
			error: 'HubSpot rejected the request',
			row: 1,
			email: contacts[1].properties.email,
			contactId: contacts[1].id,
			workflowId: flow.legacyId,
			details: { httpStatus: 400, hubspotMessage: 'Not this one' },
		});
		expect(visible(run)).not.toContain(ACCEPTED_BEARER);
	});

	it('never leaves by Enrolled with Continue', async () => {
		const { run } = await enrollThree(REGULAR);
		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ENROLLED, SKIPPED, ENROLLED]);
		expect(run.of(1).json.error).toBe('HubSpot rejected the request');
	});

	it('stops the node after the others were enrolled, and says so', async () => {
		const { run, flow } = await enrollThree({});
		expect(run.error).toMatchObject({ message: 'HubSpot rejected the request' });
		expect(run.error?.description).toContain('2 other items were processed');
		expect(run.error?.description).toContain('HubSpot: "Not this one"');
		expect(run.error?.context).toMatchObject({ itemIndex: 1 });
		expect(entered(stage(), flow)).toBe(2);
		expect(visible(run)).not.toContain(ACCEPTED_BEARER);
	});
});

it.each(['enroll', 'status', 'unenroll', 'checkSendLimit'])(
	'a scope that is missing is named, on %s',
	async (operation) => {
		stage().hubspot.settings.grantedScopes = ['oauth', 'crm.objects.contacts.read'];
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: on(operation, newFlow(stage())),
			settings: ERROR_OUTPUT,
		});
		expect(run.json.at(-1)).toHaveLength(2);
		expect(run.of(0).json).toMatchObject({
			error: 'The HubSpot credential lacks a scope for this',
			description: expect.stringContaining('Missing: automation') as string,
			details: { requiredScopes: ['automation'] },
		});
		expect(asked(stage())).toBe(0);
	},
);

it('a key that expires in the middle stops the rest, unasked', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 20);
	stage().hubspot.faults.add({
		method: 'POST',
		path: '/enrollments/contacts/',
		skip: 5,
		effect: { status: 401, body: { status: 'error', category: 'EXPIRED_AUTHENTICATION' } },
	});
	const run = await stage().workflow(itemsOf(contacts), {
		parameters: on('enroll', flow, { options: { concurrency: 1 } }),
		settings: ERROR_OUTPUT,
	});
	expect(run.json.map((items) => items.length)).toEqual([5, 0, 0, 15]);
	expect(asked(stage())).toBe(6);
	expect(run.of(19).json).toMatchObject({ error: 'HubSpot does not accept the credential' });
});

it('an account that cannot be read fails all candidates, and skips stay skips', async () => {
	stage().hubspot.faults.add({ path: '/account-info/', effect: { status: 500 } });
	const contacts = [...newPeople(stage(), 2), ...newContacts(stage(), { hs_email_optout: 'true' })];
	const run = await stage().workflow(itemsOf(contacts), {
		parameters: on('enroll', newFlow(stage()), { options: { skipIneligible: true } }),
		settings: REGULAR,
	});
	expect(contacts.map((_, index) => run.of(index).output)).toEqual([SKIPPED, SKIPPED, SKIPPED]);
	expect([0, 1, 2].map((index) => 'error' in run.of(index).json)).toEqual([true, true, false]);
});
