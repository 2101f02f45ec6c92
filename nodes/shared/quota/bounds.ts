import { MARGIN, type SendLimit } from './sendLimit';
import type { Shares } from './shares';

/** Half hours of a week: so far ahead, so that not each day asks anew. */
const WEEK = 7 * 48;

/** Sums of shares are a little off. */
const ROUNDING = 1e-6;

/** Half hours, both included. */
interface Places {
	first: number;
	last: number;
}

const none = (): Places => ({ first: Infinity, last: -1 });

/** How much whole mail may be in windows that end in a half hour, beside what is spread. */
export class Bounds {
	private known = new Float64Array();
	/** So many are worked out; the array is longer. */
	private count = 0;
	/** What has changed since it was worked out. */
	private stale = none();

	constructor(
		private readonly room: SendLimit,
		private readonly spread: Shares,
	) {}

	/** What is spread over these half hours has changed. */
	change({ first, last }: Places): void {
		this.stale.first = Math.min(this.stale.first, first);
		this.stale.last = Math.max(this.stale.last, last);
	}

	/** By half hour, at least up to the last one asked for. */
	upTo(last: number): Float64Array {
		if (last >= this.count) {
			const first = this.count;
			this.count = last + WEEK;
			if (this.count > this.known.length) {
				const more = new Float64Array(2 * this.count);
				more.set(this.known);
				this.known = more;
			}
			this.workOut(first, this.count - 1);
		}
		this.workOut(this.stale.first, Math.min(this.stale.last, this.count - 1));
		this.stale = none();
		return this.known;
	}

	/** Of one half hour. */
	of(place: number): number {
		const { limit, reserve } = this.room;
		const mean = this.spread.meanIn(place);
		if (mean === 0) return limit - reserve;
		return Math.min(limit - reserve - mean, limit - this.atMostIn(place)) + ROUNDING;
	}

	/** What is spread, with doubt: no more than all of it, so that a few need no margin beyond that. */
	atMostIn(place: number): number {
		const margin = MARGIN * Math.sqrt(this.spread.varianceIn(place));
		return Math.min(this.spread.meanIn(place) + margin, this.spread.mostIn(place));
	}

	private workOut(first: number, last: number): void {
		for (let place = first; place <= last; place++) this.known[place] = this.of(place);
	}
}
