import { emailsOf, SEQUENCES } from './sequences';
import type { Random } from './random';
import { DAY, HOUR, MINUTE } from './time';

/** A contact, and what it is going to do once it is enrolled. */
export interface Person {
	/** Of the contact at HubSpot. */
	id: string;
	/** Order of the rep that owns it. */
	rep: number;
	sequenceId: string;
	/** Answers so many ms after this email (1 is the first); undefined for most. */
	reply?: { toEmail: number; after: number };
	/** Leaves the sequence so many ms after enrolling, if still in it. */
	leaves?: { way: LeavingWay; after: number };
	/** How long a task about it stays undone, ms. */
	taskTakes: number;
}

/** By Unenroll of the node; by a person in HubSpot; by the link in the email. */
type LeavingWay = 'node' | 'byHand' | 'unsubscribe';

const REPLY_SHARE = 0.12;
/** Shares of the contacts, up to each. */
const LEAVING: ReadonlyArray<[number, LeavingWay]> = [
	[0.04, 'node'],
	[0.07, 'byHand'],
	[0.08, 'unsubscribe'],
];
/** Of all tasks, so many are done the same half day. */
const PROMPT_SHARE = 0.8;

export function personOf(id: string, rep: number, random: Random): Person {
	const sequence = random.pick(SEQUENCES);
	const replies = random.chance(REPLY_SHARE);
	const toEmail = random.whole(1, emailsOf(sequence));
	const replyAfter = random.between(20 * MINUTE, 2 * DAY);
	const share = random.next();
	const way = LEAVING.find(([upTo]) => share < upTo)?.[1];
	const leavesAfter = random.between(HOUR, 8 * DAY);
	const isPrompt = random.chance(PROMPT_SHARE);
	const taskTakes = random.between(10 * MINUTE, isPrompt ? 12 * HOUR : 4 * DAY);
	return {
		id,
		rep,
		sequenceId: sequence.id ?? '',
		...(replies && { reply: { toEmail, after: replyAfter } }),
		...(way && { leaves: { way, after: leavesAfter } }),
		taskTakes,
	};
}
