/** HubSpot counts sends over a rolling 24 hours; no hour starts the count anew (hubspot-api.md 8.1). */
export const WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * HubSpot's log shows new mail after minutes, and a run may take minutes from reserving room to
 * enrolling: so long nobody can say that an email has not gone out.
 */
export const SEARCH_LAG_MS = 15 * 60 * 1000;

/** A send that goes out, or went out, between two instants (ms, both included). */
export interface Span {
	from: number;
	until: number;
}

/** A send at a known instant. */
export const exactly = (at: number): Span => ({ from: at, until: at });

/** Sends that the 24 hours that end at `at` (ms) hold, or may hold. */
export const usedAt = (spans: readonly Span[], at: number): number =>
	spans.filter(({ from, until }) => from <= at && until > at - WINDOW_MS).length;
