import { decideAdmissions, type Room, type SendLimitMode, type Verdict } from './decide';
import { joinSends, timesOf, type Ledger, type LedgerKey, type Send } from './ledger';

export interface EnrollmentPlan {
	/** Its sends, ms after enrolling. */
	offsets: readonly number[];
	/** Whom they go to: an address in lower case. */
	to: string;
}

export interface GuardRequest {
	key: LedgerKey;
	mode: SendLimitMode;
	/** Sends allowed in any 24 hours: the limit less the reserve. */
	capacity: number;
	/** In input order. */
	enrollments: readonly EnrollmentPlan[];
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
 * @param countSent HubSpot's log of what the sender sent in the last 24 hours; without one the ledger
 * counts alone. Not asked for in mode `off`
 */
export async function admit(
	ledger: Ledger,
	countSent: (() => Promise<Send[] | undefined>) | undefined,
	{ key, mode, capacity, enrollments, dryRun, now }: GuardRequest,
): Promise<Admission> {
	const sent = mode === 'off' ? undefined : await countSent?.();
	let verdicts: Verdict[] = [];
	let times: number[] = [];
	const decide = (planned: readonly Send[]) => {
		times = sent ? joinSends(sent, planned, now) : timesOf(planned);
		const room: Room = {
			times,
			capacity: mode === 'off' ? Infinity : capacity,
			now,
		};
		verdicts = decideAdmissions(
			room,
			enrollments.map(({ offsets }) => offsets),
			mode,
		);
		const someHeld = verdicts.some((verdict) => 'held' in verdict);
		// All or nothing: where not all fit, `fail` enrolls none of them.
		if (mode === 'fail' && someHeld) return [];
		return verdicts.flatMap((verdict, order) =>
			'admitted' in verdict ? [sendsOf(verdict.admitted.plan, enrollments[order])] : [],
		);
	};
	if (dryRun) decide(await ledger.read(key));
	else await ledger.reserve(key, decide);
	return { verdicts, times };
}

/** The sends of an admitted enrollment, as the ledger holds them. */
export const sendsOf = (plan: readonly number[], { to }: EnrollmentPlan): Send[] =>
	plan.map((at) => ({ at, to }));
