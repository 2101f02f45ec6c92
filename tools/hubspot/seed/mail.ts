import { DateTime } from 'luxon';

import type { Account } from '../account/account';
import { addSentEmails } from '../account/builders';
import { DAY } from '../account/limits';
import { generator } from './names';
import { REPS } from './reps';
import { SEQUENCES } from './sequences';

const MINUTE = 60_000;

/** `count` instants from 23.5 hours ago to 20 minutes ago, evenly with some jitter, in order. */
function overTheDay(now: number, count: number): number[] {
	const random = generator(count);
	const from = now - 1410 * MINUTE;
	const gap = (1390 * MINUTE) / count;
	return Array.from({ length: count }, (_, index) => Math.round(from + gap * (index + random())));
}

/**
 * What the reps sent in the last 24 hours: Ann 475 of her 500, so that 25 are left; Ben 12. Ann
 * also wrote 8 one-to-one emails, which do not count.
 */
export function seedMail(account: Account): void {
	const now = account.clock.now();
	const ann = { ownerId: REPS.ann.ownerId, sequenceId: SEQUENCES.single };
	addSentEmails(account, { ...ann, times: overTheDay(now, 475) });
	addSentEmails(account, { ...ann, sequenceId: null, times: overTheDay(now, 8) });
	addSentEmails(account, {
		ownerId: REPS.ben.ownerId,
		sequenceId: SEQUENCES.single,
		times: overTheDay(now, 12),
	});
}

/** Marketing email of last month and this one, for the statistics. */
export function seedMarketing(account: Account): void {
	const now = account.clock.now();
	const month = DateTime.fromMillis(now, { zone: account.timeZone }).startOf('month').toMillis();
	const inThisMonth = (at: number) => Math.min(now, Math.max(at, month + MINUTE));
	account.marketingSends.push(
		{ at: month - 10 * DAY, emailId: '900001', count: 40_250 },
		{ at: inThisMonth(month + 60 * MINUTE), emailId: '900002', count: 18_400 },
		{ at: inThisMonth(now - 2 * DAY), emailId: '900003', count: 3_210 },
	);
}
