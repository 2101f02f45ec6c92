import { addFlow } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts } from '../../support/cast';

afterAll(closeCasts);

const PAGE = '<!DOCTYPE html><html><body>Access denied. Take a seat.</body></html>';
const settings = { onError: 'continueErrorOutput' as const };
const OPERATIONS = ['enroll', 'status', 'unenroll', 'checkSendLimit'] as const;

/** An account behind a proxy that answers every request with its page. */
async function behindProxy(status: number) {
	const cast = await Cast.open({ contacts: 3 });
	const flow = addFlow(cast.account, {});
	cast.hubspot.faults.add({ effect: { status, body: PAGE } });
	return { cast, flow };
}

describe.each([
	{ status: 403, error: 'Something between n8n and HubSpot answered instead of HubSpot' },
	{ status: 407, error: 'Something between n8n and HubSpot answered instead of HubSpot' },
	{
		status: 500,
		error: 'HubSpot, or something between n8n and HubSpot, did not process the request',
	},
])('A page of a proxy with status $status', ({ status, error }) => {
	it.each(OPERATIONS)('is not taken for an answer of HubSpot by %s of sequences', async (name) => {
		const { cast } = await behindProxy(status);
		const run = await cast[name](undefined, { settings });
		const failed = run.json.at(-1) ?? [];
		expect(failed.map((json) => json.error)).toEqual(failed.map(() => error));
		expect(failed.length).toBe(name === 'checkSendLimit' ? 1 : 3);
	});

	it.each(OPERATIONS)('is not taken for an answer of HubSpot by %s of workflows', async (name) => {
		const { cast, flow } = await behindProxy(status);
		const run = await cast.stage.workflow(name === 'checkSendLimit' ? [{}] : cast.items, {
			settings,
			parameters: { operation: name, workflow: byId(flow.id) },
		});
		const failed = run.json.at(-1) ?? [];
		expect(failed.map((json) => json.error)).toEqual(failed.map(() => error));
		expect(failed.length).toBe(name === 'checkSendLimit' ? 1 : 3);
	});
});
