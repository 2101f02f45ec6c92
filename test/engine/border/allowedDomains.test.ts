import { testCredential } from '../../support/n8n/credentialTest';
import { askPicker } from '../../support/n8n/picker';
import { Cast, closeCasts } from '../../support/cast';
import { RESULT } from '../../support/outputs';

afterAll(closeCasts);

const REFUSED = 'The Allowed Domains of the credential do not have the host of its API Base URL';
const NODES = ['sequence', 'workflow'] as const;

async function openWith(allowedDomains: string, allowedHttpRequestDomains = 'domains') {
	const { stage, items, hubspot } = await Cast.open();
	const credentials = { ...stage.serviceKey, allowedHttpRequestDomains, allowedDomains };
	const ask = async (node: (typeof NODES)[number]) =>
		await stage[node](items, { credentials, parameters: { operation: 'status' } });
	return { ask, hubspot, credentials };
}

describe.each(NODES)('The Allowed Domains of the credential, in the %s node,', (node) => {
	it.each(['127.0.0.1', ' api.hubapi.com , 127.0.0.1. ', '*.0.0.1'])(
		'let its own requests pass: %j',
		async (allowed) => {
			const { ask } = await openWith(allowed);
			const run = await ask(node);
			expect(run.json[RESULT]).toHaveLength(1);
		},
	);

	it.each(['api.hubapi.com', '', '*', '*.', '*.127.0.0.1', '27.0.0.1', '127.0.0.1.example'])(
		'stop them before any request: %j',
		async (allowed) => {
			const { ask, hubspot } = await openWith(allowed);
			expect((await ask(node)).error).toMatchObject({
				message: REFUSED,
				description: expect.stringContaining('add 127.0.0.1 to its Allowed Domains'),
			});
			expect(hubspot.requests.count()).toBe(0);
		},
	);

	it.each(['all', 'none'])('count only as a list: %s', async (choice) => {
		const { ask } = await openWith('api.hubapi.com', choice);
		expect((await ask(node)).json[RESULT]).toHaveLength(1);
	});
});

it('The Allowed Domains of the credential stop a list in the editor, too', async () => {
	const { credentials } = await openWith('api.hubapi.com');
	const asked = askPicker({ type: 'hubspotWorkflow', method: 'searchWorkflows', credentials });
	await expect(asked).rejects.toThrow(REFUSED);
});

it.each(['all', 'none'])(
	'The test of the credential passes with Allowed HTTP Request Domains set to %s',
	async (choice) => {
		const { credentials } = await openWith('', choice);
		expect(await testCredential(credentials)).toBe('Connection successful!');
	},
);
