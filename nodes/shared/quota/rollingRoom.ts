import { firstStart } from './firstStart';
import { Load } from './load';
import { WINDOW_MS, type Span } from './window';

/** When an enrollment sends: ms since epoch, ascending, for one that starts at `start` (ms). */
export type SendPlanner = (start: number) => readonly number[];

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

/** First and last minute, counted from that of `now`, whose windows hold a send. */
type Minutes = readonly [first: number, last: number];

const NONE: Minutes = [0, -1];

/**
 * How full the rolling 24 hours are, now and in every minute to come. A send counts in each window
 * that ends from the send on until 24 hours later; where it is known to the hour only, it counts
 * wherever it could. So room is never taken for granted, and what is refused for want of room is
 * refused for the rounding of one hour at most.
 */
export class RollingRoom {
	private readonly load = new Load();
	private readonly thisMinute: number;

	/**
	 * @param capacity sends allowed in any 24 hours
	 * @param now ms since epoch; windows that ended before do not matter any more
	 */
	constructor(
		spans: readonly Span[],
		private readonly capacity: number,
		private readonly now: number,
	) {
		this.thisMinute = Math.floor(now / MINUTE_MS);
		// Many sends are known by the same hour.
		for (const { span, count } of alike(spans)) {
			this.load.add(...this.minutesOf(span), count);
		}
	}

	/** Whether sends at these instants fit, with no 24 hours that hold one of them too full. */
	fits(plan: readonly number[]): boolean {
		return this.lastTooFull(plan) === undefined;
	}

	/** Takes the room of sends at these instants, whether they fit or not. */
	take(plan: readonly number[]): void {
		this.add(plan, 1);
	}

	/** Takes the room if there is room. */
	tryTake(plan: readonly number[]): boolean {
		const fits = this.fits(plan);
		if (fits) this.take(plan);
		return fits;
	}

	/** How many of `wanted` enrollments with these sends fit together. */
	howMany(plan: readonly number[], wanted: number): number {
		let taken = 0;
		while (taken < wanted && this.tryTake(plan)) taken++;
		for (let back = 0; back < taken; back++) this.add(plan, -1);
		return taken;
	}

	/** What is left for one more send now, in all of the windows that would hold it. */
	get left(): number {
		return Math.max(0, this.capacity - this.load.most(...this.minutesAt(this.now)));
	}

	/**
	 * The first start, not before `from`, at which an enrollment fits.
	 * @param planner a later start must never give an earlier send
	 * @returns ms (`from`, or a full minute), or undefined where it fits at no time
	 */
	earliest(planner: SendPlanner, from: number): number | undefined {
		// Past all known sends only its own can be too many; send windows repeat by the week.
		const end = Math.max(from, this.endOfLoad) + WEEK_MS;
		for (let start = from; start <= end; ) {
			const plan = planner(start);
			const tooFull = this.lastTooFull(plan);
			if (tooFull === undefined) return start;
			// Its sends in that minute are no fewer until the last of them has moved out of it.
			const after = (this.thisMinute + tooFull + 1) * MINUTE_MS;
			const lastBefore = (sends: readonly number[]) => sends.findLastIndex((at) => at < after);
			const last = lastBefore(plan);
			start = firstStart((later) => lastBefore(planner(later)) < last, start, after);
		}
		return undefined;
	}

	private get endOfLoad(): number {
		return (this.thisMinute + this.load.last + 1) * MINUTE_MS;
	}

	private minutesAt(at: number): Minutes {
		return this.minutesOf({ from: at, until: at });
	}

	private minutesOf({ from, until }: Span): Minutes {
		if (until <= this.now - WINDOW_MS) return NONE;
		const first = Math.floor(from / MINUTE_MS) - this.thisMinute;
		const last = Math.floor((until + WINDOW_MS - 1) / MINUTE_MS) - this.thisMinute;
		return [Math.max(0, first), last];
	}

	private add(plan: readonly number[], count: number): void {
		for (const at of plan) this.load.add(...this.minutesAt(at), count);
	}

	/** The last minute that these sends would make too full. */
	private lastTooFull(plan: readonly number[]): number | undefined {
		this.add(plan, 1);
		let minute: number | undefined;
		for (const at of plan.toReversed()) {
			minute = this.load.lastAbove(this.capacity, ...this.minutesAt(at));
			if (minute !== undefined) break;
		}
		this.add(plan, -1);
		return minute;
	}
}

/** Sends in a row with the same span, counted. */
function* alike(spans: readonly Span[]): Generator<{ span: Span; count: number }> {
	let last: { span: Span; count: number } | undefined;
	for (const span of spans) {
		if (last && last.span.from === span.from && last.span.until === span.until) last.count++;
		else {
			if (last) yield last;
			last = { span, count: 1 };
		}
	}
	if (last) yield last;
}
