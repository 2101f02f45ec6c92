import { turnsOf } from './mailQueue';
import type { AccountState } from './state';
import { isOpen } from './types';

export const DAY = 24 * 3600 * 1000;

/** The emails of an inbox that its limit counts. */
function countedMail(account: AccountState, senderEmail: string): ReadonlyArray<{ at: number }> {
	const inbox = senderEmail.toLowerCase();
	const sends = account.sendsFrom(senderEmail);
	const countsAll = account.reps.some(
		({ inboxes, limitCounts }) =>
			limitCounts === 'all' && inboxes.some((one) => one.toLowerCase() === inbox),
	);
	return countsAll ? [...sends, ...account.oneToOneMailFrom(senderEmail)] : sends;
}

function inWindow(account: AccountState, senderEmail: string, end: number): number[] {
	return countedMail(account, senderEmail)
		.filter(({ at }) => at > end - DAY && at <= end)
		.map(({ at }) => at);
}

/** Emails of an inbox, of those its limit counts, in the 24 hours that end at `at`, it included. */
export function sentInWindow(account: AccountState, senderEmail: string, at: number): number {
	return inWindow(account, senderEmail, at).length;
}

/** When the window that is full at `at` has room again. */
export function nextRoom(
	account: AccountState,
	senderEmail: string,
	at: number,
	limit: number,
): number {
	const times = inWindow(account, senderEmail, at).sort((a, b) => a - b);
	const mustLeave = times[times.length - limit];
	return (mustLeave ?? at) + DAY;
}

/**
 * When the emails come due that open enrollments of an inbox still have to send, paused ones
 * included; those in the queue, now. Not in order.
 */
function unsentTimes(account: AccountState, senderEmail: string, until = Infinity): number[] {
	const now = account.clock.now();
	const times: number[] = [];
	for (const enrollment of account.enrollmentsFrom(senderEmail)) {
		if (!isOpen(enrollment)) continue;
		for (const { kind, done, at } of enrollment.plan) {
			if (kind === 'EMAIL' && !done && at <= until) times.push(Math.max(at, now));
		}
	}
	return times;
}

/**
 * When an inbox is going to send the emails of its open enrollments, at the pace of its queue (epoch
 * ms, ascending): an estimate, as what comes after the next step follows from when that one runs.
 */
export function plannedSends(account: AccountState, senderEmail: string): number[] {
	const times = unsentTimes(account, senderEmail);
	return turnsOf(
		account,
		senderEmail,
		times.sort((a, b) => a - b),
	);
}

function fullestWindow(sorted: number[], counts: (end: number) => boolean): number {
	let first = 0;
	let most = 0;
	sorted.forEach((end, last) => {
		while (sorted[first] <= end - DAY) first++;
		if (counts(end)) most = Math.max(most, last - first + 1);
	});
	return most;
}

/**
 * Whether an enrollment whose emails come due at `planned` would break the limit now. HubSpot
 * counts what was sent and what is scheduled, of old, new and paused enrollments, and stops an
 * enrollment only for emails that would go within a day (hubspot-api.md 8.1).
 */
export function wouldExceed(
	account: AccountState,
	senderEmail: string,
	planned: number[],
	limit: number,
): boolean {
	const now = account.clock.now();
	if (!planned.some((at) => at < now + DAY)) return false;
	const sent = inWindow(account, senderEmail, now);
	const unsent = unsentTimes(account, senderEmail, now + 2 * DAY);
	// Too few in all to fill any window; sorting thousands for every enrollment would be slow.
	if (sent.length + unsent.length + planned.length <= limit) return false;
	const joining = [
		...unsent.map((at) => ({ at, isNew: false })),
		...planned.map((at) => ({ at: Math.max(at, now), isNew: true })),
	].sort((a, b) => a.at - b.at);
	const turns = turnsOf(
		account,
		senderEmail,
		joining.map(({ at }) => at),
	);
	const soon = turns.filter((turn, order) => joining[order].isNew && turn < now + DAY);
	const holdsOneOfThem = (end: number) => soon.some((at) => at <= end && at > end - DAY);
	return fullestWindow([...sent.sort((a, b) => a - b), ...turns], holdsOneOfThem) > limit;
}

/** The most emails an inbox sent in any 24 hours, of those its limit counts. */
export function maxRollingSends(account: AccountState, senderEmail: string): number {
	const times = countedMail(account, senderEmail).map(({ at }) => at);
	times.sort((a, b) => a - b);
	return fullestWindow(times, () => true);
}
