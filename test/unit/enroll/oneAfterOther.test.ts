import { oneAfterOther, type Draw } from '../../../nodes/shared/enroll/oneAfterOther';

const on = (name: string, setting: string): Draw => ({ on: name, setting });

interface Group {
	name: string;
	drawsOn: Draw[];
}

/** Which groups run at the same time, one line for each time that all of those end. */
async function rounds(groups: Group[]): Promise<string[]> {
	const running = new Map<string, () => void>();
	const all = oneAfterOther(groups, async ({ name }) => {
		await new Promise<void>((end) => running.set(name, end));
	});
	const seen: string[] = [];
	for (let settled = 0; settled < groups.length; ) {
		for (let tick = 0; tick < 20; tick++) await Promise.resolve();
		seen.push([...running.keys()].join(' '));
		settled += running.size;
		for (const end of running.values()) end();
		running.clear();
	}
	await all;
	return seen;
}

describe('groups run', () => {
	it.each<[string, Group[], string[]]>([
		[
			'at the same time where they draw on different limits',
			[
				{ name: 'a', drawsOn: [on('ann', '1')] },
				{ name: 'b', drawsOn: [on('bob', '4')] },
			],
			['a b'],
		],
		[
			'at the same time where they set a limit alike',
			[
				{ name: 'a', drawsOn: [on('ann', '1'), on('bob', '1')] },
				{ name: 'b', drawsOn: [on('ann', '1'), on('eve', '1')] },
			],
			['a b'],
		],
		[
			'one after the other where they set a limit unlike',
			[
				{ name: 'a', drawsOn: [on('ann', '1')] },
				{ name: 'b', drawsOn: [on('ann', '2')] },
				{ name: 'c', drawsOn: [on('bob', '2')] },
				{ name: 'd', drawsOn: [on('ann', '3')] },
			],
			['a c', 'b', 'd'],
		],
		[
			'after all of those with the setting before',
			[
				{ name: 'a', drawsOn: [on('month', '1'), on('one', '1')] },
				{ name: 'b', drawsOn: [on('month', '1'), on('two', '1')] },
				{ name: 'c', drawsOn: [on('month', '2'), on('two', '1')] },
				{ name: 'd', drawsOn: [on('month', '2'), on('one', '9')] },
			],
			['a b', 'c d'],
		],
	])('%s', async (_, groups, expected) => {
		expect(await rounds(groups)).toEqual(expected);
	});

	it('not at all behind one that fails', async () => {
		const started: string[] = [];
		const groups = ['1', '2'].map((setting) => ({ name: setting, drawsOn: [on('ann', setting)] }));
		const all = oneAfterOther(groups, async ({ name }) => {
			started.push(name);
			throw new Error(`${name} was cancelled`);
		});
		await expect(all).rejects.toThrow('1 was cancelled');
		expect(started).toEqual(['1']);
	});
});
