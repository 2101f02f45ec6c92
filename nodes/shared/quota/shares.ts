import { STEP_MINUTES } from './load';
import { WINDOW_MS, type Span } from './window';

const STEP_MS = STEP_MINUTES * 60_000;

/**
 * Emails that are as likely to go out at any instant of a span as at any other: how many of them each
 * window of 24 hours is expected to hold, for windows that end on each half hour. In between the number
 * goes straight from one to the other.
 */
export class Shares {
	private mean = new Float64Array(256);
	private variance = new Float64Array(256);
	/** How many of them a window that ends in a half hour may hold at most. */
	private most = new Float64Array(256);

	/** @param origin the half hour that has number 0, ms; no window that ends before matters */
	constructor(private readonly origin: number) {}

	/** @returns the half hours in which windows end that hold more now, or less */
	add({ from, until }: Span, count: number): { first: number; last: number } {
		const after = until + 1;
		const length = after - from;
		const first = Math.max(0, this.numberOf(from));
		const last = this.numberOf(after + WINDOW_MS);
		this.reach(last + 1);
		const { mean, variance, most } = this;
		let end = this.origin + first * STEP_MS;
		let start = end - WINDOW_MS;
		for (let place = first; place <= last; place++, end += STEP_MS, start += STEP_MS) {
			if (start < until) most[place] = (most[place] ?? 0) + count;
			const held = Math.min(end, after) - Math.max(start, from);
			if (held <= 0) continue;
			const share = Math.min(1, held / length);
			mean[place] = (mean[place] ?? 0) + count * share;
			variance[place] = (variance[place] ?? 0) + count * share * (1 - share);
		}
		return { first: Math.max(0, first - 1), last };
	}

	/** Number of the half hour that an instant is in. */
	numberOf(at: number): number {
		return Math.floor((at - this.origin) / STEP_MS);
	}

	/** The most in windows that end in a half hour. */
	meanIn(place: number): number {
		return Math.max(this.mean[place] ?? 0, this.mean[place + 1] ?? 0);
	}

	varianceIn(place: number): number {
		return Math.max(0, this.variance[place] ?? 0, this.variance[place + 1] ?? 0);
	}

	/** The most that one of the windows that end in a half hour may hold, whatever happens. */
	mostIn(place: number): number {
		return this.most[place] ?? 0;
	}

	private reach(places: number): void {
		if (places < this.mean.length) return;
		const grown = (values: Float64Array) => {
			const more = new Float64Array(2 * places);
			more.set(values);
			return more;
		};
		[this.mean, this.variance] = [grown(this.mean), grown(this.variance)];
		this.most = grown(this.most);
	}
}
