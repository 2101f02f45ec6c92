import type { SequenceStep } from '../../../nodes/shared/hubspot/sequences';
import { describeSteps } from '../../../nodes/HubspotSequence/lookup/sequenceSteps';
import { DAY, HOUR } from '../../support/unit/arbitraries';
import { sendTimes } from '../../support/unit/sendTimes';

const step = (
	stepOrder: number,
	actionType: SequenceStep['actionType'],
	delayMillis?: number,
): SequenceStep => ({ stepOrder, actionType, delayMillis });

describe('when an enrollment sends', () => {
	it.each<[string, SequenceStep[], number[]]>([
		['is at once with a single email', [step(0, 'EMAIL')], [0]],
		[
			'adds up the delays',
			[step(0, 'EMAIL', 0), step(1, 'EMAIL', 2 * DAY), step(2, 'EMAIL', 3 * DAY)],
			[0, 2 * DAY, 5 * DAY],
		],
		[
			'counts the delay of a task, which sends nothing',
			[step(0, 'EMAIL'), step(1, 'TASK', DAY), step(2, 'EMAIL', HOUR)],
			[0, DAY + HOUR],
		],
		['begins later where the first step waits', [step(0, 'EMAIL', DAY)], [DAY]],
		[
			'goes by the order of the steps, not of the list',
			[step(1, 'EMAIL', 2 * DAY), step(0, 'EMAIL', HOUR)],
			[HOUR, HOUR + 2 * DAY],
		],
		[
			'leaves out steps that end or branch',
			[step(0, 'EMAIL'), step(1, 'ADAPTIVE_CONTAINER', DAY), step(2, 'FINISH_ENROLLMENT')],
			[0],
		],
		['is never with tasks alone', [step(0, 'TASK'), step(1, 'TASK', DAY)], []],
		['is never without steps', [], []],
	])('%s', (_, steps, offsets) => {
		expect(sendTimes({ steps }, 0, 'UTC')).toEqual(offsets);
	});

	it('leaves the steps in the order they were given', () => {
		const steps = [step(1, 'EMAIL'), step(0, 'EMAIL')];
		sendTimes({ steps }, 0, 'UTC');
		expect(steps.map(({ stepOrder }) => stepOrder)).toEqual([1, 0]);
	});
});

describe('the steps in words', () => {
	it.each<[string, SequenceStep[]]>([
		[
			'3 emails, 1 task over 9 days',
			[
				step(0, 'EMAIL'),
				step(1, 'TASK', 2 * DAY),
				step(2, 'EMAIL', 3 * DAY),
				step(3, 'EMAIL', 4 * DAY),
			],
		],
		['1 email', [step(0, 'EMAIL')]],
		['1 email over 1 day', [step(0, 'EMAIL', DAY)]],
		['2 tasks', [step(0, 'TASK'), step(1, 'TASK', HOUR)]],
		['2 emails over 2 days', [step(0, 'EMAIL', DAY), step(1, 'EMAIL', 20 * HOUR)]],
		['no steps', []],
	])('%s', (words, steps) => {
		expect(describeSteps({ steps })).toBe(words);
	});
});
