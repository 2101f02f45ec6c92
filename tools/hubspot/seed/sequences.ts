import type { Account } from '../account/account';
import { addSequence } from '../account/builders';
import { DAY } from '../account/limits';
import { REPS } from './reps';

const HOUR = DAY / 24;

export const SEQUENCES = {
	/** Three emails over nine days. */
	outbound: '40000301',
	/** Emails with call and LinkedIn tasks between them. */
	multiTouch: '40000302',
	/** One email. */
	single: '40000303',
	/** Follow-ups on business days, 9:00 to 17:00. */
	businessDays: '40000304',
	/** Two emails within six hours. */
	double: '40000305',
	/** An email that waits until the rep has called. */
	callFirst: '40000306',
} as const;

export function seedSequences(account: Account): void {
	const email = (delayMillis = 0) => ({ actionType: 'EMAIL', delayMillis }) as const;
	addSequence(account, {
		id: SEQUENCES.outbound,
		name: 'Outbound intro',
		userId: REPS.ann.userId,
		sendWindowStartMinute: 480,
		sendWindowEndMinute: 1080,
		steps: [email(), email(4 * DAY), email(5 * DAY)],
	});
	addSequence(account, {
		id: SEQUENCES.multiTouch,
		name: 'Multi-touch with calls',
		userId: REPS.ann.userId,
		folderId: '4400',
		steps: [
			email(),
			{ actionType: 'TASK', taskType: 'CALL', delayMillis: DAY },
			email(3 * DAY),
			{ actionType: 'TASK', taskType: 'LINKED_IN_CONNECT', delayMillis: DAY },
			email(3 * DAY),
			{ actionType: 'FINISH_ENROLLMENT', delayMillis: DAY },
		],
	});
	addSequence(account, {
		id: SEQUENCES.single,
		name: 'Single touch',
		userId: REPS.ben.userId,
		steps: [email()],
	});
	addSequence(account, {
		id: SEQUENCES.businessDays,
		name: 'Business days follow-up',
		userId: REPS.ben.userId,
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		sendWindowStartMinute: 540,
		sendWindowEndMinute: 1020,
		steps: [email(), email(4 * DAY), email(3 * DAY)],
	});
	addSequence(account, {
		id: SEQUENCES.double,
		name: 'Double touch (two emails in a day)',
		userId: REPS.ben.userId,
		steps: [email(), email(6 * HOUR), { actionType: 'FINISH_ENROLLMENT', delayMillis: DAY }],
	});
	addSequence(account, {
		id: SEQUENCES.callFirst,
		name: 'Call first, then write',
		userId: REPS.ben.userId,
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		sendWindowStartMinute: 540,
		sendWindowEndMinute: 1020,
		steps: [
			email(),
			{ actionType: 'TASK', taskType: 'CALL', delayMillis: 2 * DAY },
			email(HOUR),
			email(3 * DAY),
		],
		dependencies: [{ requiredByStepOrder: 2, reliesOnStepOrder: 1 }],
	});
}
