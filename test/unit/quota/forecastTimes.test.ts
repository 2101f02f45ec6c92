import { DateTime } from 'luxon';

import type { SequenceStep, StepDependency } from '../../../nodes/shared/hubspot/sequences';
import { waitsForTask } from '../../../nodes/HubspotSequence/lookup/sequenceSteps';
import { sendTimes } from '../../support/unit/sendTimes';
import { DAY, HOUR } from '../../support/unit/arbitraries';

const zone = 'Europe/Berlin';

const OFFICE_HOURS = {
	eligibleFollowUpDays: 'BUSINESS_DAYS',
	sendWindowStartMinute: 9 * 60,
	sendWindowEndMinute: 17 * 60,
} as const;

const step = (
	stepOrder: number,
	actionType: SequenceStep['actionType'],
	delayMillis?: number,
): SequenceStep => ({ stepOrder, actionType, delayMillis });

/** Emails with these waits before them. */
const emails = (...delays: number[]) => delays.map((delay, order) => step(order, 'EMAIL', delay));

/** The sends of an enrollment, both by the wall clock in Berlin. */
function sends(sequence: Parameters<typeof sendTimes>[0], enrolled: string): string[] {
	const enrolledAt = DateTime.fromISO(enrolled, { zone }).toMillis();
	return sendTimes(sequence, enrolledAt, zone).map((time) =>
		DateTime.fromMillis(time, { zone }).toFormat('ccc dd LLL HH:mm'),
	);
}

describe('the steps of a sequence', () => {
	const SATURDAY = '2026-11-28T03:00';

	it.each<[string, SequenceStep[], string[]]>([
		[
			'the first goes out at once whatever the window says, the next ones wait for it',
			emails(0, DAY, 2 * DAY),
			['Sat 28 Nov 03:00', 'Mon 30 Nov 09:00', 'Tue 01 Dec 09:00'],
		],
		['the first waits for the window if it has a delay', emails(HOUR), ['Mon 30 Nov 09:00']],
		[
			'a second one without delay waits for the window',
			emails(0, 0),
			['Sat 28 Nov 03:00', 'Mon 30 Nov 09:00'],
		],
		[
			'delays count since enrolling, not since the email that the window moved',
			emails(0, DAY, DAY),
			['Sat 28 Nov 03:00', 'Mon 30 Nov 09:00', 'Mon 30 Nov 09:00'],
		],
		[
			'a task takes time and sends nothing',
			[step(0, 'TASK'), step(1, 'EMAIL', 2 * DAY + 8 * HOUR), step(2, 'TASK', DAY)],
			['Mon 30 Nov 11:00'],
		],
		[
			'nothing goes out after the end of the enrollment',
			[step(0, 'EMAIL'), step(1, 'FINISH_ENROLLMENT', DAY), step(2, 'EMAIL', DAY)],
			['Sat 28 Nov 03:00'],
		],
		[
			'they go by their order, not by their place in the list',
			[step(2, 'EMAIL', DAY), step(0, 'EMAIL'), step(1, 'TASK', 3 * DAY)],
			['Sat 28 Nov 03:00', 'Wed 02 Dec 09:00'],
		],
		[
			'a step that goes back in time follows the one before it',
			emails(0, 5 * DAY + 9 * HOUR, -DAY),
			['Sat 28 Nov 03:00', 'Thu 03 Dec 12:00', 'Thu 03 Dec 12:00'],
		],
		['tasks alone send nothing', [step(0, 'TASK'), step(1, 'TASK', DAY)], []],
		['no steps send nothing', [], []],
	])('%s', (_, steps, expected) => {
		expect(sends({ settings: OFFICE_HOURS, steps }, SATURDAY)).toEqual(expected);
	});

	it('keep the order they were given in', () => {
		const steps = [step(1, 'EMAIL'), step(0, 'EMAIL')];
		sendTimes({ steps }, 0, zone);
		expect(steps.map(({ stepOrder }) => stepOrder)).toEqual([1, 0]);
	});
});

describe('an email waits for a person', () => {
	const waits = (
		requiredByStepOrder?: number,
		dependencyType?: StepDependency['dependencyType'],
	) => [{ dependencyType, requiredByStepOrder, reliesOnStepOrder: 1 }];
	const TASK_BETWEEN = [step(0, 'EMAIL'), step(1, 'TASK', DAY), step(2, 'EMAIL', DAY)];

	it.each<[string, boolean, SequenceStep[], StepDependency[] | undefined]>([
		['if it needs a completed task', true, TASK_BETWEEN, waits(2, 'TASK_COMPLETION')],
		['if it needs the end of a pause', true, TASK_BETWEEN, waits(2, 'MANUAL_PAUSE')],
		['if it needs the end of a branch', true, TASK_BETWEEN, waits(2, 'ADAPTIVE_COMPLETION')],
		['if a step before it does', true, [...TASK_BETWEEN, step(3, 'EMAIL')], waits(2)],
		[
			'if a task before it does',
			true,
			[step(0, 'TASK'), step(1, 'TASK'), step(2, 'TASK'), step(3, 'EMAIL')],
			waits(2),
		],
		['if it is not said which step does', true, TASK_BETWEEN, waits()],
		['not because a task comes before it', false, TASK_BETWEEN, []],
		['not if dependencies are not known', false, TASK_BETWEEN, undefined],
		[
			'not if only a step after it does',
			false,
			[...TASK_BETWEEN, step(3, 'TASK')],
			[{ dependencyType: 'TASK_COMPLETION', requiredByStepOrder: 3, reliesOnStepOrder: 1 }],
		],
		[
			'not if the enrollment ends before it',
			false,
			[step(0, 'EMAIL'), step(1, 'FINISH_ENROLLMENT'), step(2, 'EMAIL')],
			waits(2, 'TASK_COMPLETION'),
		],
		['not if there is none', false, [step(1, 'TASK'), step(2, 'TASK')], waits(2)],
	])('%s', (_, expected, steps, dependencies) => {
		expect(waitsForTask({ steps, dependencies })).toBe(expected);
	});
});
