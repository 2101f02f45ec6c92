import type { AccountState } from './state';
import { isOpen } from './types';

export const DAY = 24 * 3600 * 1000;

function inWindow(account: AccountState, senderEmail: string, at: number): number[] {
	return account
		.sendsFrom(senderEmail)
		.filter((send) => send.at > at - DAY && send.at <= at)
		.map((send) => send.at);
}

/** Sends of an inbox in the 24 hours that end at `at`, that instant included. */
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

/** Sent in the last 24 hours and scheduled for the next 48, paused enrollments included. */
function sentAndScheduled(account: AccountState, senderEmail: string, now: number): number[] {
	const times = inWindow(account, senderEmail, now);
	for (const enrollment of account.enrollmentsFrom(senderEmail)) {
		if (!isOpen(enrollment)) continue;
		for (const step of enrollment.plan) {
			if (step.kind !== 'EMAIL' || step.done || step.at > now + 2 * DAY) continue;
			times.push(Math.max(step.at, now));
		}
	}
	return times;
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
 * Whether an enrollment whose emails go out at `planned` would break the limit now. HubSpot
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
	const soon = planned.filter((at) => at < now + DAY);
	if (soon.length === 0) return false;
	const times = [...sentAndScheduled(account, senderEmail, now), ...planned];
	// Too few in all to fill any window; sorting thousands for every enrollment would be slow.
	if (times.length <= limit) return false;
	times.sort((a, b) => a - b);
	const holdsOneOfThem = (end: number) => soon.some((at) => at <= end && at > end - DAY);
	return fullestWindow(times, holdsOneOfThem) > limit;
}

/** The most sequence emails an inbox sent in any 24 hours, of all that is on record. */
export function maxRollingSends(account: AccountState, senderEmail: string): number {
	const times = account.sendsFrom(senderEmail).map((send) => send.at);
	times.sort((a, b) => a - b);
	return fullestWindow(times, () => true);
}
