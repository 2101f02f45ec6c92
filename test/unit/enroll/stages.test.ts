import { stagesOf, type Draw } from '../../../nodes/shared/enroll/stages';

const on = (name: string, setting: string): Draw => ({ on: name, setting });

interface Named {
	name: string;
	drawsOn: Draw[];
}

const stages = (quotas: Named[]) =>
	stagesOf(quotas).map((stage) => stage.map(({ name }) => name).join(' '));

describe('quotas go', () => {
	it.each<[string, Named[], string[]]>([
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
	])('%s', (_, quotas, expected) => {
		expect(stages(quotas)).toEqual(expected);
	});
});
