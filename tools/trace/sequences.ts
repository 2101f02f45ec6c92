import type { addSequence } from '../hubspot';
import { DAY, HOUR } from './time';

type Sequence = NonNullable<Parameters<typeof addSequence>[1]>;

const email = (delayMillis = 0) => ({ actionType: 'EMAIL' as const, delayMillis });
const hours = (opens: number, closes: number) => ({
	sendWindowStartMinute: opens * 60,
	sendWindowEndMinute: closes * 60,
});

/** Five sequences of different shapes; what they are called tells which. */
export const SEQUENCES: readonly Sequence[] = [
	{
		id: '4001',
		name: 'Four emails on business days, 9 to 17',
		steps: [email(), email(2 * DAY), email(3 * DAY), email(4 * DAY)],
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		...hours(9, 17),
	},
	{
		id: '4002',
		name: 'Three emails, every day at any hour',
		steps: [email(), email(3 * DAY), email(4 * DAY)],
	},
	{
		id: '4003',
		name: 'Three emails, the second after a call',
		steps: [
			email(),
			{ actionType: 'TASK', taskType: 'CALL', delayMillis: DAY },
			email(DAY),
			email(3 * DAY),
		],
		dependencies: [{ requiredByStepOrder: 2, reliesOnStepOrder: 1 }],
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		...hours(8, 18),
	},
	{
		id: '4004',
		name: 'Three emails, two within six hours',
		steps: [email(), email(6 * HOUR), email(4 * DAY)],
		...hours(7, 20),
	},
	{
		id: '4005',
		name: 'Five emails over 23 days',
		steps: [email(), email(4 * DAY), email(5 * DAY), email(7 * DAY), email(7 * DAY)],
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		...hours(9, 17),
	},
];

/** Emails that an enrollment sends if nothing ends it. */
export const emailsOf = (sequence: Sequence): number =>
	(sequence.steps ?? []).filter(({ actionType }) => actionType === 'EMAIL').length;
