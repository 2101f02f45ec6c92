import { sleep } from 'n8n-workflow';

import { ItemResults } from '../../../nodes/shared/n8n/itemResults';
import { nodeContext } from '../../support/n8n/nodeContext';

afterEach(() => jest.restoreAllMocks());

const ITEMS = 50;

/** How many turns others have while a node is at work, on a clock that has gone on whenever it is looked at. */
async function turnsDuring(act: (results: ItemResults) => Promise<unknown>): Promise<number> {
	let now = Date.now();
	jest.spyOn(Date, 'now').mockImplementation(() => (now += 20));
	const results = new ItemResults(nodeContext({ items: Array(ITEMS).fill({}) }), {});
	let turns = 0;
	let isDone = false;
	const others = (async () => {
		for (; !isDone; turns++) await sleep(0);
	})();
	try {
		await act(results);
	} finally {
		isDone = true;
		await others;
	}
	return turns;
}

describe('All of n8n has its turn', () => {
	it.each<[string, Parameters<typeof turnsDuring>[0]]>([
		[
			'while the parameters of many items are read',
			async (results) => await results.readItems((index) => index),
		],
		[
			'while many items are settled',
			async (results) => {
				for (let index = 0; index < ITEMS; index++) {
					await results.attempt(index, () => results.put(index, {}));
				}
			},
		],
		[
			'while many items leave',
			async (results) => {
				for (let index = 0; index < ITEMS; index++) results.put(index, {});
				await results.finish();
			},
		],
	])('%s', async (_, act) => {
		// The timers of both may come in any order, so it is about half of them.
		expect(await turnsDuring(act)).toBeGreaterThanOrEqual(ITEMS / 2);
	});
});
