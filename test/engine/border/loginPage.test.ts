import type { IDataObject } from 'n8n-workflow';

import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts } from '../../support/cast';
import { newFlow } from '../workflow/support';

afterAll(closeCasts);

const PAGE = '<!DOCTYPE html><html><body>Please log in to the guest network</body></html>';
const INSTEAD = 'Something between n8n and HubSpot answered instead of HubSpot';
const OPERATIONS = ['enroll', 'status', 'unenroll', 'checkSendLimit'];

describe('Where a login page answers every request with 200', () => {
	it.each([
		...OPERATIONS.map((operation) => ['sequence', operation] as const),
		...OPERATIONS.map((operation) => ['workflow', operation] as const),
	])('of the %s node, %s says so of every item and asks no more', async (node, operation) => {
		const cast = await Cast.open({ contacts: 5 });
		const flow = newFlow(cast.stage);
		cast.hubspot.faults.add({ effect: { insteadAfter: { status: 200, body: PAGE } } });
		const run = await cast.stage[node](cast.items, {
			settings: { onError: 'continueErrorOutput' },
			parameters: {
				operation,
				contact: byId('={{ $json.id }}'),
				sequence: byId(cast.sequence.id),
				sender: byId(cast.rep.userId),
				workflow: byId(flow.id),
			},
		});

		const errors = cast.items.map((_, index) => run.of(index).json);
		expect(errors.map(({ error }: IDataObject) => error)).toEqual(errors.map(() => INSTEAD));
		expect(cast.hubspot.requests.count()).toBe(1);
	});
});
