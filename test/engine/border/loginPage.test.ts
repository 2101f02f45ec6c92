import type { IDataObject } from 'n8n-workflow';

import { Cast, closeCasts } from '../../support/cast';
import { OPERATIONS_OF_BOTH, runOperation } from './operations';

afterAll(closeCasts);

const PAGE = '<!DOCTYPE html><html><body>Please log in to the guest network</body></html>';
const INSTEAD = 'Something between n8n and HubSpot answered instead of HubSpot';

describe('Where a login page answers every request with 200', () => {
	it.each(OPERATIONS_OF_BOTH)(
		'of the %s node, %s says so of every item and asks no more',
		async (node, operation) => {
			const cast = await Cast.open({ contacts: 5 });
			cast.hubspot.faults.add({ effect: { insteadAfter: { status: 200, body: PAGE } } });
			const run = await runOperation(cast, node, operation);

			const errors = cast.items.map((_, index) => run.of(index).json);
			expect(errors.map(({ error }: IDataObject) => error)).toEqual(errors.map(() => INSTEAD));
			expect(cast.hubspot.requests.count()).toBe(1);
		},
	);
});
