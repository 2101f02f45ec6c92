import type { INodePropertyOptions } from 'n8n-workflow';

import { HubspotSequence } from '../../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../../nodes/HubspotWorkflow/HubspotWorkflow.node';
import { Cast, closeCasts } from '../../support/cast';
import { runOperation } from './operations';

afterAll(closeCasts);

const CUSTOM = { name: 'Custom API Call', value: '__CUSTOM_API_CALL__' };

const menus = [HubspotSequence, HubspotWorkflow].flatMap((type) =>
	new type().description.properties.flatMap(({ name, options }) =>
		['resource', 'operation'].includes(name) && options ? [options as INodePropertyOptions[]] : [],
	),
);

describe('"Custom API Call", which n8n adds to what the node lets it see,', () => {
	beforeAll(() => menus.forEach((menu) => menu.push(CUSTOM)));
	afterAll(() => menus.forEach((menu) => menu.pop()));

	it.each(['sequence', 'workflow'] as const)(
		'says for the %s node where such a call is made, and asks HubSpot nothing',
		async (node) => {
			const cast = await Cast.open({ contacts: 2 });
			const run = await runOperation(cast, node, CUSTOM.value);

			for (const index of cast.items.keys()) {
				expect(run.of(index).json).toMatchObject({
					outcome: 'failed',
					reason: 'BAD_INPUT',
					error: 'A custom API call is made by the HTTP Request node, not by this one',
					description: expect.stringContaining(
						'HubSpot Enrollment (Service Key or Login) OAuth2 API',
					) as string,
				});
			}
			expect(cast.hubspot.requests.count()).toBe(0);
		},
	);

	it.each(['sequence', 'workflow'] as const)(
		'is no value that the %s node tells a wrong one of',
		async (node) => {
			const cast = await Cast.open({ contacts: 1 });
			const run = await runOperation(cast, node, 'delete');
			expect(run.of(0).json).toMatchObject({
				error: "'Operation' is not one of the values that it has",
				description: expect.not.stringContaining(CUSTOM.value) as string,
			});
		},
	);
});
