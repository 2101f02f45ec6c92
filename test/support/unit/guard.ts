import {
	decide,
	reserve,
	type Enrollable,
	type GuardDecision,
	type GuardSettings,
	type HasLeft,
} from '../../../nodes/shared/quota/guard';
import type { RequestVerdict, SendLimitMode } from '../../../nodes/shared/quota/decision';
import { EMPTY_ROW, type LedgerRow } from '../../../nodes/shared/quota/ledgerRow';
import type { LoggedEmail } from '../../../nodes/shared/quota/look';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { NOW } from './arbitraries';
import { addressOf, scheduleAt, WHEN_DUE } from './schedules';

/** Enrollments of contacts that are in no sequence; of one email at once unless told otherwise. */
export const contacts = (
	count: number,
	{ from = 1, ...more }: Partial<Enrollable> & { from?: number } = {},
): Enrollable[] =>
	Array.from({ length: count }, (_, index) => ({
		targetId: '7',
		contactId: String(from + index),
		recipient: addressOf(from + index),
		schedule: scheduleAt(0),
		isEnrolled: false,
		...more,
	}));

/** An email by hand in HubSpot's log. */
export const byHand = (at: number, to = 'other@example.com'): LoggedEmail => ({
	id: `${at} ${to}`,
	at,
	to,
});

/** An email of sequence 7 in HubSpot's log. */
export const sentTo = (contact: number | string, at: number): LoggedEmail => ({
	...byHand(at, addressOf(contact)),
	sequenceId: '7',
});

/** What a guard of a sender is told; in mode `off` nobody looks at the limit. */
export const settingsOf = (mode: SendLimitMode, limit: number): GuardSettings => ({
	mode,
	maxPerDomain: 0,
	...(mode !== 'off' && { mail: { limit, reserve: 0 } }),
});

export interface GuardRequest {
	row?: LedgerRow;
	enrollments?: Enrollable[];
	/** 100 sends in mode `hold` unless told otherwise. */
	limit?: number;
	mode?: SendLimitMode;
	settings?: Partial<GuardSettings>;
	chunk?: number;
	/** HubSpot's log; empty unless told otherwise. */
	logged?: LoggedEmail[] | 'unknown';
	now?: number;
	hasLeft?: HasLeft;
}

export interface Answer {
	/** The row with what is reserved. */
	row: LedgerRow;
	verdicts: RequestVerdict[];
	reserved: number;
	decision: GuardDecision;
}

/** Asks the guard, at `NOW` unless told otherwise, and reserves the first chunk. */
export function ask({
	row = EMPTY_ROW,
	enrollments = [],
	limit = 100,
	mode = 'hold',
	settings = {},
	chunk = 100,
	logged = [],
	now = NOW,
	hasLeft,
}: GuardRequest): Answer {
	const log = { logged: logged === 'unknown' || mode === 'off' ? undefined : logged, now };
	const known = { log, plans: new Plans(WHEN_DUE), hasLeft };
	const decision = atOnce(
		decide(row, enrollments, { ...settingsOf(mode, limit), ...settings }, known),
	);
	const verdicts = [...decision.verdicts.values()];
	return { ...reserve(decision, chunk), verdicts, decision };
}
