import axios from 'axios';
import { unescape } from 'lodash';

import type { HubspotServer } from '../../hubspot';
import { ALL_SCOPES, REFRESH_TOKEN } from '../../hubspot';
import type { Case, Editor, RunStep, Step } from '../case';
import { cleanItems } from './demoList';
import { ben, contact, enrollAs } from './parameters';

const app = { grantType: 'authorizationCode', clientId: 'app-id', clientSecret: 'app-secret' };

/** How often n8n asked for a new access token. */
const refreshes = ({ requests }: HubspotServer) => requests.count({ path: /^\/oauth\/.*token$/ });
const refused = ({ requests }: HubspotServer) => requests.count({ status: 401 });

/** What the editor shows after Save: n8n tests the saved credential. */
async function test({ session, credentialId }: Editor) {
	const route = `/credentials/${credentialId}?includeData=true`;
	const credentials = await session.request<object>('GET', route);
	return await session.request<{ status: string; message: string }>('POST', '/credentials/test', {
		credentials,
	});
}

const statusStep = (hubspot: HubspotServer, name: string, verify: RunStep['verify']): RunStep => ({
	name,
	node: 'sequence',
	items: cleanItems(hubspot.account).slice(0, 1),
	parameters: { operation: 'status', contact },
	verify,
});

/** n8n tests a credential by one path, the dated one, whatever the key. */
const knowsTestPath = ({ hubspot }: Editor): boolean =>
	hubspot.settings.versions.includes('2026-09');

const works: Step = {
	name: 'Test of the credential',
	inEditor: async (editor) => {
		const { status, message } = await test(editor);
		if (!knowsTestPath(editor)) {
			return editor.checks.equal('answer of a host without it', status, 'Error');
		}
		editor.checks.equal('answer', [status, message], ['OK', 'Connection successful!']);
	},
};

const isRefused: Step = {
	name: 'Test of the credential',
	inEditor: async (editor) => {
		const { status, message } = await test(editor);
		editor.checks.equal('status', status, 'Error');
		if (!knowsTestPath(editor)) return;
		// Older n8n has a text of its own where the credential type has one.
		editor.checks.equal(
			`message: ${message}`,
			/does not accept the key|reconnected|authorization/i.test(message),
			true,
		);
	},
};

const failsWith =
	(message: string): RunStep['verify'] =>
	({ checks, execution }) => {
		checks.equal('the run fails', execution.status, 'error');
		checks.equal('message', execution.error, message);
	};

const refusesToRun = failsWith('HubSpot does not accept the credential');

/** An access token that has expired, as n8n finds it 30 minutes after the last run. */
function refresh(hubspot: HubspotServer): Step[] {
	const items = cleanItems(hubspot.account).slice(0, 12);
	return [
		{
			name: 'Enroll twelve contacts with an expired token',
			node: 'sequence',
			items,
			parameters: enrollAs(ben),
			verify: ({ checks, execution, output }) => {
				checks.equal('the run succeeds', execution.status, 'success');
				checks.equal('Enrolled', output(0).length, items.length);
				checks.equal('one refresh', refreshes(hubspot), 1);
				checks.equal('one request was refused', refused(hubspot), 1);
			},
		},
		statusStep(hubspot, 'The new token was saved', ({ checks, execution }) => {
			checks.equal('the run succeeds', execution.status, 'success');
			checks.equal('still one refresh', refreshes(hubspot), 1);
		}),
		works,
		{
			name: 'Access is taken away in HubSpot',
			inEditor: async () => {
				hubspot.tokens.reset();
				hubspot.tokens.revokeRefresh();
			},
		},
		statusStep(hubspot, 'A run without access', refusesToRun),
	];
}

/** The button Connect my account, and Allow on the stand-in's consent page. */
function connect(hubspot: HubspotServer): Step[] {
	return [
		statusStep(hubspot, 'A run before', failsWith('The HubSpot credential is not connected yet')),
		{
			name: 'Connect my account',
			inEditor: async ({ checks, session, credentialId }) => {
				const route = `/oauth2-credential/auth?id=${credentialId}`;
				const url = new URL(await session.request<string>('GET', route));
				const scopes = ['scope', 'optional_scope'].flatMap(
					(name) => url.searchParams.get(name)?.split(' ') ?? [],
				);
				checks.equal('page', url.origin + url.pathname, `${hubspot.url}/oauth/authorize`);
				checks.equal('client', url.searchParams.get('client_id'), app.clientId);
				checks.equal('scopes are asked for', scopes.length > 10, true);
				checks.equal(
					'HubSpot has these scopes',
					scopes.filter((one) => !ALL_SCOPES.includes(one)),
					[],
				);
				const back = new URL(url.searchParams.get('redirect_uri') ?? '');
				checks.equal('back to', back.pathname, '/rest/oauth2-credential/callback');

				const { data: consent } = await axios.get<string>(url.href);
				const [, allow = ''] = /class="allow" href="([^"]+)"/.exec(consent) ?? [];
				const { pathname, search } = new URL(unescape(allow));
				const page = await session.open(pathname + search);
				checks.equal('n8n says so', /success/i.test(page), true);
				checks.equal('HubSpot gave tokens', refreshes(hubspot), 1);
			},
		},
		works,
		statusStep(hubspot, 'A run', ({ checks, execution }) => {
			checks.equal('the run succeeds', execution.status, 'success');
			checks.equal('no request was refused', refused(hubspot), 0);
		}),
	];
}

const badKey = (hubspot: HubspotServer): Step[] => [
	isRefused,
	statusStep(hubspot, 'A run', refusesToRun),
];

const server = { runBy: 'server' } as const;

export const credentialCases: Case[] = [
	{ ...server, title: 'Credential: service key', steps: () => [works] },
	{
		...server,
		title: 'Credential: wrong service key',
		credentialData: { grantType: 'serviceKey', appToken: 'pat-na1-wrong' },
		steps: badKey,
	},
	{
		...server,
		title: 'Credential: OAuth2',
		credentialData: {
			...app,
			oauthTokenData: {
				access_token: 'an-access-token-that-has-expired',
				refresh_token: REFRESH_TOKEN,
				token_type: 'bearer',
			},
		},
		steps: refresh,
	},
	{ ...server, title: 'Credential: OAuth2, connecting', credentialData: app, steps: connect },
	{
		...server,
		title: 'Credential: OAuth2, access refused',
		credentialData: {
			...app,
			oauthTokenData: {
				access_token: 'an-access-token-that-is-refused',
				refresh_token: 'a-refresh-token-that-is-refused',
			},
		},
		steps: badKey,
	},
];
