import { HubspotFailure, NOT_SENT } from './failure';

/** So many failures in a row that concern everybody, and what comes after is not tried any more. */
export const MOST_IN_A_ROW = 5;

/**
 * Stops requests of a kind where so many in a row came to nothing, each with its repeats: HubSpot is
 * down, and to try it with each contact of a run would take hours.
 */
export class Outage {
	private readonly failed = new Map<string, Set<string>>();

	answered(kind: string): void {
		this.failed.delete(kind);
	}

	/** @param request which one of its kind: one contact that HubSpot cannot deal with is no outage */
	noAnswer(kind: string, request: string): void {
		const failed = this.failed.get(kind) ?? new Set();
		this.failed.set(kind, failed.add(request));
	}

	/** @throws HubspotFailure where it need not be tried */
	check(kind: string): void {
		if ((this.failed.get(kind)?.size ?? 0) < MOST_IN_A_ROW) return;
		throw new HubspotFailure({
			networkCode: NOT_SENT,
			text: '',
			isHtml: false,
			requiredScopes: [],
			request: kind,
		});
	}
}

/** Method and path, without the ids and addresses in it. */
export const kindOf = (method: string, path: string): string =>
	`${method} ${path.replace(/[^/]*(\d|%40)[^/]*/g, '*')}`;
