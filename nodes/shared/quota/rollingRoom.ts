import { Load } from './load';
import { exactly, WINDOW_MS, type Span } from './window';

const MINUTE_MS = 60_000;

/**
 * How many places of a cap the rolling 24 hours have taken, now and in every minute to come. What was
 * made at an instant counts in each window that ends from then on until 24 hours later; where it is known
 * by the hour only, it counts wherever it could. So room is never taken for granted, and what is refused
 * for want of room is refused for the rounding of one hour at most.
 */
export class RollingRoom {
	private readonly load = new Load();
	private readonly thisMinute: number;

	/**
	 * @param capacity places in any 24 hours
	 * @param now ms since epoch; windows that ended before do not matter any more
	 */
	constructor(
		spans: readonly Span[],
		private readonly capacity: number,
		private readonly now: number,
	) {
		this.thisMinute = Math.floor(now / MINUTE_MS);
		for (const span of spans) this.add(span, 1);
	}

	/** Whether there is a place at an instant, ms, in every 24 hours that hold it. */
	fits(at: number): boolean {
		return this.capacity >= 1 && this.lastFull(at) === undefined;
	}

	/** Takes a place, whether there is one or not; gives it back below 0. */
	take(at: number, times = 1): void {
		this.add(exactly(at), times);
	}

	/** How many places are left now, in all of the windows that would hold them. */
	get left(): number {
		return Math.max(0, this.capacity - this.load.most(...this.minutesOf(exactly(this.now))));
	}

	/**
	 * The first instant, not before `from`, at which there is a place.
	 * @returns ms (`from`, or a full minute), or undefined where there never is
	 */
	earliest(from: number): number | undefined {
		if (this.capacity < 1) return undefined;
		for (let at = from; ; ) {
			const full = this.lastFull(at);
			if (full === undefined) return at;
			at = (this.thisMinute + full + 1) * MINUTE_MS;
		}
	}

	private add(span: Span, times: number): void {
		if (span.until > this.now - WINDOW_MS) this.load.add(...this.minutesOf(span), times);
	}

	/** The last of the minutes whose windows hold an instant that has no place left. */
	private lastFull(at: number): number | undefined {
		return this.load.lastAbove(this.capacity - 1, ...this.minutesOf(exactly(at)));
	}

	/** First and last minute, counted from that of `now`, whose windows may hold what was made then. */
	private minutesOf({ from, until }: Span): readonly [first: number, last: number] {
		const first = Math.floor(from / MINUTE_MS) - this.thisMinute;
		const last = Math.floor((until + WINDOW_MS - 1) / MINUTE_MS) - this.thisMinute;
		return [Math.max(0, first), last];
	}
}
