import { escape } from 'lodash';

import { Secrets } from '../../../nodes/shared/transport/secrets';

const KEY = ['pat-na1', 'made', 'up', '1+2/3'].join('-');
const ACCESS = 'CJTI9-access-of-a-login';
const REFRESH = 'na1-refresh-of-a-login';
const CLIENT_SECRET = 'secret of/the "client" & <Zoë>';
const percent = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const secrets = new Secrets({
	appToken: KEY,
	clientId: 'client-id',
	clientSecret: CLIENT_SECRET,
	oauthTokenData: { access_token: ACCESS, refresh_token: REFRESH, token_type: 'bearer' },
});

describe('the secrets of a credential', () => {
	it.each([
		['the key', KEY],
		['the key in an address', encodeURIComponent(KEY)],
		['the key in base64', base64(KEY)],
		['the access token', ACCESS],
		['the refresh token', REFRESH],
		['the key in an address in small letters', encodeURIComponent(KEY).toLowerCase()],
		['the key with every character escaped', KEY.replace(/\W/g, percent)],
		['the key in JSON', KEY.replace('/', '\\/')],
		['the key in JSON with numbers', KEY.replace('/', '\\u002F').replace('+', '\\u002b')],
		['the key in a page', KEY.replace('/', '&#x2F;').replace('+', '&#043;')],
		['the key in a page with names', KEY.replace('/', '&sol;').replace('+', '&plus;')],
		['the key in capital letters', KEY.toUpperCase()],
		['the client secret', CLIENT_SECRET],
		['the client secret in JSON', JSON.stringify(CLIENT_SECRET).slice(1, -1)],
		['the client secret in a page', escape(CLIENT_SECRET)],
		['the client secret in an address', encodeURIComponent(CLIENT_SECRET)],
		['the login of the client', base64(`client-id:${CLIENT_SECRET}`).replace(/=+$/, '')],
		['a header with the key', `Bearer ${KEY}`],
		['a header with a token that n8n got meanwhile', 'Bearer CKjd93-other.token_2'],
		['such a header in an address', 'bearer%20CKjd93-other.token_2'],
		['another key of HubSpot', 'pat-eu1-1f6c0c2e-7d1b-4a5e-9f0a-000000000000'],
		['the same in capital letters', 'PAT-EU1-1F6C0C2E-7D1B-4A5E-9F0A-000000000000'],
	])('are hidden: %s', (_, secret) => {
		const text = secrets.hide(`before ${secret}, after ${secret}`);
		expect(text).toBe('before [hidden], after [hidden]');
	});

	it.each([
		'Contact already enrolled in a sequence',
		'The bearer certificates of the company',
		'bearer',
		'pat-a-cake',
		'client-id',
		'00000000-0000-4000-8000-000000000001',
	])('are not seen in %j', (text) => {
		expect(secrets.hide(text)).toBe(text);
	});

	it('are hidden in every text of a value, and nothing else changes', () => {
		const value = { name: `by ${KEY}`, list: [1, null, { deep: ACCESS }, 'as it was'] };
		secrets.hideIn(value);
		expect(value).toEqual({
			name: 'by [hidden]',
			list: [1, null, { deep: '[hidden]' }, 'as it was'],
		});
	});

	it('are hidden however deep', () => {
		const leaf = { text: KEY };
		let value: object = leaf;
		for (let depth = 0; depth < 200_000; depth++) value = [value];
		secrets.hideIn(value);
		expect(leaf.text).toBe('[hidden]');
	});

	it('that are learnt later are hidden as well', () => {
		const login = new Secrets({ oauthTokenData: { access_token: 'the first token' } });
		login.learn({ oauthTokenData: { access_token: 'the second token' } });
		expect(login.hide('the first token, the second token')).toBe('[hidden], [hidden]');
	});

	it.each([
		['an empty credential', {}],
		['an empty key', { appToken: '', clientSecret: '' }],
		['a login that was never made', { grantType: 'authorizationCode' }],
		['a key too short to be one', { appToken: 'a' }],
	])('with %s hide nothing', (_, credential) => {
		expect(new Secrets(credential).hide('undefined: a plain text')).toBe('undefined: a plain text');
	});
});
