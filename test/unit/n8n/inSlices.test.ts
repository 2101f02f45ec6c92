import { sleep } from 'n8n-workflow';

import { inSlices } from '../../../nodes/shared/n8n/inSlices';

afterEach(() => jest.restoreAllMocks());

describe('long work', () => {
	/** Work of 100 steps, on a clock that goes on by so many ms with each of them. */
	function* work(ms: number, done: string[]) {
		let now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		for (let step = 0; step < 100; step++) {
			now += ms;
			done.push('step');
			yield;
		}
		return 'all done';
	}

	it.each([
		['lets others have their turn every 10 ms', 1, 5],
		['lets others have their turn after each step that takes longer', 20, 50],
	])('%s', async (_, ms, turns) => {
		const done: string[] = [];
		let isDone = false;
		const others = async () => {
			while (!isDone) {
				done.push('other');
				await sleep(0);
			}
		};
		const otherWork = others();
		expect(await inSlices(work(ms, done))).toBe('all done');
		isDone = true;
		await otherWork;
		// The timers of both may come in any order, so it is about half of them.
		const between = done.slice(done.indexOf('step'), done.lastIndexOf('step'));
		expect(between.filter((who) => who === 'other').length).toBeGreaterThanOrEqual(turns);
	});
});
