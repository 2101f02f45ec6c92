import { HOUR_MS } from './cohort';
import type { OwedEmail } from './emailsOwed';
import { firstStart } from './firstStart';
import { Load } from './load';
import { Shares, STEP_MINUTES } from './shares';
import { exactly, WINDOW_MS, type Span } from './window';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * WINDOW_MS;
/** Windows that hold what goes out within 24 hours. */
const TWO_DAYS_MS = 2 * WINDOW_MS;

/** So many standard deviations above what is expected must still be within the limit. */
const MARGIN = 2.5;

/** Sums of shares are a little off. */
const ROUNDING = 1e-6;

/** What may go out in any 24 hours. */
export interface SendLimit {
	limit: number;
	/** Sends kept free. What is expected leaves all of it free; doubt about instants may use it. */
	reserve: number;
}

/** The emails of an enrollment, for one that starts at `start` (ms). */
export type StartPlanner = (start: number) => readonly OwedEmail[];

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
	private readonly origin: number;
	/** The last instant whose window holds anything. */
	private end: number;

	/** @param now ms since epoch; windows that ended before do not matter any more */
	constructor(
		private readonly room: SendLimit,
		private readonly now: number,
	) {
		this.origin = Math.floor(now / HOUR_MS) * HOUR_MS;
		this.spread = new Shares(this.origin);
		this.covered = { whole: new Load(), spread: new Shares(this.origin) };
		this.end = now;
	}

	/** Mail at known instants, ms, past or to come. */
	count(instants: readonly number[]): void {
		for (const at of instants) this.addWhole(exactly(at), 1);
	}

	/** Whether these emails fit, with no 24 hours that may hold one of them too full. */
	fits(emails: readonly OwedEmail[]): boolean {
		this.take(emails);
		const tooFull = this.lastTooFull(emails, this.overdue);
		this.take(emails, -1);
		return tooFull === undefined;
	}

	/** Takes the room of these emails, so many times, whether they fit or not; gives it back below 0. */
	take(emails: readonly OwedEmail[], times = 1): void {
		for (const email of emails) {
			this.end = Math.max(this.end, email.until + WINDOW_MS);
			const { spread, whole } = email.covered
				? this.covered
				: { whole: this.whole, spread: this.spread };
			if (email.spread) spread.add(email, times);
			else this.addWhole(email.overdue ? this.nextDay : email, times, whole);
			if (email.overdue) this.overdue += times;
		}
	}

	/** Takes the room if there is room. */
	tryTake(emails: readonly OwedEmail[]): boolean {
		this.take(emails);
		const fits = this.lastTooFull(emails, this.overdue) === undefined;
		if (!fits) this.take(emails, -1);
		return fits;
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
			left = Math.min(left, this.boundIn(place) - covered - this.whole.most(first, last));
		}
		return Math.max(0, Math.floor(left));
	}

	/** Of the windows that end in a span the fullest: what it is expected to hold, and at most with doubt. */
	fullestIn({ from, until }: Span): { expected: number; atMost: number } {
		const fullest = { expected: 0, atMost: 0 };
		const minutes = [this.minuteOf(Math.max(from, this.now)), this.minuteOf(until)] as const;
		for (const { place, first, last } of this.steps(minutes)) {
			const expected = this.spread.meanIn(place) + this.whole.most(first, last);
			const atMost = expected + MARGIN * Math.sqrt(this.spread.varianceIn(place));
			fullest.expected = Math.max(fullest.expected, expected);
			fullest.atMost = Math.max(fullest.atMost, atMost);
		}
		return fullest;
	}

	/**
	 * The first start, not before `from`, at which an enrollment is expected to fit: who asks in a day
	 * finds sent what is overdue now.
	 * @returns ms (`from`, or a full minute), or undefined where it fits at no time
	 */
	earliest(planner: StartPlanner, from: number): number | undefined {
		const end = Math.max(from, this.end) + WEEK_MS;
		if (this.overdue === 0) return this.firstFit(planner, from, end, 0);
		const tomorrow = this.now + WINDOW_MS;
		const today = this.firstFit(planner, from, tomorrow - 1, this.overdue);
		return today ?? this.firstFit(planner, Math.max(from, tomorrow), end, 0);
	}

	private firstFit(
		planner: StartPlanner,
		from: number,
		end: number,
		overdue: number,
	): number | undefined {
		for (let start = from; start <= end; ) {
			const plan = planner(start);
			this.take(plan);
			const tooFull = this.lastTooFull(plan, overdue);
			this.take(plan, -1);
			if (tooFull === undefined) return start;
			// That window holds no less until an email has moved out of it, or to another day.
			const after = this.origin + (tooFull + 1) * MINUTE_MS;
			const lastBefore = (emails: readonly OwedEmail[]) =>
				emails.findLastIndex((email) => email.from < after);
			const last = lastBefore(plan);
			const isOther = (later: readonly OwedEmail[]) =>
				lastBefore(later) < last ||
				plan.some(({ spread, until }, order) => spread && (later[order]?.until ?? 0) > until);
			start = firstStart((later) => isOther(planner(later)), start, after);
		}
		return undefined;
	}

	/** When what is overdue goes out, if it does so within a day. */
	private get nextDay(): Span {
		return { from: this.now, until: this.now + WINDOW_MS };
	}

	private addWhole(span: Span, count: number, whole = this.whole): void {
		if (span.until > this.now - WINDOW_MS) whole.add(...this.minutesOf(span), count);
		this.end = Math.max(this.end, span.until + WINDOW_MS);
	}

	private minuteOf(at: number): number {
		return Math.floor((at - this.origin) / MINUTE_MS);
	}

	/** First and last minute whose windows may hold an email of this span. */
	private minutesOf({ from, until }: Span): readonly [number, number] {
		return [this.minuteOf(Math.max(from, this.now)), this.minuteOf(until + WINDOW_MS - 1)];
	}

	/** The half hours of some minutes, the last first. */
	private *steps([first, last]: readonly [number, number]) {
		for (let to = last; to >= first; ) {
			const place = Math.floor(to / STEP_MINUTES);
			const from = Math.max(first, place * STEP_MINUTES);
			yield { place, first: from, last: to };
			to = from - 1;
		}
	}

	/** How much whole mail may be in windows that end in a half hour. */
	private boundIn(place: number): number {
		const { limit, reserve } = this.room;
		const mean = this.spread.meanIn(place);
		if (mean === 0) return limit - reserve;
		const margin = MARGIN * Math.sqrt(this.spread.varianceIn(place));
		return Math.min(limit - reserve, limit - margin) - mean + ROUNDING;
	}

	/** What follows email that is overdue now, where that is expected to have gone out. */
	private coveredIn(place: number, from: number, to: number): number {
		const { whole, spread } = this.covered;
		return whole.most(from, to) + spread.meanIn(place);
	}

	/** The last minute that is too full of the windows that may hold one of these emails. */
	private lastTooFull(emails: readonly OwedEmail[], overdue: number): number | undefined {
		const settled = this.minuteOf(this.now + TWO_DAYS_MS);
		// A plain loop: it runs some thousand times for each enrollment.
		for (let order = emails.length - 1; order >= 0; order--) {
			const email = emails[order];
			if (!email) continue;
			const [first, last] = this.minutesOf(email);
			for (let to = last; to >= first; to -= (to % STEP_MINUTES) + 1) {
				const place = Math.floor(to / STEP_MINUTES);
				// What is overdue is not counted among the whole mail after two days.
				const from = Math.max(first, place * STEP_MINUTES);
				const bound =
					this.boundIn(place) -
					(overdue > 0 ? (to > settled ? overdue : 0) : this.coveredIn(place, from, to));
				const minute = bound < 0 ? to : this.whole.lastAbove(bound, from, to);
				if (minute !== undefined) return minute;
			}
		}
		return undefined;
	}
}
