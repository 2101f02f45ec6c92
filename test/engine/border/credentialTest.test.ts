import { HubspotEnrollmentOAuth2Api } from '../../../credentials/HubspotEnrollmentOAuth2Api.credentials';
import { SCOPES } from '../../../nodes/shared/transport/scopes';
import { ALL_SCOPES, type Settings } from '../../../tools/hubspot';
import { askOptions, askPicker } from '../../support/n8n/picker';
import { testCredential } from '../../support/n8n/credentialTest';
import { Cast, closeCasts } from '../../support/cast';

afterAll(closeCasts);

const without = (...scopes: string[]): Partial<Settings> => ({
	grantedScopes: ALL_SCOPES.filter((scope) => !scopes.includes(scope)),
});

describe('The test of the credential', () => {
	it('is content with one scope, as a key is for sequences or for workflows', async () => {
		const settings = { grantedScopes: ['crm.objects.contacts.read'] };
		const { stage } = await Cast.open({ settings });
		expect(await testCredential(stage.serviceKey)).toBe('Connection successful!');
	});

	it('names the scope that everything needs, and what the others are for', async () => {
		const { stage } = await Cast.open({ settings: without('crm.objects.contacts.read') });
		const said = await testCredential(stage.serviceKey);
		expect(said).toContain('the scope crm.objects.contacts.read is missing');
		for (const { name, use } of SCOPES.filter((scope) => scope.name !== 'oauth')) {
			expect(said).toContain(name);
			if (use !== 'everything') expect(said).toContain(`${name} (${use})`);
		}
	});

	it.each([
		['words', 'HubSpot EU', 'is not a web address'],
		['plain http', 'http://api.hubapi.com', 'begins with http://, so the key would be sent'],
	])('says what is wrong with an API Base URL that is %s', async (_, baseUrl, words) => {
		const { stage, hubspot } = await Cast.open();
		expect(await testCredential({ ...stage.serviceKey, baseUrl })).toContain(words);
		expect(hubspot.requests.count()).toBe(0);
	});
});

describe('A list in the editor names the scope that is missing', () => {
	const OWNERS = 'crm.objects.owners.read';
	const SEQUENCES = 'automation.sequences.read';

	it.each([
		['hubspotSequence', 'searchContacts', 'crm.objects.contacts.read'],
		['hubspotSequence', 'searchSenders', OWNERS],
		['hubspotSequence', 'searchSequences', SEQUENCES],
		['hubspotSequence', 'searchWorkflows', 'automation'],
		['hubspotWorkflow', 'searchLists', 'crm.lists.read'],
		['hubspotSequence', 'searchDateProperties', 'crm.objects.contacts.read'],
		['hubspotWorkflow', 'searchProperties', 'crm.objects.contacts.read'],
		['hubspotSequence', 'getSenders', OWNERS],
		['hubspotSequence', 'getWorkflows', 'automation'],
		['hubspotWorkflow', 'getSequences', SEQUENCES],
	] as const)('%s: %s, %s', async (type, method, scope) => {
		// The older owners API takes `automation` as well, and the properties API another one.
		const others = scope === OWNERS ? ['automation'] : ['crm.schemas.contacts.read'];
		const { stage } = await Cast.open({ settings: without(scope, ...others) });
		const ask = method.startsWith('get') ? askOptions : askPicker;
		await expect(ask({ type, method, credentials: stage.serviceKey })).rejects.toMatchObject({
			message: expect.stringContaining(`lacks a scope for this: ${scope}`) as string,
			description: expect.stringMatching(`(Missing|one or more of): .*${scope} \\(`) as string,
		});
	});
});

describe('The form of the credential', () => {
	const { properties } = new HubspotEnrollmentOAuth2Api();

	it.each(['serviceKey', 'authorizationCode'])('names every scope for %s', (grantType) => {
		const notice = properties.find(
			({ type, displayOptions }) =>
				type === 'notice' && displayOptions?.show?.grantType?.includes(grantType),
		);
		const names = SCOPES.map(({ name }) => name).filter(
			(name) => grantType !== 'serviceKey' || name !== 'oauth',
		);
		for (const name of names) expect(notice?.displayName).toContain(`${name} (`);
	});
});
