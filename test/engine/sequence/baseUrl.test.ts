import { HubspotEnrollmentOAuth2Api } from '../../../credentials/HubspotEnrollmentOAuth2Api.credentials';
import { REFRESH_TOKEN } from '../../../tools/hubspot';
import { MemoryCredentials, resolveExpressions } from '../../support/n8n/credentials';
import { Cast, closeCasts, HOUR } from '../../support/cast';
import { ENROLLED } from '../../support/outputs';

afterAll(closeCasts);

const NAMED = /^The API Base URL of the credential/;
const OPERATIONS = ['enroll', 'status', 'unenroll', 'checkSendLimit'] as const;

describe('An API Base URL as people type it', () => {
	it('serves the requests of the node and the refresh of an OAuth2 login', async () => {
		const cast = await Cast.open();
		const expired = cast.hubspot.tokens.issue();
		cast.hubspot.clock.advance(HOUR);
		const run = await cast.enroll(undefined, {
			credentials: {
				grantType: 'authorizationCode',
				clientId: 'client-id',
				clientSecret: 'client-secret',
				baseUrl: ` ${cast.hubspot.url}// `,
				oauthTokenData: { access_token: expired, refresh_token: REFRESH_TOKEN },
			},
		});

		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(cast.hubspot.requests.count({ path: '/oauth/2026-09/token' })).toBe(1);
	});

	it.each([
		['https://api.hubapi.com', 'https://api.hubapi.com'],
		[' api.hubapi.com/ ', 'https://api.hubapi.com'],
		['gate.example:8443/hubspot//', 'https://gate.example:8443/hubspot'],
		['localhost:8443', 'https://localhost:8443'],
		['http://127.0.0.1:5678/', 'http://127.0.0.1:5678'],
		['', 'https://api.hubapi.com'],
		[' ', 'https://api.hubapi.com'],
	])('%j is completed for the login and for the test of the credential', (typed, address) => {
		const data = { grantType: 'authorizationCode', baseUrl: typed };
		const { accessTokenUrl } = new MemoryCredentials(data).resolved;
		expect(accessTokenUrl).toBe(`${address}/oauth/2026-09/token`);

		const { baseURL } = new HubspotEnrollmentOAuth2Api().test.request;
		const tested = resolveExpressions({ baseURL: String(baseURL) }, { $credentials: data });
		expect(tested.baseURL).toBe(address);
	});

	it.each([
		['https://api.hubapi.com', 'https://app.hubspot.com'],
		[' api-eu1.hubapi.com/ ', 'https://app.hubspot.com'],
		['', 'https://app.hubspot.com'],
		['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
		['gate.example/hubspot', 'https://gate.example/hubspot'],
		['https://hubapi.com.gate.example', 'https://hubapi.com.gate.example'],
		['https://nothubapi.com', 'https://nothubapi.com'],
	])('%j says that a person logs in at %s', (typed, address) => {
		const data = { grantType: 'authorizationCode', baseUrl: typed };
		const { authUrl } = new MemoryCredentials(data).resolved;
		expect(authUrl).toBe(`${address}/oauth/authorize`);
	});
});

describe('An API Base URL that is none', () => {
	it.each(OPERATIONS)(
		'is an error of %s that names the field, before any request',
		async (name) => {
			const cast = await Cast.open({ contacts: 2 });
			const given = { credentials: { ...cast.stage.serviceKey, baseUrl: 'HubSpot EU' } };
			const settings = { onError: 'continueErrorOutput' as const };
			const stopped = await cast[name](undefined, given);
			const run = await cast[name](undefined, { ...given, settings });

			expect(stopped.error?.message).toMatch(NAMED);
			const failed = run.json.at(-1);
			expect(failed?.length).toBeGreaterThan(0);
			for (const json of failed ?? []) expect(json.error).toMatch(NAMED);
			expect(cast.hubspot.requests.count()).toBe(0);
		},
	);

	it('is an error of the HubSpot Workflow node as well', async () => {
		const { stage } = await Cast.open();
		const run = await stage.workflow([{ email: 'ann@acme.example' }], {
			credentials: { ...stage.serviceKey, baseUrl: 'http://api.hubapi.com' },
			parameters: { operation: 'status' },
		});
		expect(run.error?.message).toMatch(NAMED);
	});
});
