import { Bounds } from './bounds';
import { HOUR_MS } from './hours';
import type { OwedEmail } from './emailsOwed';
import { firstStart } from './firstStart';
import { Load, placeOf, STEP_MINUTES } from './load';
import type { SendLimit } from './sendLimit';
import { Shares } from './shares';
import { exactly, WINDOW_MS, type Span } from './window';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * WINDOW_MS;
/** Windows that hold what goes out within 24 hours. */
const TWO_DAYS_MS = 2 * WINDOW_MS;

/** The emails of an enrollment, for one that starts at `start` (ms). */
export interface StartPlanner {
	(start: number): readonly OwedEmail[];
	/** The next start at which they are due before those of a start just before; missing where none is. */
	fallsBack?: (start: number) => number;
}

/**
 * How full the rolling 24 hours are under one reading, now and in every minute to come. An email that
 * may go out at any instant of a span counts in each window that could hold it; one that is spread
 * evenly over its span counts by its share, with a variance. What is overdue counts in every window.
 */
export class ExpectedLoad {
	private readonly whole = new Load();
	private readonly spread: Shares;
	private overdue = 0;
	/** What follows overdue email by a day or more: it takes room once that has gone out. */
	private readonly covered: { whole: Load; spread: Shares };
	private hasCovered = false;
	private readonly bounds: Bounds;
	private readonly origin: number;
	/** The last instant whose window holds anything. */
	private end: number;

	/** @param now ms since epoch; windows that ended before do not matter any more */
	constructor(
		room: SendLimit,
		private readonly now: number,
	) {
		this.origin = Math.floor(now / HOUR_MS) * HOUR_MS;
		this.spread = new Shares(this.origin);
		this.bounds = new Bounds(room, this.spread);
		this.covered = { whole: new Load(), spread: new Shares(this.origin) };
		this.end = now;
	}

	/** Mail at known instants, ms, past or to come. */
	count(instants: readonly number[]): void {
		for (const at of instants) this.addWhole(exactly(at), 1);
	}

	/** Whether these emails fit, with no 24 hours that may hold one of them too full. */
	fits(emails: readonly OwedEmail[]): boolean {
		return this.tooFullWith(emails, this.overdue) === undefined;
	}

	/** Takes the room of these emails, so many times, whether they fit or not; gives it back below 0. */
	take(emails: readonly OwedEmail[], times = 1): void {
		for (const email of emails) {
			this.end = Math.max(this.end, email.until + WINDOW_MS);
			const whole = email.covered ? this.covered.whole : this.whole;
			const spread = email.covered ? this.covered.spread : this.spread;
			if (email.covered) this.hasCovered = true;
			if (email.spread) {
				const changed = spread.add(email, times);
				if (!email.covered) this.bounds.change(changed);
			} else this.addWhole(email.overdue ? this.nextDay : email, times, whole);
			if (email.overdue) this.overdue += times;
		}
	}

	/** Takes the room of an enrollment that starts at `start`, if it is expected to fit. */
	tryTake(planner: StartPlanner, start: number): boolean {
		const { end } = this;
		const emails = planner(start);
		this.take(emails);
		if (this.lastTooFull(emails, this.overdueAt(start)) === undefined) return true;
		this.giveBack(emails, end);
		return false;
	}

	/** What the 24 hours up to now hold, or may hold. */
	get used(): number {
		return Math.round(this.fullestIn(exactly(this.now)).expected);
	}

	/** What is left for one more email now, in all of the windows that would hold it. */
	get left(): number {
		return this.leftIn({ from: this.now, until: this.now + WINDOW_MS - 1 });
	}

	/** What is left in the fullest of the windows that end in a span, from now on. */
	leftIn({ from, until }: Span): number {
		const minutes = [this.minuteOf(Math.max(from, this.now)), this.minuteOf(until)] as const;
		const settled = this.minuteOf(this.now + TWO_DAYS_MS);
		let left = Infinity;
		for (const { place, first, last } of this.steps(minutes)) {
			const covered = last > settled ? this.coveredIn(place, first, last) : 0;
			left = Math.min(left, this.bounds.of(place) - covered - this.whole.most(first, last));
		}
		return Math.max(0, Math.floor(left));
	}

	/** Of the windows that end in a span the fullest: what it is expected to hold, and at most with doubt. */
	fullestIn({ from, until }: Span): { expected: number; atMost: number } {
		const fullest = { expected: 0, atMost: 0 };
		const minutes = [this.minuteOf(Math.max(from, this.now)), this.minuteOf(until)] as const;
		for (const { place, first, last } of this.steps(minutes)) {
			const whole = this.whole.most(first, last);
			fullest.expected = Math.max(fullest.expected, whole + this.spread.meanIn(place));
			fullest.atMost = Math.max(fullest.atMost, whole + this.bounds.atMostIn(place));
		}
		return fullest;
	}

	/**
	 * The first start, not before `from`, at which an enrollment is expected to fit.
	 * @returns ms (`from`, or a full minute), or undefined where it fits at no time
	 */
	earliest(planner: StartPlanner, from: number): number | undefined {
		const end = Math.max(from, this.end) + WEEK_MS;
		const tomorrow = this.now + WINDOW_MS;
		for (let start = from; start <= end; ) {
			const plan = planner(start);
			const overdue = this.overdueAt(start);
			const tooFull = this.tooFullWith(plan, overdue);
			if (tooFull === undefined) return start;
			// That window holds no less until an email has moved out of it, or is spread otherwise.
			const after = this.origin + (tooFull + 1) * MINUTE_MS;
			const lastBefore = (emails: readonly OwedEmail[]) =>
				emails.findLastIndex((email) => email.from < after);
			const last = lastBefore(plan);
			const isOther = (later: readonly OwedEmail[]) =>
				lastBefore(later) < last || plan.some((email, order) => isSpreadAnew(email, later[order]));
			// Where this start is the first with its days, the first with the next ones is mostly a day later.
			const likely = start + WINDOW_MS;
			const until = Math.min(after, planner.fallsBack?.(start) ?? after);
			const next = firstStart((later) => isOther(planner(later)), start, until, likely);
			start = overdue > 0 ? Math.min(next, tomorrow) : next;
		}
		return undefined;
	}

	/** The last minute that these emails would make too full. */
	private tooFullWith(emails: readonly OwedEmail[], overdue: number): number | undefined {
		const { end } = this;
		this.take(emails);
		const tooFull = this.lastTooFull(emails, overdue);
		this.giveBack(emails, end);
		return tooFull;
	}

	/** @param end as it was before these emails were taken: what was only asked for makes no plan longer */
	private giveBack(emails: readonly OwedEmail[], end: number): void {
		this.take(emails, -1);
		this.end = end;
	}

	/** Who asks in a day finds sent what is overdue now. */
	private overdueAt(start: number): number {
		return start < this.now + WINDOW_MS ? this.overdue : 0;
	}

	/** When what is overdue goes out, if it does so within a day. */
	private get nextDay(): Span {
		return { from: this.now, until: this.now + WINDOW_MS };
	}

	private addWhole(span: Span, count: number, whole = this.whole): void {
		if (span.until > this.now - WINDOW_MS) {
			whole.add(this.firstMinuteOf(span), this.lastMinuteOf(span), count);
		}
		this.end = Math.max(this.end, span.until + WINDOW_MS);
	}

	private minuteOf(at: number): number {
		return Math.floor((at - this.origin) / MINUTE_MS);
	}

	/** The first minute whose windows may hold an email of this span. */
	private firstMinuteOf({ from }: Span): number {
		return this.minuteOf(Math.max(from, this.now));
	}

	private lastMinuteOf({ until }: Span): number {
		return this.minuteOf(until + WINDOW_MS - 1);
	}

	/** The half hours of some minutes, the last first. */
	private *steps([first, last]: readonly [number, number]) {
		for (let to = last; to >= first; ) {
			const place = placeOf(to);
			const from = Math.max(first, place * STEP_MINUTES);
			yield { place, first: from, last: to };
			to = from - 1;
		}
	}

	/** What follows email that is overdue now, where that is expected to have gone out. */
	private coveredIn(place: number, from: number, to: number): number {
		const { whole, spread } = this.covered;
		return whole.most(from, to) + spread.meanIn(place);
	}

	/** The last minute that is too full of the windows that may hold one of these emails. */
	private lastTooFull(emails: readonly OwedEmail[], overdue: number): number | undefined {
		for (let order = emails.length - 1; order >= 0; order--) {
			const email = emails[order];
			const minute = email && this.lastTooFullOf(email, overdue);
			if (minute !== undefined) return minute;
		}
		return undefined;
	}

	private lastTooFullOf(email: Span, overdue: number): number | undefined {
		const first = this.firstMinuteOf(email);
		const last = this.lastMinuteOf(email);
		const bounds = this.bounds.upTo(placeOf(last));
		if (overdue === 0 && !this.hasCovered) return this.whole.lastAboveEach(bounds, first, last);
		const settled = this.minuteOf(this.now + TWO_DAYS_MS);
		for (let to = last; to >= first; to -= (to % STEP_MINUTES) + 1) {
			const place = placeOf(to);
			const from = Math.max(first, place * STEP_MINUTES);
			// What is overdue is not counted among the whole mail after two days.
			const owed = to > settled ? overdue : 0;
			const beside = overdue > 0 ? owed : this.coveredIn(place, from, to);
			const bound = (bounds[place] ?? 0) - beside;
			const minute = this.whole.lastAbove(bound, from, to);
			if (minute !== undefined) return minute;
		}
		return undefined;
	}
}

/** Over another span; by less than a half hour counts as the same. */
const isSpreadAnew = ({ spread, from, until }: OwedEmail, later: OwedEmail | undefined): boolean =>
	spread &&
	(!later?.spread || later.until !== until || later.from >= from + STEP_MINUTES * MINUTE_MS);
