import { summariseStatus, summariseUnenroll } from '../../../nodes/shared/n8n/summary';

const times = (count: number, json: object) => Array.from({ length: count }, () => ({ ...json }));
const stopped = (workflowId: string) => ({
	outcome: 'unenrolled',
	affectsEveryone: true,
	workflowId,
});

describe('the summary of Unenroll', () => {
	it.each([
		[
			'every outcome, the best first',
			[
				...times(1, { outcome: 'failed' }),
				...times(1, { outcome: 'pending' }),
				...times(2, { outcome: 'differentSequence' }),
				...times(3, { outcome: 'notEnrolled' }),
				...times(12, { outcome: 'unenrolled' }),
			],
			'12 unenrolled, 3 not enrolled, 2 in another sequence, 1 pending, 1 failed',
		],
		['nobody who was in', times(3, { outcome: 'notEnrolled' }), '3 not enrolled'],
		[
			'workflows that everybody leaves, and not the items that name them',
			[...times(2, stopped('1')), stopped('2'), { outcome: 'failed' }],
			'2 HubSpot workflows stopped for everybody, 1 failed',
		],
	])('says of a run: %s', (_, answers, summary) =>
		expect(summariseUnenroll(answers, false)).toBe(summary),
	);

	it.each([
		[
			'contacts',
			[{ outcome: 'wouldUnenroll' }, { outcome: 'notEnrolled' }],
			'1 would be unenrolled, 1 not enrolled',
		],
		[
			'a whole workflow',
			[{ ...stopped('1'), outcome: 'wouldUnenroll' }],
			'1 HubSpot workflow would be stopped for everybody',
		],
	])('says of a dry run with %s that nothing was written', (_, answers, summary) =>
		expect(summariseUnenroll(answers, true)).toBe(`Dry run, nothing was written: ${summary}`),
	);
});

it.each([
	['40 of 52 enrolled', [...times(40, { enrolled: true }), ...times(12, { enrolled: false })]],
	['1 of 1 enrolled, 2 failed', [{ enrolled: true }, ...times(2, { outcome: 'failed' })]],
	['0 of 0 enrolled, 1 failed', times(1, { outcome: 'failed' })],
])('the summary of Get Enrollment Status: %s', (summary, answers) =>
	expect(summariseStatus(answers)).toBe(summary),
);
