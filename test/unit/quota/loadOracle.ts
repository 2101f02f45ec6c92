/**
 * How full the 24 hours are, by the definition alone: each half hour is counted email by email and minute
 * by minute, and nothing is kept from one question to the next.
 */
import { groupBy, range } from 'lodash';

import type { OwedEmail } from '../../../nodes/shared/quota/emailsOwed';
import type { SendLimit } from '../../../nodes/shared/quota/sendLimit';
import type { StartPlanner } from '../../../nodes/shared/quota/expectedLoad';
import type { Span } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE } from '../../support/unit/arbitraries';

const HALF_HOUR = 30 * MINUTE;
/** Sums of shares are a little off. */
const ROUNDING = 1e-6;

/** Up to an instant, whether the minute that it is in may hold an email of the 24 hours that end in it. */
const mayHold = ({ from, until }: OwedEmail, minute: number, now: number): boolean =>
	Math.floor(Math.max(from, now) / MINUTE) * MINUTE <= minute &&
	minute <= Math.floor((until + DAY - 1) / MINUTE) * MINUTE;

/** By how much of its span what is spread over it is in the 24 hours that end at `end`. */
export function shareAt({ from, until }: Span, end: number): number {
	const held = Math.min(end, until + 1) - Math.max(end - DAY, from);
	return Math.min(1, Math.max(0, held / (until + 1 - from)));
}

const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);

export class LoadOracle {
	private readonly origin: number;

	constructor(
		private readonly room: SendLimit,
		private readonly now: number,
		readonly emails: OwedEmail[],
	) {
		this.origin = Math.floor(now / HOUR) * HOUR;
	}

	/** Whether an enrollment fits that asks at `start`: in a day what is overdue has gone out. */
	fits(plan: readonly OwedEmail[], start: number): boolean {
		const emails = [...this.emails, ...plan];
		const overdue = start < this.now + DAY ? emails.filter((email) => email.overdue).length : 0;
		return plan.every(({ from, until }) =>
			this.halfHoursOf({ from, until: until + DAY - 1 }).every(
				(part) => this.roomIn(part, emails, overdue) >= -ROUNDING,
			),
		);
	}

	/** Room for whole mail in all windows that end in a span, of who asks now. */
	leftIn(span: Span): number {
		const rooms = this.halfHoursOf(span).map((part) => this.roomIn(part, this.emails, 0));
		return Math.max(0, Math.floor(Math.min(...rooms) + ROUNDING));
	}

	private halfHoursOf({ from, until }: Span): number[][] {
		const minutes = range(
			Math.floor((Math.max(from, this.now) - this.origin) / MINUTE),
			Math.floor((until - this.origin) / MINUTE) + 1,
		).map((minute) => this.origin + minute * MINUTE);
		return Object.values(groupBy(minutes, (minute) => Math.floor(minute / HALF_HOUR)));
	}

	/** The first start from `from` on, then by the minute. */
	earliest(planner: StartPlanner, from: number, until: number): number | undefined {
		for (let start = from; start <= until; start = Math.floor(start / MINUTE + 1) * MINUTE) {
			if (this.fits(planner(start), start)) return start;
		}
		return undefined;
	}

	/** @param minutes of one half hour */
	private roomIn(minutes: number[], emails: OwedEmail[], overdue: number): number {
		const { limit, reserve } = this.room;
		const first = Math.floor(minutes[0] / HALF_HOUR) * HALF_HOUR;
		const most = (count: (end: number) => number) =>
			Math.max(count(first), count(first + HALF_HOUR));
		const known = emails.filter(({ covered }) => !covered);
		const spread = known.filter(({ spread: isSpread }) => isSpread);
		const expected = most((end) => sum(spread.map((email) => shareAt(email, end))));
		const variance = most((end) =>
			sum(spread.map((email) => shareAt(email, end) * (1 - shareAt(email, end)))),
		);
		const wholeAt = (all: OwedEmail[]) =>
			Math.max(...minutes.map((minute) => this.countWhole(all, minute)));
		const behind = emails.filter(({ covered }) => covered);
		const spreadBehind = behind.filter(({ spread: isSpread }) => isSpread);
		// What is overdue has gone out within a day, and is out of the windows a day after that.
		const isLater = minutes[minutes.length - 1] > this.now + 2 * DAY;
		const queued = isLater ? overdue : 0;
		const settled =
			wholeAt(behind) + most((end) => sum(spreadBehind.map((email) => shareAt(email, end))));
		const certain = wholeAt(known) + (overdue > 0 ? queued : settled);
		const all = spread.filter(
			({ from, until }) => from < first + HALF_HOUR && until > first - DAY,
		).length;
		const atMost = certain + Math.min(all, expected + 2.5 * Math.sqrt(variance));
		const room = limit - reserve - certain - expected;
		return expected === 0 ? room : Math.min(room, limit - atMost);
	}

	private countWhole(emails: OwedEmail[], minute: number): number {
		const spans = emails.map((email) =>
			email.overdue ? { ...email, from: this.now, until: this.now + DAY } : email,
		);
		return spans.filter((email) => !email.spread && mayHold(email, minute, this.now)).length;
	}
}
