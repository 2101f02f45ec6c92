/** Whose sends: one HubSpot account and one mailbox (or workflow). */
export interface LedgerKey {
	account: string;
	sender: string;
}

/** The sends of one enrollment, ms since epoch, ascending. */
export type PlannedSends = readonly number[];

/** What this n8n has planned for a sender, so that two runs do not take the same room. */
export interface Ledger {
	/** Planned sends of a sender, ascending: those to come and those too young for HubSpot's log. */
	read(key: LedgerKey): Promise<number[]>;
	/**
	 * Reads and adds in one step that no other run can come between.
	 * @param decide gets the planned sends and answers with the enrollments to add
	 * @returns what `decide` answered
	 */
	reserve(
		key: LedgerKey,
		decide: (planned: readonly number[]) => readonly PlannedSends[],
	): Promise<readonly PlannedSends[]>;
	/** Takes back the sends of an enrollment that HubSpot refused. */
	release(key: LedgerKey, plan: PlannedSends): Promise<void>;
}

/**
 * How old a send may be before HubSpot's log of emails is sure to show it. New records take "a few
 * moments" by HubSpot's words, minutes in the field.
 */
export const SEARCH_LAG_MS = 5 * 60 * 1000;

/**
 * One list of sends from two sources, counting none twice: what is older than the search lag is
 * HubSpot's to say, what is still to come is the ledger's. In between, either may know of sends that
 * the other does not, and the longer list stands.
 */
export function joinSends(
	sent: readonly number[],
	planned: readonly number[],
	now: number,
): number[] {
	const isYoung = (at: number) => at > now - SEARCH_LAG_MS && at <= now;
	const youngSent = sent.filter(isYoung);
	const youngPlanned = planned.filter(isYoung);
	return [
		...sent.filter((at) => at <= now - SEARCH_LAG_MS),
		...(youngSent.length >= youngPlanned.length ? youngSent : youngPlanned),
		...planned.filter((at) => at > now),
	].sort((a, b) => a - b);
}
