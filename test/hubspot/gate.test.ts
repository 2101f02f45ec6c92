import axios from 'axios';
import { unescape } from 'lodash';

import { run, type Running } from '../../tools/hubspot/client';
import { ACCEPTED_BEARER, addRep, REFRESH_TOKEN } from '../../tools/hubspot/index';

let running: Running;
beforeEach(async () => (running = await run()));
afterEach(async () => await running.hubspot.close());

const DETAILS = '/account-info/v3/details';

it('a wrong token is refused with 401 and HubSpot’s body', async () => {
	const { status, data } = await running.api.get(DETAILS, {
		headers: { Authorization: 'Bearer pat-na1-wrong' },
	});
	expect([status, data.category]).toEqual([401, 'INVALID_AUTHENTICATION']);
});

it('a missing scope is named', async () => {
	running.hubspot.settings.grantedScopes = ['oauth'];
	const { status, data } = await running.api.get('/automation/v4/flows');
	expect(status).toBe(403);
	expect(data.errors[0].context.requiredGranularScopes).toEqual(['automation']);
});

it('unknown paths answer an HTML page, wrong methods 405, wrong sequence paths 400', async () => {
	const { userId } = addRep(running.hubspot.account);
	const unknown = await running.api.get('/crm/v3/no/such/thing');
	expect(unknown.status).toBe(404);
	expect(unknown.headers['content-type']).toContain('text/html');
	expect((await running.api.post('/automation/v4/sequences', {})).status).toBe(405);
	const misread = await running.api.get('/automation/sequences/2026-09/sequences', {
		params: { userId },
	});
	expect([misread.status, misread.data.message]).toEqual([
		400,
		'The sequence ID provided is invalid',
	]);
});

it('a DELETE with a JSON content type and no body is fine', async () => {
	const { status } = await running.api.delete('/automation/v4/flows/1', {
		headers: { 'Content-Type': 'application/json' },
	});
	expect(status).toBe(404);
});

describe('rate limits', () => {
	it('the burst limit answers 429 with its policy, and counts down in the headers', async () => {
		running.hubspot.settings.rateLimit = { perTenSeconds: 2, daily: 10, searchPerSecond: 5 };
		const first = await running.api.get(DETAILS);
		expect(first.headers).toMatchObject({
			'x-hubspot-ratelimit-max': '2',
			'x-hubspot-ratelimit-remaining': '1',
			'x-hubspot-ratelimit-interval-milliseconds': '10000',
			'x-hubspot-ratelimit-daily-remaining': '9',
		});
		await running.api.get(DETAILS);
		const { status, data, headers } = await running.api.get(DETAILS);
		expect([status, data.policyName, data.errorType]).toEqual([
			429,
			'TEN_SECONDLY_ROLLING',
			'RATE_LIMIT',
		]);
		expect(headers['retry-after']).toBeUndefined();
	});

	it('Retry-After comes if switched on', async () => {
		running.hubspot.settings.rateLimit = { perTenSeconds: 0, daily: 10, searchPerSecond: 5 };
		running.hubspot.settings.retryAfter = true;
		expect((await running.api.get(DETAILS)).headers['retry-after']).toBe('10');
	});

	it('searches have a limit of their own, without headers', async () => {
		running.hubspot.settings.rateLimit = { perTenSeconds: 99, daily: 99, searchPerSecond: 1 };
		const search = async () => await running.api.post('/crm/v3/objects/contacts/search', {});
		expect((await search()).headers).not.toHaveProperty('x-hubspot-ratelimit-max');
		const { status, data } = await search();
		expect([status, data.policyName, data.message]).toEqual([
			429,
			'SECONDLY',
			'You have reached your secondly limit.',
		]);
	});

	it('the day’s budget ends with DAILY', async () => {
		running.hubspot.settings.rateLimit = { perTenSeconds: 99, daily: 1, searchPerSecond: 1 };
		await running.api.get(DETAILS);
		expect((await running.api.get(DETAILS)).data.policyName).toBe('DAILY');
	});
});

describe('OAuth', () => {
	const token = async (form: Record<string, string>) =>
		await axios.post(
			`${running.hubspot.url}/oauth/2026-09/token`,
			new URLSearchParams({ client_id: 'id', client_secret: 'shh', ...form }),
			{ validateStatus: () => true },
		);
	const refresh = async () =>
		await token({ grant_type: 'refresh_token', refresh_token: REFRESH_TOKEN });
	const detailsWith = async (access: string) =>
		await running.api.get(DETAILS, { headers: { Authorization: `Bearer ${access}` } });

	const ask = async (params: Record<string, string>) =>
		await axios.get<string>(`${running.hubspot.url}/oauth/authorize`, {
			params,
			validateStatus: () => true,
		});
	const APP = {
		client_id: 'an "app"',
		redirect_uri: 'http://localhost:5678/rest/oauth2-credential/callback?a=1',
		scope: 'oauth automation',
	};
	/** Where a link of the consent page leads. */
	const behind = (page: string, label: string) => {
		const [, link] = new RegExp(`href="([^"]+)">${label}`).exec(page) ?? [];
		return new URL(unescape(link));
	};
	const allow = async () => behind((await ask(APP)).data, 'Allow').searchParams.get('code') ?? '';

	it('the consent page names app and scopes, and leads back with a code and the state', async () => {
		const { data } = await ask({ ...APP, optional_scope: 'crm.lists.read', state: 'a+b&c' });
		expect(data).toContain('an &quot;app&quot; asks for access');
		for (const scope of ['oauth', 'automation', 'crm.lists.read']) {
			expect(data).toContain(`<code>${scope}</code>`);
		}
		const back = behind(data, 'Allow');
		expect(back.origin + back.pathname).toBe(
			'http://localhost:5678/rest/oauth2-credential/callback',
		);
		expect(Object.fromEntries(back.searchParams)).toEqual({
			a: '1',
			code: expect.stringMatching(/./),
			state: 'a+b&c',
		});
		const refused = behind(data, 'Cancel').searchParams;
		expect([refused.get('error'), refused.get('code')]).toEqual(['access_denied', null]);
	});

	it.each([
		['no client_id', { ...APP, client_id: '' }],
		['no scope', { ...APP, scope: '' }],
		['no redirect_uri', { ...APP, redirect_uri: '' }],
		['a redirect_uri that is a script', { ...APP, redirect_uri: 'javascript:alert(1)' }],
	])('the consent page refuses an address with %s', async (_, params) => {
		const { status, data } = await ask(params);
		expect([status, data.includes('Allow')]).toEqual([400, false]);
	});

	it('a code is good for one token', async () => {
		const form = { grant_type: 'authorization_code', code: await allow() };
		expect((await token(form)).status).toBe(200);
		expect((await token(form)).data.status).toBe('BAD_AUTH_CODE');
	});

	it('an access token works for 1,800 seconds and can be refreshed', async () => {
		const { data } = await token({ grant_type: 'authorization_code', code: await allow() });
		expect(data.expires_in).toBe(1800);
		running.hubspot.clock.advance(1_799_999);
		expect((await detailsWith(data.access_token)).status).toBe(200);
		running.hubspot.clock.advance(1);
		expect((await detailsWith(data.access_token)).status).toBe(401);
		const again = await refresh();
		expect(again.data.refresh_token).toBe(data.refresh_token);
		expect((await detailsWith(again.data.access_token)).status).toBe(200);
	});

	it('a revoked refresh token answers BAD_REFRESH_TOKEN', async () => {
		running.hubspot.tokens.revokeRefresh();
		const { status, data } = await refresh();
		expect([status, data.error, data.status]).toEqual([400, 'invalid_grant', 'BAD_REFRESH_TOKEN']);
	});

	it('a token tells its account and scopes without needing a scope', async () => {
		running.hubspot.settings.grantedScopes = [];
		const { data } = await axios.post(
			`${running.hubspot.url}/oauth/v2/private-apps/get/access-token-info`,
			{ tokenKey: ACCEPTED_BEARER },
		);
		expect(data).toMatchObject({ hubId: 4242424, scopes: [] });
	});
});
