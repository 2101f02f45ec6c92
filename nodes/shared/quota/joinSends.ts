import { addressMark, type CohortSend } from './cohort';
import { exactly, WINDOW_MS, type Span } from './window';

/** An email in HubSpot's log. */
export interface LoggedSend {
	/** Ms since epoch. */
	at: number;
	/** Whom it went to; `''` where the log does not say. */
	to: string;
}

/**
 * How long after its hour a planned send counts that HubSpot's log does not show: the log shows new
 * mail after minutes, and a run may take minutes from reserving room to enrolling.
 */
export const SEARCH_LAG_MS = 15 * 60 * 1000;

/** The clocks of HubSpot and of this machine may differ by this much. */
const CLOCK_SKEW_MS = 60 * 1000;

/**
 * One list of sends from two sources, counting none twice and none not at all. HubSpot's log counts
 * whole, mail that nobody planned here included. Of what is planned counts what is still to come, and
 * what is too young for the log to show for sure, unless the log shows it: an email to the same
 * address at about that time. A planned send that is older and not in the log did not happen.
 *
 * @param logged undefined where HubSpot does not tell: what is planned counts alone
 */
export function joinSends(
	logged: readonly LoggedSend[] | undefined,
	planned: Iterable<CohortSend>,
	now: number,
): Span[] {
	if (!logged) return [...planned].filter(({ until }) => until > now - WINDOW_MS);
	const shown = new Map<string, number[]>();
	for (const { at, to } of logged) {
		if (to === '') continue;
		const mark = addressMark(to);
		shown.set(mark, [...(shown.get(mark) ?? []), at]);
	}
	const isShown = ({ from, until, address }: CohortSend) => {
		const times = (address !== undefined && shown.get(address)) || [];
		const match = times.findIndex(
			(time) => time >= from - CLOCK_SKEW_MS && time <= until + SEARCH_LAG_MS,
		);
		if (match >= 0) times.splice(match, 1);
		return match >= 0;
	};
	const spans: Span[] = logged.map(({ at }) => exactly(at));
	// The earliest first, so that of two emails to one address neither takes what is the other's.
	const inTurn = [...planned].sort((a, b) => a.from - b.from);
	for (const send of inTurn) {
		const isOver = send.until <= now - SEARCH_LAG_MS;
		const counts = send.from > now || !isShown(send);
		if (counts && !isOver) spans.push(send);
	}
	return spans;
}
