import { DateTime } from 'luxon';

import type { Settings } from './settings';

const TEN_SECONDS = 10_000;
const ONE_SECOND = 1_000;

export type Policy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

/** What a request met: headers for its answer, and the policy that refuses it, if one does. */
export interface Verdict {
	headers: Record<string, string>;
	refusedBy?: Policy;
}

/**
 * One app's budget, on real time: 10-second burst, calendar day in the account's zone, and five
 * searches a second per account (hubspot-api.md 9.1).
 */
export class RateLimiter {
	private burst: number[] = [];
	private searches: number[] = [];
	private day = '';
	private usedToday = 0;

	constructor(
		private readonly settings: Settings,
		private readonly timeZone: string,
	) {}

	take(isSearch: boolean): Verdict {
		const limits = this.settings.rateLimit;
		if (limits === null) return { headers: {} };
		const now = Date.now();
		this.forgetOlder(now);

		let refusedBy: Policy | undefined;
		if (this.usedToday >= limits.daily) refusedBy = 'DAILY';
		else if (isSearch && this.searches.length >= limits.searchPerSecond) refusedBy = 'SECONDLY';
		else if (this.burst.length >= limits.perTenSeconds) refusedBy = 'TEN_SECONDLY_ROLLING';
		else {
			this.usedToday++;
			this.burst.push(now);
			if (isSearch) this.searches.push(now);
		}
		// HubSpot leaves the headers off search answers.
		const headers: Record<string, string> = isSearch
			? {}
			: {
					'X-HubSpot-RateLimit-Max': String(limits.perTenSeconds),
					'X-HubSpot-RateLimit-Remaining': String(limits.perTenSeconds - this.burst.length),
					'X-HubSpot-RateLimit-Interval-Milliseconds': String(TEN_SECONDS),
					'X-HubSpot-RateLimit-Daily': String(limits.daily),
					'X-HubSpot-RateLimit-Daily-Remaining': String(limits.daily - this.usedToday),
				};
		return { headers, refusedBy };
	}

	get usage(): number {
		return this.usedToday;
	}

	reset(): void {
		this.burst = [];
		this.searches = [];
		this.usedToday = 0;
	}

	private forgetOlder(now: number): void {
		this.burst = this.burst.filter((at) => at > now - TEN_SECONDS);
		this.searches = this.searches.filter((at) => at > now - ONE_SECOND);
		const today = DateTime.fromMillis(now, { zone: this.timeZone }).toISODate() ?? '';
		if (today !== this.day) {
			this.day = today;
			this.usedToday = 0;
		}
	}
}
