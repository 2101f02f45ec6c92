import { decideAdmissions, type Room, type SendLimitMode, type Verdict } from './decide';
import { joinSends, type Ledger, type LedgerKey } from './ledger';

export interface GuardRequest {
	key: LedgerKey;
	mode: SendLimitMode;
	/** Sends allowed in any 24 hours: the limit less the reserve. */
	capacity: number;
	/** The sends of each enrollment, ms after enrolling, in input order. */
	enrollments: ReadonlyArray<readonly number[]>;
	/** Decides only; nothing is reserved. */
	dryRun: boolean;
	/** Ms since epoch. */
	now: number;
}

export interface Admission {
	/** One for each enrollment, in the same order. */
	verdicts: Verdict[];
	/** Sends known before this run, past and planned, ascending, ms. */
	times: number[];
}

/**
 * Admits as many enrollments of one sender as fit and reserves their sends in the ledger, in one
 * step that no other run can come between.
 *
 * @param countSent HubSpot's log of what the sender sent in the last 24 hours, ms, ascending; without
 * one the ledger counts alone. Not asked for in mode `off`
 */
export async function admit(
	ledger: Ledger,
	countSent: (() => Promise<number[] | undefined>) | undefined,
	{ key, mode, capacity, enrollments, dryRun, now }: GuardRequest,
): Promise<Admission> {
	const sent = mode === 'off' ? undefined : await countSent?.();
	let verdicts: Verdict[] = [];
	let times: number[] = [];
	const decide = (planned: readonly number[]) => {
		times = sent ? joinSends(sent, planned, now) : [...planned];
		const room: Room = {
			times,
			capacity: mode === 'off' ? Infinity : capacity,
			now,
		};
		verdicts = decideAdmissions(room, enrollments, mode);
		const someHeld = verdicts.some((verdict) => 'held' in verdict);
		// All or nothing: where not all fit, `fail` enrolls none of them.
		if (mode === 'fail' && someHeld) return [];
		return verdicts.flatMap((verdict) => ('admitted' in verdict ? [verdict.admitted.plan] : []));
	};
	if (dryRun) decide(await ledger.read(key));
	else await ledger.reserve(key, decide);
	return { verdicts, times };
}
