import { partition, sortBy, zipWith } from 'lodash';

import { needsOf, type Applicant, type LimitReason, type Need, type Standing } from './needs';
import type { SendPlanner } from './rollingRoom';
import { usedAt } from './window';

export type SendLimitMode = 'hold' | 'fail' | 'warn' | 'off';

export interface Admitted {
	/** Its sends, ms, ascending. */
	plan: readonly number[];
	/** Sends in the window with this one. */
	used: number;
	/** Admitted although it does not fit (`warn`). */
	exceeded: boolean;
}

export interface Held {
	reason: LimitReason;
	/** Ms at which it is expected to fit behind those held before it; undefined where it never does. */
	retryAt: number | undefined;
	used: number;
}

export type Verdict = { admitted: Admitted } | { held: Held };

/**
 * Decides in order over enrollments of one sender. One that does not fit is held, and later ones that
 * do may still go.
 */
export function decideAdmissions(
	standing: Standing,
	applicants: readonly Applicant[],
	mode: SendLimitMode,
): Verdict[] {
	const { now, sends, fullUntil = 0 } = standing;
	const needed = applicants.map(needsOf(standing));
	const isStrict = mode === 'hold' || mode === 'fail';
	const isFull = isStrict && fullUntil > now;
	const full = new Set<Need>();
	const lacks = (need: Need): boolean => {
		// Room only shrinks within a run, so what did not fit once does not fit later.
		if (!full.has(need) && !need.room.fits(need.plan)) full.add(need);
		return full.has(need);
	};
	/** Whether want of this room holds an enrollment back. */
	const holds = ({ always }: Need) => always || isStrict;
	let used = usedAt(sends, now);
	const admitted = needed.map((needs): Admitted | undefined => {
		if (isFull || needs.filter(holds).some(lacks)) return undefined;
		const exceeded = mode === 'warn' && needs.some(lacks);
		for (const { room, plan } of needs) room.take(plan);
		const [{ plan }] = needs;
		used += plan.filter((at) => at <= now).length;
		return { plan, used, exceeded };
	});
	const reasons = needed.map((needs, order) => {
		if (admitted[order]) return undefined;
		return isFull ? 'HUBSPOT_SEND_LIMIT' : reasonOf(needs.filter(holds).filter(lacks));
	});
	const starts = new Map<SendPlanner, number>();
	return zipWith(applicants, needed, admitted, reasons, ({ planner }, needs, verdict, reason) => {
		if (verdict) return { admitted: verdict };
		const [own, common] = partition(needs.filter(holds), ({ always }) => always);
		// Those of one sequence keep their order, but nobody waits for the cap of another's company.
		const start = earliest(common, starts.get(planner) ?? (isFull ? fullUntil : now));
		const retryAt = start === undefined ? undefined : earliest([...common, ...own], start);
		if (start !== undefined) starts.set(planner, start);
		if (retryAt !== undefined) {
			for (const { room, planner: plans } of needs) room.take(plans(retryAt));
		}
		return { held: { reason: reason ?? 'SEND_LIMIT', retryAt, used } };
	});
}

/** The user's own cap first: whom it holds back does not count among those that the limit does. */
function reasonOf(lacking: readonly Need[]): LimitReason | undefined {
	const [first] = sortBy(lacking, ({ always }) => !always);
	if (first?.reason !== 'SEND_LIMIT') return first?.reason;
	return first.room.fits(first.plan.slice(0, 1)) ? 'FOLLOW_UP_LIMIT' : 'SEND_LIMIT';
}

/** The first start at which an enrollment has room in everything it needs room in. */
function earliest(needs: readonly Need[], from: number): number | undefined {
	let start = from;
	for (;;) {
		let later: number | undefined = start;
		for (const { room, planner } of needs) {
			later = room.earliest(planner, later);
			if (later === undefined) return undefined;
		}
		if (later === start) return start;
		start = later;
	}
}
