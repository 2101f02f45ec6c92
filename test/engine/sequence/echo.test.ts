import { addEnrollment, addFlow, type FaultEffect } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, HOUR } from '../../support/cast';
import { handedOn, KEY, leaksIn, listen, login, stopListening, visible } from './leaks';
import { ENROLLED, FAILED } from '../../support/outputs';

afterAll(closeCasts);
afterEach(stopListening);

const ENROLL = { method: 'POST', path: /enrollments$/ };
const OPERATIONS = ['enroll', 'status', 'unenroll', 'checkSendLimit'] as const;
const MODES = ['stopWorkflow', 'continueErrorOutput'] as const;

/** What some server may make of the request that it got. */
const ECHOES: Array<[string, (header: string) => FaultEffect]> = [
	['message', (header) => ({ status: 400, body: { message: `You sent ${header}` } })],
	['category', (header) => ({ status: 400, body: { category: header, message: 'no' } })],
	['correlationId', (header) => ({ status: 403, body: { correlationId: header } })],
	['policyName', (header) => ({ status: 429, body: { policyName: header, message: 'daily' } })],
	[
		'header',
		(header) => ({ status: 400, body: {}, headers: { 'x-hubspot-correlation-id': header } }),
	],
	['page', (header) => ({ status: 403, body: `<html>Authorization: ${header}</html>` })],
	[
		'page in place of an answer',
		(header) => ({ insteadAfter: { status: 200, body: `<html>${header}</html>` } }),
	],
	[
		'redirect',
		(header) => ({ status: 302, headers: { location: `https://x.example/?${encodeURI(header)}` } }),
	],
	[
		'redirect, as the name of a server',
		(header) => ({
			status: 307,
			headers: { location: `https://${header.split(' ')[1]}.example/` },
		}),
	],
	[
		'scope',
		(header) => ({
			status: 403,
			body: { category: 'MISSING_SCOPES', errors: [{ context: { requiredScopes: [header] } }] },
		}),
	],
];

describe.each(ECHOES)('A token that an answer echoes in its %s', (_, effect) => {
	it('is in no item, error, hint or log', async () => {
		const written = listen();
		const cast = await Cast.open();
		const flow = addFlow(cast.account);
		cast.hubspot.settings.requireToken = false;
		cast.hubspot.faults.add({ effect: effect(`Bearer ${KEY} (${KEY})`) });
		const credentials = { ...cast.stage.serviceKey, appToken: KEY };
		const runs: NodeRun[] = [];
		for (const onError of MODES) {
			for (const operation of OPERATIONS) {
				const given = { credentials, settings: { onError } };
				const parameters = { operation, workflow: byId(flow.id) };
				runs.push(await cast[operation](undefined, given));
				runs.push(await cast.stage.workflow(cast.items, { ...given, parameters }));
			}
		}
		expect(leaksIn(runs.map(visible), written, handedOn(cast))).toEqual([]);
	});

	it('of a login that was just refreshed, neither', async () => {
		const written = listen();
		const cast = await Cast.open();
		const expired = cast.hubspot.tokens.issue();
		cast.hubspot.clock.advance(HOUR);
		const refreshed = expired.replace(/\d+$/, (number) => String(Number(number) + 1));
		cast.hubspot.faults.add({ ...ENROLL, effect: effect(`Bearer ${refreshed} (${refreshed})`) });
		const run = await cast.enroll(undefined, {
			credentials: login(cast, expired),
			settings: { onError: 'continueErrorOutput' },
		});
		expect(cast.hubspot.requests.all.at(-1)?.authorization).toBe(`Bearer ${refreshed}`);
		expect(leaksIn(visible(run), written)).toEqual([]);
	});
});

describe('A token in what HubSpot holds', () => {
	it('is in no item: names of sequence and workflow, and a property of the contact', async () => {
		const written = listen();
		const cast = await Cast.open();
		cast.hubspot.settings.requireToken = false;
		cast.sequence.name = `Intro by ${KEY}`;
		const contact = cast.addContact({ email: `${KEY}@acme.example`, firstname: KEY });
		const enrolled = cast.addContact();
		addEnrollment(cast.account, { contactId: enrolled.id, sequenceId: cast.sequence.id });
		const flow = addFlow(cast.account, { name: `Flow by ${KEY}` });
		const credentials = { ...cast.stage.serviceKey, appToken: KEY };
		const runs = [
			await cast.enroll(
				cast.itemsOf(contact).map(({ id }) => ({ id })),
				{ credentials },
			),
			await cast.status(cast.itemsOf(enrolled), { credentials }),
			await cast.stage.workflow(cast.itemsOf(enrolled), {
				credentials,
				parameters: { operation: 'enroll', workflow: byId(flow.id) },
			}),
		];
		expect(runs.map(({ json }) => json[ENROLLED].length)).toEqual([1, 1, 1]);
		expect(JSON.stringify(runs.map(({ json }) => json))).toContain('[hidden]');
		expect(leaksIn(runs.map(visible), written)).toEqual([]);
	});

	it('stays where it is in a workflow that is turned off', async () => {
		const cast = await Cast.open();
		cast.hubspot.settings.requireToken = false;
		const rest = { webhook: { headers: { Authorization: `Bearer ${KEY}` } } };
		const flow = addFlow(cast.account, { rest });
		const run = await cast.stage.workflow(cast.items, {
			credentials: { ...cast.stage.serviceKey, appToken: KEY },
			parameters: {
				operation: 'unenroll',
				workflow: byId(flow.id),
				method: 'turnOff',
				affectEveryone: true,
			},
		});
		expect(run.error).toBeUndefined();
		expect(flow).toMatchObject({ isEnabled: false, rest });
		expect(leaksIn(visible(run))).toEqual([]);
	});
});

it('An error of n8n itself about a login holds no token', async () => {
	const written = listen();
	const cast = await Cast.open();
	const expired = cast.hubspot.tokens.issue();
	cast.hubspot.clock.advance(HOUR);
	const { clientSecret, oauthTokenData } = login(cast, expired);
	const body = { message: JSON.stringify({ clientSecret, oauthTokenData, expired }) };
	cast.hubspot.faults.add({ path: '/oauth/', effect: { status: 400, body } });
	for (const onError of MODES) {
		const given = { credentials: login(cast, expired), settings: { onError } };
		const run = await cast.enroll(undefined, given);
		expect(run.error ?? run.json[FAILED][0]).toBeDefined();
		expect(leaksIn(visible(run), written)).toEqual([]);
	}
});
