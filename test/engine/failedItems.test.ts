import type { IDataObject, INode } from 'n8n-workflow';

import { Cast, closeCasts } from '../support/cast';
import { RESULT } from '../support/outputs';
import { byId } from '../support/n8n/stage';
import type { NodeRun } from '../support/n8n/runNode';
import { newFlow, on } from './workflow/support';

afterAll(closeCasts);

type OnError = INode['onError'];

/** One that nothing is wrong with, one that HubSpot does not have, and one without a number. */
const withBadOnes = (cast: Cast): IDataObject[] => [
	{ ...cast.items[0], row: 1 },
	{ id: '999999999', row: 2, outcome: 'of a node before' },
	{ id: 'ann', row: 3 },
];

const NODES: Array<
	[string, (cast: Cast, operation: string, onError: OnError) => Promise<NodeRun>]
> = [
	[
		'HubSpot Sequence',
		async (cast, operation, onError) =>
			await cast.stage.sequence(withBadOnes(cast), {
				parameters: {
					operation,
					contact: byId('={{ $json.id }}'),
					sequence: byId(cast.sequence.id),
					sender: byId(cast.rep.userId),
				},
				settings: { onError },
			}),
	],
	[
		'HubSpot Workflow',
		async (cast, operation, onError) =>
			await cast.stage.workflow(withBadOnes(cast), {
				parameters: on(operation, newFlow(cast.stage), { contact: byId('={{ $json.id }}') }),
				settings: { onError },
			}),
	],
];

describe.each(NODES)('A failed item of %s', (_, run) => {
	describe.each(['enroll', 'status', 'unenroll'])('on %s', (operation) => {
		const FAILED_ITEMS = [
			{ reason: 'CONTACT_NOT_FOUND', error: 'HubSpot has no such contact', contactId: '999999999' },
			{
				reason: 'BAD_INPUT',
				error: 'The Contact of this item is not a HubSpot contact ID',
			},
		].map((said) => ({ outcome: 'failed', message: said.error, ...said }));

		it('has the shape of all outcomes on the error output, beside its input', async () => {
			const cast = await Cast.open();
			const result = await run(cast, operation, 'continueErrorOutput');
			expect(result.json.at(-1)).toEqual(
				FAILED_ITEMS.map((said, order) => ({
					...withBadOnes(cast)[order + 1],
					...said,
					description: expect.any(String),
				})),
			);
			// Nothing of it is left by which n8n would throw the rest away.
			expect(result.outputs.at(-1)?.map((item) => Object.keys(item))).toEqual(
				FAILED_ITEMS.map(() => expect.not.arrayContaining(['error'])),
			);
			expect(result.of(0).output).not.toBe(result.json.length - 1);
		});

		it('has it with Continue, too', async () => {
			const cast = await Cast.open();
			const result = await run(cast, operation, 'continueRegularOutput');
			const failed = result.json.flat().filter(({ error }) => error !== undefined);
			expect(failed).toEqual(
				FAILED_ITEMS.map((said) => ({ ...said, description: expect.any(String) })),
			);
		});
	});
});

it('Include Input Fields keeps those of a failed item, too', async () => {
	const cast = await Cast.open();
	const items = [{ id: '999999999', row: 1 }];
	const result = await cast.status(items, {
		options: { includeInput: true },
		settings: { onError: 'continueRegularOutput' },
	});
	expect(result.json[RESULT]).toMatchObject([{ outcome: 'failed', input: items[0] }]);
});
