import { openStore } from '../stores';
import { AnswerTimes } from './answerTimes';

/** HubSpot's rate headers of one answer; absent on search answers (hubspot-api.md 9.2). */
export interface RateHeaders {
	max?: number | undefined;
	remaining?: number | undefined;
	intervalMs?: number | undefined;
}

/** HubSpot's interval is 10 s. By what a header says nobody waits longer than this. */
const LONGEST_INTERVAL_MS = 60_000;

/** What has passed a proxy may be doubled ("190, 190") or be no number at all. */
function isPlausible({ max, remaining, intervalMs }: RateHeaders): boolean {
	const isWithin = (value: number | undefined, from: number, to: number) =>
		value === undefined || (Number.isInteger(value) && value >= from && value <= to);
	return (
		isWithin(max, 1, Number.MAX_SAFE_INTEGER) &&
		isWithin(remaining, 0, max ?? Number.MAX_SAFE_INTEGER) &&
		isWithin(intervalMs, 1, LONGEST_INTERVAL_MS)
	);
}

/**
 * HubSpot counts a request when it arrives, so it still counts ones that have just left the window
 * here. Without this slack they would pass for those of another process.
 */
const SLACK_MS = 1_000;

/** For how many intervals after a 429 others are taken to ask as well. */
const SHARED_INTERVALS = 10;

/**
 * A rolling window of requests. All executions of one n8n process that use the same HubSpot app
 * share one, because HubSpot counts the burst limit per app.
 */
export class RateWindow {
	private starts: number[] = [];
	private blockedUntil = 0;
	private others = { count: 0, until: 0 };

	/**
	 * @param max requests allowed in any `intervalMs` milliseconds
	 * @param marginMs how much later a place is taken again: HubSpot frees it by the arrival of the
	 * request that took it, so one sent on the very tick would meet a 429 and cost a whole interval
	 */
	constructor(
		private max: number,
		private intervalMs: number,
		private readonly marginMs = 0,
	) {}

	/**
	 * Takes a place in the window.
	 * @param now ms since epoch
	 * @returns 0 when the place was taken, otherwise the ms after which to ask again
	 */
	take(now: number): number {
		this.starts = this.starts.filter((start) => start > now - this.intervalMs - SLACK_MS);
		if (now < this.blockedUntil) return this.blockedUntil - now;
		const span = this.intervalMs + this.marginMs;
		const own = this.startsWithin(now, span);
		const others = this.othersAt(now);
		if (own.length + others < this.max) {
			this.starts.push(now);
			return 0;
		}
		const [first = Infinity] = own;
		const othersFreeAt = others > 0 ? this.others.until : Infinity;
		return Math.max(1, Math.min(first + span, othersFreeAt) - now);
	}

	/**
	 * Follows HubSpot's own figures: the limit of this account, and what other processes use. Figures
	 * of which one cannot be are ignored.
	 */
	observe(headers: RateHeaders, now: number): void {
		if (!isPlausible(headers)) return;
		const { max, remaining, intervalMs = this.intervalMs } = headers;
		this.intervalMs = intervalMs;
		if (max === undefined) return;
		this.max = max;
		if (remaining === undefined) return;
		const own = this.startsWithin(now, this.intervalMs + SLACK_MS).length;
		this.others = { count: Math.max(0, max - remaining - own), until: now + this.intervalMs };
	}

	/** Requests of other processes that HubSpot counts, as far as it is known. */
	private othersAt(now: number): number {
		return now < this.others.until ? this.others.count : 0;
	}

	private startsWithin(now: number, span: number): number[] {
		return this.starts.filter((start) => start > now - span);
	}

	/** Requests that it lets through, on average. */
	get perMs(): number {
		return this.max / this.intervalMs;
	}

	/**
	 * Lets nobody start before `until`: HubSpot answered 429, so other processes ask as well. Where no
	 * header says how much, each leaves them half of what it took, and half again, until all fit.
	 * @param until ms since epoch
	 */
	block(until: number, now: number): void {
		if (now >= this.blockedUntil) {
			const others = this.othersAt(now);
			const count = others + Math.floor((this.max - others) / 2);
			this.others = { count, until: until + SHARED_INTERVALS * this.intervalMs };
		}
		this.blockedUntil = Math.max(this.blockedUntil, until);
	}
}

/** Burst limit of the smallest plan, per app (hubspot-api.md 9.1); the first answer raises it. */
const APP_MAX = 100;
const APP_INTERVAL_MS = 10_000;
const APP_MARGIN_MS = 300;
/** CRM search has a limit of its own: 5 requests a second for the whole account (hubspot-api.md 9.1). */
const SEARCH_MAX = 5;
const SEARCH_INTERVAL_MS = 1_000;
const SEARCH_MARGIN_MS = 50;

interface RateWindows {
	app: RateWindow;
	/** How long its requests take. */
	times: AnswerTimes;
	search: RateWindow;
}

/** An app that is forgotten begins with the smallest plan again, and its first answer says more. */
const windows = openStore<RateWindows>('rate windows of an app', 1_000);

/** The windows of one HubSpot app, shared by all executions of this process. */
export function rateWindows(appKey: string): RateWindows {
	let pair = windows.get(appKey);
	if (!pair) {
		const app = new RateWindow(APP_MAX, APP_INTERVAL_MS, APP_MARGIN_MS);
		pair = {
			app,
			times: new AnswerTimes(app),
			search: new RateWindow(SEARCH_MAX, SEARCH_INTERVAL_MS, SEARCH_MARGIN_MS),
		};
		windows.set(appKey, pair);
	}
	return pair;
}
