import { addEnrollment, addRep, BRIDGE_PROPERTY, REFRESH_TOKEN } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { handedOn, kept, KEY, leaksIn, listen, login, stopListening, visible } from './leaks';
import { Cast, closeCasts, DAY, HOUR, limitOf, newAddress } from '../../support/cast';
import { ENROLLED, FAILED, RESULT } from '../../support/outputs';

afterAll(closeCasts);
afterEach(stopListening);

const refreshes = (cast: Cast) => cast.hubspot.requests.count({ path: '/oauth/' });

describe('The key appears nowhere', () => {
	it.each([
		{ name: 'a refused key', status: 401 },
		{ name: 'a missing right', status: 403 },
		{ name: 'a failure of HubSpot', status: 500 },
		{ name: 'no failure', status: undefined },
	])('after $name, in items, errors, hints or the log', async ({ status }) => {
		const written = listen();
		const cast = await Cast.open({ contacts: 2, steps: [{}, { delayMillis: 4 * DAY }] });
		cast.hubspot.settings.requireToken = false;
		cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
		addEnrollment(cast.account, {
			contactId: cast.contacts[1].id,
			sequenceId: cast.sequence.id,
		});
		if (status) cast.hubspot.faults.add({ effect: { status } });
		const credentials = { ...cast.stage.serviceKey, appToken: KEY };
		const runs: NodeRun[] = [];
		for (const onError of [
			'stopWorkflow',
			'continueErrorOutput',
			'continueRegularOutput',
		] as const) {
			const given = { credentials, settings: { onError }, options: { includeInput: true } };
			runs.push(await cast.enroll(undefined, given));
			runs.push(await cast.status(undefined, given));
			runs.push(
				await cast.unenroll(undefined, { ...given, options: { waitSeconds: 0 } }),
				await cast.checkSendLimit(undefined, { credentials, settings: { onError } }),
			);
		}

		expect(cast.hubspot.requests.all[0].authorization).toBe(`Bearer ${KEY}`);
		expect(leaksIn(runs[0].credentials)).toEqual([KEY]);
		expect(runs.filter(({ error }) => error)).toHaveLength(status ? 4 : 0);
		expect(leaksIn(runs.map(visible), written, handedOn(cast))).toEqual([]);
		expect(kept()).not.toEqual([]);
	});

	it('after a broken connection', async () => {
		const written = listen();
		const cast = await Cast.open();
		cast.hubspot.settings.requireToken = false;
		cast.hubspot.faults.add({ path: '/account-info', effect: { status: 400 } });
		cast.hubspot.faults.add({ path: '/batch/read', times: 1, effect: { reset: 'before' } });
		const credentials = { ...cast.stage.serviceKey, appToken: KEY };
		const run = await cast.enroll(undefined, { credentials });

		expect(run.error?.message).toBe('HubSpot rejected the request');
		expect(leaksIn(visible(run), written)).toEqual([]);
	});
});

describe('A login by OAuth2', () => {
	it('whose token has expired is refreshed once, saved, and the run goes on', async () => {
		const written = listen();
		const cast = await Cast.open({ contacts: 6 });
		const colleague = addRep(cast.account, { email: newAddress() });
		const expired = cast.hubspot.tokens.issue();
		cast.hubspot.clock.advance(HOUR);
		const users = [cast.rep.userId, colleague.userId];
		const run = await cast.enroll(
			cast.items.map((item, index) => ({ ...item, user: users[index % 2] })),
			{
				credentials: login(cast, expired),
				parameters: { sender: byId('={{ $json.user }}'), ...limitOf(10) },
			},
		);

		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED]).toHaveLength(6);
		expect(refreshes(cast)).toBe(1);
		expect(run.credentials.saves).toBe(1);
		const { oauthTokenData } = run.credentials.data;
		expect(oauthTokenData).toMatchObject({ refresh_token: REFRESH_TOKEN });
		expect(oauthTokenData).not.toMatchObject({ access_token: expired });
		expect(leaksIn(visible(run), written)).toEqual([]);

		// The next run goes by the saved token.
		const next = await cast.status(undefined, { credentials: run.credentials.data });
		expect(next.json[RESULT]).toHaveLength(6);
		expect(refreshes(cast)).toBe(1);
	});

	it.each([
		['that was never made', undefined],
		['without a token', {}],
	])('%s is an error that says to connect', async (_, oauthTokenData) => {
		const cast = await Cast.open();
		const { oauthTokenData: connected, ...never } = login(cast, 'any');
		expect(connected).toBeDefined();
		const run = await cast.enroll(undefined, {
			credentials: { ...never, ...(oauthTokenData && { oauthTokenData }) },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.json[FAILED]).toMatchObject([
			{
				error: 'The HubSpot credential is not connected yet',
				description: expect.stringContaining('click Connect, and') as string,
				reason: 'CREDENTIAL',
			},
		]);
		expect(cast.hubspot.requests.count()).toBe(0);
	});

	it('that HubSpot took away is an error that says so', async () => {
		const written = listen();
		const cast = await Cast.open({ contacts: 2 });
		const expired = cast.hubspot.tokens.issue();
		cast.hubspot.clock.advance(HOUR);
		cast.hubspot.tokens.revokeRefresh();
		const given = { credentials: login(cast, expired) };
		const run = await cast.enroll(undefined, {
			...given,
			settings: { onError: 'continueErrorOutput' },
		});
		const stopped = await cast.enroll(undefined, given);

		expect(run.json[FAILED]).toMatchObject([
			{
				error: 'HubSpot does not accept the credential',
				description: expect.stringContaining('connect again'),
			},
			{ error: 'HubSpot does not accept the credential' },
		]);
		expect(stopped.error?.message).toBe('HubSpot does not accept the credential');
		expect(cast.enrollRequests()).toHaveLength(0);
		expect(leaksIn(visible(run), visible(stopped), written)).toEqual([]);
	});
});
