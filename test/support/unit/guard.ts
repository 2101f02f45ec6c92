import {
	decide,
	reserve,
	type Enrollable,
	type GuardSettings,
} from '../../../nodes/shared/quota/guard';
import type { LoggedSend } from '../../../nodes/shared/quota/joinSends';
import type { HasLeft } from '../../../nodes/shared/quota/cohort';
import { EMPTY_ROW, type LedgerRow } from '../../../nodes/shared/ledger/ledger';
import { atOnce } from '../../../nodes/shared/quota/steps';
import type { Verdict } from '../../../nodes/shared/quota/decide';
import type { Span } from '../../../nodes/shared/quota/window';
import { NOW } from './arbitraries';
import { plannerOf } from './decisions';

export const addressOf = (contact: number | string) => `contact-${contact}@example.com`;

/** Enrollments of contacts that are in no sequence; of one email at once unless told otherwise. */
export const contacts = (
	count: number,
	{ from = 1, ...more }: Partial<Enrollable> & { from?: number } = {},
): Enrollable[] =>
	Array.from({ length: count }, (_, index) => ({
		source: '7',
		contactId: String(from + index),
		to: addressOf(from + index),
		planner: plannerOf([0]),
		isEnrolled: false,
		...more,
	}));

export interface GuardRequest {
	row?: LedgerRow;
	enrollments?: Enrollable[];
	settings?: Partial<GuardSettings & { chunk: number }>;
	/** HubSpot's log; empty unless told otherwise. */
	logged?: LoggedSend[] | 'unknown';
	now?: number;
	hasLeft?: HasLeft;
}

export interface Answer {
	/** The row with what is reserved. */
	row: LedgerRow;
	verdicts: Verdict[];
	reserved: number;
	sends: Span[];
}

/** Asks the guard, in mode `hold` at `NOW` unless told otherwise, and reserves the first chunk. */
export function ask({
	row = EMPTY_ROW,
	enrollments = [],
	settings: { chunk = 100, ...settings } = {},
	logged = [],
	now = NOW,
	hasLeft,
}: GuardRequest): Answer {
	const all = { mode: 'hold' as const, capacity: 100, maxPerDomain: 0, ...settings };
	const log = { logged: logged === 'unknown' ? undefined : logged, now };
	const decision = atOnce(decide(row, enrollments, all, log, hasLeft));
	const verdicts = [...decision.verdicts.values()];
	return { ...reserve(decision, chunk), verdicts, sends: decision.sends };
}
