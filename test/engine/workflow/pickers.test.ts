import { askAllPages, askPicker } from '../../support/n8n/picker';
import { newContacts, newFlow, newPeople, useStage } from './support';

const stage = useStage();

const WRONG = 'no-such-key';

const question = (method: string, filter?: string) => ({
	type: 'hubspotWorkflow' as const,
	method,
	filter,
	credentials: stage().serviceKey,
});

describe('the list of workflows', () => {
	it('holds contact workflows by flow id, with their state and a link', async () => {
		const on = newFlow(stage(), { name: 'Welcome' });
		const off = newFlow(stage(), { name: 'Old onboarding', isEnabled: false });
		newFlow(stage(), { name: 'Deals', objectTypeId: '0-3', type: 'PLATFORM_FLOW' });
		const { results } = await askPicker(question('searchWorkflows'));
		const url = (id: string) =>
			`https://app.hubspot.com/workflows/4242424/platform/flow/${id}/edit`;
		expect(results).toEqual([
			{ name: 'Welcome', value: on.id, url: url(on.id) },
			{ name: 'Old onboarding (off)', value: off.id, url: url(off.id) },
		]);
	});

	it.each(['WELC', ' come '])('is searched by words: "%s"', async (filter) => {
		newFlow(stage(), { name: 'Welcome' });
		newFlow(stage(), { name: 'Webinar' });
		const { results } = await askPicker(question('searchWorkflows', filter));
		expect(results.map(({ name }) => name)).toEqual(['Welcome']);
	});

	it('is read page by page', async () => {
		const flows = Array.from({ length: 130 }, () => newFlow(stage()));
		const pages = await askAllPages(question('searchWorkflows'));
		expect(pages.map(({ results }) => results.length)).toEqual([100, 30]);
		const ids = pages.flatMap(({ results }) => results.map(({ value }) => value));
		expect(ids).toEqual(flows.map(({ id }) => id));
	});

	it('is empty where HubSpot shows none to the credential', async () => {
		newFlow(stage());
		stage().hubspot.settings.flowsReadable = false;
		expect((await askPicker(question('searchWorkflows'))).results).toEqual([]);
	});
});

describe('the list of contacts', () => {
	it('holds names and addresses, or what there is of them', async () => {
		const [named, nameless, bare] = newContacts(
			stage(),
			{ firstname: 'Casey', lastname: 'Fjord', email: 'casey@customer.example' },
			{ firstname: null, lastname: null, email: 'x@customer.example' },
			{ firstname: null, lastname: null, email: null },
		);
		const { results } = await askPicker(question('searchContacts'));
		expect(results).toEqual([
			{ name: 'Casey Fjord (casey@customer.example)', value: named.id },
			{ name: 'x@customer.example', value: nameless.id },
			{ name: bare.id, value: bare.id },
		]);
	});

	it('is searched by HubSpot, page by page', async () => {
		newPeople(stage(), 60);
		const [found] = newContacts(stage(), { firstname: 'Ottilie' });
		const { results } = await askPicker(question('searchContacts', 'Ottilie'));
		expect(results.map(({ value }) => value)).toEqual([found.id]);
		const pages = await askAllPages(question('searchContacts'));
		expect(pages.map((page) => page.results.length)).toEqual([50, 11]);
	});
});

describe('what goes wrong is said in the list', () => {
	it('a key that HubSpot does not accept, without the key', async () => {
		const asked = askPicker({
			...question('searchContacts'),
			credentials: { ...stage().serviceKey, appToken: WRONG },
		});
		const error = await asked.then(
			() => undefined,
			(thrown: Error) => thrown,
		);
		expect(error?.message).toBe('HubSpot does not accept the credential');
		expect(JSON.stringify(error)).not.toContain(WRONG);
	});

	it('a scope that is missing', async () => {
		stage().hubspot.settings.grantedScopes = ['oauth', 'automation'];
		await expect(askPicker(question('searchContacts'))).rejects.toMatchObject({
			message: 'The HubSpot credential lacks a scope for this: crm.objects.contacts.read',
			description: expect.stringContaining('crm.objects.contacts.read') as string,
		});
	});
});
