import { clamp } from 'lodash';

/** So many of the last answers are looked at. */
const LAST = 15;

/** Requests at once, before an answer says how long one takes; and at least, and at most. */
const [FEWEST, MOST] = [8, 50];

/**
 * Contacts go in chunks, each to its end before the next, and some answers take longer than others: so many
 * times as many as the rate alone asks for.
 */
const HEADROOM = 3;

/** How long HubSpot takes to answer an app, and how many requests at once fill its rate for that. */
export class AnswerTimes {
	private last: number[] = [];

	/** @param rate requests that HubSpot takes, on average */
	constructor(private readonly rate: { readonly perMs: number }) {}

	/** @param ms from the request to its answer */
	note(ms: number): void {
		this.last = [...this.last, ms].slice(-LAST);
	}

	/**
	 * So many requests under way at once fill the window. n8n's helper opens a connection for each, so that
	 * the time of an answer has that of its handshakes in it.
	 */
	get atOnce(): number {
		return clamp(Math.ceil(this.rate.perMs * this.typical * HEADROOM), FEWEST, MOST);
	}

	/** The median, ms; 0 where nothing was answered yet. */
	private get typical(): number {
		const sorted = [...this.last].sort((a, b) => a - b);
		return sorted[Math.floor(sorted.length / 2)] ?? 0;
	}
}
