import type { Pace } from '../settings';
import type { AccountState } from './state';
import type { Enrollment, MailQueue, QueuedEmail } from './types';

const MINUTE = 60_000;

/** As many of the last emails as a pace may look at; a mailbox may send ten a minute at most. */
const KEPT = 60;

/** When an email may leave that is due at `at`, after those that left at `left`, ascending. */
function nextTurn(pace: Pace | null, left: readonly number[], at: number): number {
	const last = left.at(-1);
	if (pace === null || last === undefined) return at;
	if ('perClockMinute' in pace) {
		const earliest = Math.max(at, last);
		const minute = Math.floor(earliest / MINUTE);
		const nth = left.at(-pace.perClockMinute);
		const isFull = nth !== undefined && Math.floor(nth / MINUTE) === minute;
		return isFull ? (minute + 1) * MINUTE : earliest;
	}
	const gap = 'everySeconds' in pace ? pace.everySeconds * 1000 : MINUTE / pace.perMinute;
	return Math.max(at, last + Math.ceil(gap));
}

/** When emails that join the queue of an inbox at these instants, ascending, would leave it. */
export function turnsOf(
	account: AccountState,
	senderEmail: string,
	joining: readonly number[],
): number[] {
	const left = [...account.queueOf(senderEmail).left];
	return joining.map((at) => {
		const turn = nextTurn(account.settings.pace, left, at);
		left.push(turn);
		return turn;
	});
}

/** Puts an email at the end of its inbox's queue; it leaves now, if it is its turn. */
export function joinQueue(account: AccountState, email: QueuedEmail): void {
	if (email.step.queued) return;
	email.step.queued = true;
	const queue = account.queueOf(email.enrollment.senderEmail);
	queue.waiting.push(email);
	sendInTurn(account, queue);
}

/** Takes the email of an enrollment out of the queue, if one is in it. */
export function leaveQueue(account: AccountState, enrollment: Enrollment): void {
	const queue = account.queueOf(enrollment.senderEmail);
	const index = queue.waiting.findIndex((one) => one.enrollment === enrollment);
	if (index === -1) return;
	const [{ step }] = queue.waiting.splice(index, 1);
	step.queued = false;
}

function sendInTurn(account: AccountState, queue: MailQueue): void {
	const { clock, settings } = account;
	for (;;) {
		const [email] = queue.waiting;
		if (!email) return;
		const now = clock.now();
		const turn = nextTurn(settings.pace, queue.left, now);
		if (turn > now) {
			wakeAt(account, queue, turn);
			return;
		}
		queue.waiting.shift();
		queue.left = [...queue.left.slice(1 - KEPT), now];
		email.step.queued = false;
		email.leave();
	}
}

function wakeAt(account: AccountState, queue: MailQueue, turn: number): void {
	if (queue.wakesAt === turn) return;
	queue.wakesAt = turn;
	account.clock.at(turn, () => {
		queue.wakesAt = undefined;
		sendInTurn(account, queue);
	});
}

/** An email that is due, and waits in the queue of its inbox. */
interface OwedEmail {
	contactId: string;
	sequenceId: string;
	stepOrder: number;
	/** Epoch ms. */
	due: number;
	/** When its turn comes, if nobody before it leaves the queue. */
	leaves: number;
}

/** The emails of an inbox that are due but have not gone out, in the order in which they will. */
export function owedBy(account: AccountState, senderEmail: string): OwedEmail[] {
	const { waiting } = account.queueOf(senderEmail);
	const now = account.clock.now();
	const turns = turnsOf(
		account,
		senderEmail,
		waiting.map(() => now),
	);
	return waiting.map(({ enrollment: { contactId, sequenceId }, step }, order) => {
		const { stepOrder, at: due } = step;
		return { contactId, sequenceId, stepOrder, due, leaves: turns[order] };
	});
}
