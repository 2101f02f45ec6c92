import { partition, sortBy } from 'lodash';

import type { NonEmpty } from '../groups';
import { needsOf, type Applicant, type LimitReason, type Need, type Standing } from './needs';
import type { SendPlanner } from './rollingRoom';
import type { Steps } from './steps';
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
	used: number;
}

export type Verdict = { admitted: Admitted } | { held: Held };

export interface Decision {
	/** One for each enrollment, in the same order. */
	verdicts: Verdict[];
	/**
	 * For each enrollment that is held, when it is expected to fit behind those held before it, ms;
	 * undefined for the others, and where it never does. To be asked for once.
	 */
	retryTimes(): Steps<Array<number | undefined>>;
}

/**
 * Decides in order over enrollments of one sender. One that does not fit is held, and later ones that
 * do may still go.
 */
export function* decideAdmissions(
	standing: Standing,
	applicants: readonly Applicant[],
	mode: SendLimitMode,
): Steps<Decision> {
	const { now, sends, fullUntil = 0 } = standing;
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
	const needsFor = needsOf(standing);
	const asked: Array<{ needs: NonEmpty<Need>; admitted?: Admitted }> = [];
	for (const applicant of applicants) {
		yield;
		const needs = needsFor(applicant);
		if (isFull || needs.filter(holds).some(lacks)) {
			asked.push({ needs });
			continue;
		}
		const exceeded = mode === 'warn' && needs.some(lacks);
		for (const { room, plan } of needs) room.take(plan);
		const [{ plan }] = needs;
		used += plan.filter((at) => at <= now).length;
		asked.push({ needs, admitted: { plan, used, exceeded } });
	}
	const verdicts: Verdict[] = [];
	for (const { needs, admitted } of asked) {
		yield;
		const reasonFor = () =>
			isFull ? 'HUBSPOT_SEND_LIMIT' : reasonOf(needs.filter(holds).filter(lacks));
		verdicts.push(
			admitted ? { admitted } : { held: { reason: reasonFor() ?? 'SEND_LIMIT', used } },
		);
	}
	const held = asked.map(({ needs, admitted }) => (admitted ? undefined : needs));
	const from = isFull ? fullUntil : now;
	return { verdicts, retryTimes: () => retryTimes(held, holds, from) };
}

function* retryTimes(
	held: ReadonlyArray<NonEmpty<Need> | undefined>,
	holds: (need: Need) => boolean,
	from: number,
): Steps<Array<number | undefined>> {
	const starts = new Map<SendPlanner, number>();
	const times: Array<number | undefined> = [];
	for (const needs of held) {
		yield;
		times.push(needs && retryTime(needs, holds, from, starts));
	}
	return times;
}

/** @param starts when the last of each sequence fits */
function retryTime(
	needs: NonEmpty<Need>,
	holds: (need: Need) => boolean,
	from: number,
	starts: Map<SendPlanner, number>,
): number | undefined {
	const [{ planner }] = needs;
	const [own, common] = partition(needs.filter(holds), ({ always }) => always);
	// Those of one sequence keep their order, but nobody waits for the cap of another's company.
	const start = earliest(common, starts.get(planner) ?? from);
	if (start === undefined) return undefined;
	starts.set(planner, start);
	const retryAt = own.length === 0 ? start : earliest([...common, ...own], start);
	if (retryAt !== undefined) {
		for (const { room, planner: plans } of needs) room.take(plans(retryAt));
	}
	return retryAt;
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
