import type { IDataObject } from 'n8n-workflow';

import { startHubspot, type HubspotServer } from '../../../tools/hubspot';
import { Cast, closeCasts } from '../../support/cast';
import { testCredential } from '../../support/n8n/credentialTest';
import { byId } from '../../support/n8n/stage';
import { askPicker } from '../../support/n8n/picker';
import { ENROLLED, ERROR, FAILED } from '../../support/outputs';
import { newFlow } from '../workflow/support';
import { OPERATIONS_OF_BOTH, runOperation } from './operations';

/** Wherever a redirect leads that nobody may be sent to. */
let elsewhere: HubspotServer;
beforeAll(async () => {
	elsewhere = await startHubspot({ seed: 'empty', settings: { requireToken: false } });
});
beforeEach(() => elsewhere.requests.clear());
afterEach(() => {
	expect(elsewhere.requests.count()).toBe(0);
});
afterAll(async () => {
	await Promise.all([elsewhere.close(), closeCasts()]);
});

const REDIRECTED =
	'The request was answered by a redirect, which is not followed: the key would go along';
const UNKNOWN = 'It is not known whether HubSpot enrolled the contact';
const STATUSES = [301, 302, 303, 307, 308];
const settings = { onError: 'continueErrorOutput' as const };

/** Sends a request on, before HubSpot has seen it. */
const to = (location: string, status = 307) => ({ status, body: {}, headers: { location } });

/** Runs an operation of a node in an account where some requests are redirected. */
async function redirected(
	node: 'sequence' | 'workflow',
	operation: string,
	rule: (cast: Cast) => Parameters<HubspotServer['faults']['add']>[0],
	parameters = {},
) {
	const cast = await Cast.open({ contacts: 2 });
	cast.hubspot.faults.add(rule(cast));
	return { cast, run: await runOperation(cast, node, operation, parameters) };
}

describe.each(STATUSES)('Where all requests are sent to another server by a %i', (status) => {
	it.each(OPERATIONS_OF_BOTH)(
		'the %s node, %s, follows none, says so of every item and asks no more',
		async (...named) => {
			const { cast, run } = await redirected(...named, () => ({
				effect: to(`${elsewhere.url}/oauth/login`, status),
			}));
			const errors = cast.items.map((_, index) => run.of(index).json);
			expect(errors).toEqual(
				errors.map(() => expect.objectContaining<IDataObject>({ error: REDIRECTED })),
			);
			expect(errors[0]).toMatchObject({
				details: { lacks: `an answer: it leads to ${elsewhere.url}` },
			});
			expect(cast.hubspot.requests.count()).toBe(1);
		},
	);

	it('a list in the editor does not follow either', async () => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({ effect: to(elsewhere.url, status) });
		const asked = askPicker({
			type: 'hubspotWorkflow',
			method: 'searchWorkflows',
			credentials: cast.stage.serviceKey,
		});
		await expect(asked).rejects.toThrow(REDIRECTED);
	});
});

describe('A redirect to the same server', () => {
	const GET = { method: 'GET', path: /account-info/ };

	it.each([
		['as an address', (url: string) => `${url}/account-info/v3/details?by=proxy`],
		['as a path', () => '/account-info/v3/details?by=proxy'],
		[
			'with a login in it',
			(url: string) => `${url.replace('//', '//a:b@')}/account-info/v3/details`,
		],
	])('is followed by a GET: %s', async (_, location) => {
		const { cast, run } = await redirected('sequence', 'enroll', ({ hubspot }) => ({
			...GET,
			times: 1,
			effect: to(location(hubspot.url), 302),
		}));
		expect(run.json[ENROLLED]).toHaveLength(2);
		const [first, second] = cast.hubspot.requests.filter(GET);
		expect(second.authorization).toBe(first.authorization);
	});

	it('in a circle comes to an end', async () => {
		const { cast, run } = await redirected('sequence', 'enroll', () => ({
			...GET,
			effect: to('/account-info/v3/details', 302),
		}));
		expect(run.json[FAILED].map(({ error }) => error)).toEqual([REDIRECTED, REDIRECTED]);
		expect(cast.hubspot.requests.count(GET)).toBe(4);
	});

	it.each([
		[
			'another port',
			(url: string) => url.replace(/:\d+$/, (port) => `:${Number(port.slice(1)) + 1}`),
		],
		['another scheme', (url: string) => url.replace('http:', 'https:')],
		['another name of it', (url: string) => url.replace('127.0.0.1', 'localhost')],
		['no address', () => 'https://'],
	])('but with %s is one to another', async (_, location) => {
		const { cast, run } = await redirected('sequence', 'enroll', ({ hubspot }) => ({
			...GET,
			effect: to(location(hubspot.url), 302),
		}));
		expect(run.json[FAILED].map(({ error }) => error)).toEqual([REDIRECTED, REDIRECTED]);
		expect(cast.hubspot.requests.count(GET)).toBe(1);
	});

	it.each(STATUSES)('by a %i is not followed by a read with a body', async (status) => {
		const path = '/crm/objects/2026-09/contacts/batch/read';
		const { cast, run } = await redirected('workflow', 'status', () => ({
			path,
			effect: to(`${path}?again`, status),
		}));
		expect(run.json[ERROR].map(({ error }) => error)).toEqual([REDIRECTED, REDIRECTED]);
		expect(cast.hubspot.requests.count({ path })).toBe(1);
	});
});

describe.each(STATUSES)('A write that is answered by a %i', (status) => {
	const POST = { method: 'POST', path: /\/enrollments(\/contacts\/.*)?$/ };
	const nodes = [['sequence'], ['workflow']] as const;

	it.each(nodes)('has not enrolled anybody for certain (%s)', async (node) => {
		const { cast, run } = await redirected(node, 'enroll', () => ({
			...POST,
			effect: to(elsewhere.url, status),
		}));
		expect(run.json[FAILED].map(({ error }) => error)).toEqual([UNKNOWN, UNKNOWN]);
		expect(cast.account.enrollments).toEqual([]);
		expect(cast.account.flowEnrollments).toEqual([]);
	});

	it.each(nodes)('may have done so, and is read back (%s)', async (node) => {
		const { cast, run } = await redirected(node, 'enroll', () => ({
			...POST,
			effect: { insteadAfter: to(`${elsewhere.url}/done`, status) },
		}));
		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(cast.account.enrollments.length + cast.account.flowEnrollments.length).toBe(2);
	});

	it('has not unenrolled anybody for certain', async () => {
		const cast = await Cast.open({ contacts: 1 });
		const flow = newFlow(cast.stage);
		const run = async (operation: string) =>
			await cast.stage.workflow(cast.items, {
				settings,
				parameters: { operation, workflow: byId(flow.id) },
			});
		await run('enroll');
		cast.hubspot.faults.add({ method: 'DELETE', effect: to(elsewhere.url, status) });
		expect((await run('unenroll')).json[ERROR]).toMatchObject([
			{ error: 'It is not known whether HubSpot took the contact out of the workflow' },
		]);
	});
});

describe('The test of the credential', () => {
	it('goes to the API Base URL', async () => {
		const { stage } = await Cast.open();
		expect(await testCredential(stage.serviceKey)).toBe('Connection successful!');
	});

	it.each(STATUSES)('does not follow a %i, and says so', async (status) => {
		const { stage } = await Cast.open();
		stage.hubspot.faults.add({ effect: to(`${elsewhere.url}/account-info/v3/details`, status) });
		expect(await testCredential(stage.serviceKey)).toMatch(/redirect, which is not followed/);
	});
});
