/** Whose sends: one HubSpot account and one mailbox (or workflow). */
export interface LedgerKey {
	account: string;
	sender: string;
}

/** An email that went out, or that an enrollment will send. */
export interface Send {
	/** Ms since epoch. */
	at: number;
	/** Whom it goes to: an address in lower case; `''` where HubSpot's log does not say. */
	to: string;
}

/** The sends of one enrollment, ascending. */
export type PlannedSends = readonly Send[];

/** What this n8n has planned for a sender, so that two runs do not take the same room. */
export interface Ledger {
	/** Planned sends of a sender: those to come, and those of the last 24 hours. */
	read(key: LedgerKey): Promise<Send[]>;
	/**
	 * Reads and adds in one step that no other run can come between.
	 * @param decide gets the planned sends and answers with the enrollments to add
	 * @returns what `decide` answered
	 */
	reserve(
		key: LedgerKey,
		decide: (planned: readonly Send[]) => readonly PlannedSends[],
	): Promise<readonly PlannedSends[]>;
	/** Takes back the sends of an enrollment that HubSpot refused. */
	release(key: LedgerKey, plan: PlannedSends): Promise<void>;
}

/**
 * How old a planned send may be before HubSpot's log of emails alone speaks for it. The log shows new
 * mail after minutes, and a run may take minutes from reserving room to enrolling.
 */
export const SEARCH_LAG_MS = 15 * 60 * 1000;

/** The clocks of HubSpot and of this machine may differ by this much. */
const CLOCK_SKEW_MS = 60 * 1000;

/**
 * One list of sends from two sources, counting none twice and none not at all. HubSpot's log counts
 * whole. Of the ledger counts what is still to come, and what is too young for the log to show for
 * sure, unless the log shows it: an email to the same address at about that time. A planned send
 * that is older and not in the log did not happen.
 *
 * @returns ms, ascending
 */
export function joinSends(sent: readonly Send[], planned: readonly Send[], now: number): number[] {
	const logged = new Map<string, number[]>();
	for (const { at, to } of sent) {
		if (to !== '') logged.set(to, [...(logged.get(to) ?? []), at]);
	}
	const isShown = ({ at, to }: Send) => {
		const times = logged.get(to) ?? [];
		const match = times.findIndex(
			(time) => time >= at - CLOCK_SKEW_MS && time <= at + SEARCH_LAG_MS,
		);
		if (match >= 0) times.splice(match, 1);
		return match >= 0;
	};
	const notShown = planned.filter((send) => !isShown(send) && send.at > now - SEARCH_LAG_MS);
	return timesOf([...sent, ...notShown]);
}

/** The instants of sends, ms, ascending. */
export const timesOf = (sends: readonly Send[]): number[] =>
	sends.map(({ at }) => at).sort((a, b) => a - b);
