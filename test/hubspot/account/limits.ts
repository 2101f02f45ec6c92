import type { Account } from './account';

export const DAY = 24 * 3600 * 1000;

function same(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

/** Sends of an inbox in the 24 hours that end at `at`, that instant included. */
export function sentInWindow(account: Account, senderEmail: string, at: number): number {
	return account.sends.filter(
		(send) => send.at > at - DAY && send.at <= at && same(send.senderEmail, senderEmail),
	).length;
}

/** When the window that is full at `at` has room again. */
export function nextRoom(account: Account, senderEmail: string, at: number, limit: number): number {
	const times = account.sends
		.filter((send) => send.at > at - DAY && send.at <= at && same(send.senderEmail, senderEmail))
		.map((send) => send.at)
		.sort((a, b) => a - b);
	const mustLeave = times[times.length - limit];
	return (mustLeave ?? at) + DAY;
}

/** Sent and still scheduled sends of an inbox, paused enrollments included, sorted. */
function sentAndScheduled(account: Account, senderEmail: string, now: number): number[] {
	const times = account.sends
		.filter((send) => send.at > now - DAY && same(send.senderEmail, senderEmail))
		.map((send) => send.at);
	for (const enrollment of account.enrollments) {
		const open = enrollment.state === 'active' || enrollment.state === 'paused';
		if (!open || !same(enrollment.senderEmail, senderEmail)) continue;
		for (const step of enrollment.plan) {
			if (step.kind === 'EMAIL' && !step.done) times.push(Math.max(step.at, now));
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
 * enrollment only for emails that would go within a day ("Sending limits").
 */
export function wouldExceed(
	account: Account,
	senderEmail: string,
	planned: number[],
	limit: number,
): boolean {
	const now = account.clock.now();
	const soon = planned.filter((at) => at < now + DAY);
	if (soon.length === 0) return false;
	const times = [...sentAndScheduled(account, senderEmail, now), ...planned].sort((a, b) => a - b);
	const holdsOneOfThem = (end: number) => soon.some((at) => at <= end && at > end - DAY);
	return fullestWindow(times, holdsOneOfThem) > limit;
}

/** The most sequence emails an inbox sent in any 24 hours, of all that is on record. */
export function maxRollingSends(account: Account, senderEmail: string): number {
	const times = account.sends
		.filter((send) => same(send.senderEmail, senderEmail))
		.map((send) => send.at)
		.sort((a, b) => a - b);
	return fullestWindow(times, () => true);
}
