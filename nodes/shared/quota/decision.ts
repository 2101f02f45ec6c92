import { partition, sortBy } from 'lodash';

import type { NonEmpty } from '../groups';
import {
	constraintsOf,
	type Constraint,
	type EnrollRequest,
	type LimitReason,
	type SenderState,
} from './constraints';
import type { Steps } from './steps';

export type SendLimitMode = 'hold' | 'fail' | 'warn' | 'off';

/** What becomes of a request; `used` is what the 24 hours hold. */
export type RequestVerdict =
	| {
			/** `used` with this one; `exceeded` where it does not fit and is admitted all the same (`warn`). */
			admitted: { used: number; exceeded: boolean };
	  }
	| { held: { reason: LimitReason; used: number } };

export interface RequestDecision {
	/** One for each request, in the same order. */
	verdicts: RequestVerdict[];
	/**
	 * For each request that is held, when it is expected to fit behind those held before it, ms; undefined
	 * for the others, and where it never does. To be asked for once.
	 */
	retryTimes(): Steps<Array<number | undefined>>;
}

/** Whether want of this room holds a request back. */
type Holds = (constraint: Constraint) => boolean;

/**
 * Decides in order over requests to enroll for one sender. One that does not fit is held, and later ones
 * that do may still go.
 */
export function* decideRequests(
	state: SenderState,
	requests: readonly EnrollRequest[],
	mode: SendLimitMode,
): Steps<RequestDecision> {
	const { load, now, fullUntil = 0 } = state;
	const isStrict = mode === 'hold' || mode === 'fail';
	const isFull = isStrict && fullUntil > now;
	const holds: Holds = ({ always }) => always || isStrict;
	const full = new Set<Constraint>();
	const lacks = (constraint: Constraint): boolean => {
		// Room only shrinks within a run, so what did not fit once does not fit later.
		if (!full.has(constraint) && !constraint.fits(now)) full.add(constraint);
		return full.has(constraint);
	};
	const constraintsFor = constraintsOf(state);
	const asked: Array<{
		constraints: NonEmpty<Constraint>;
		admitted?: { used: number; exceeded: boolean };
	}> = [];
	for (const request of requests) {
		yield;
		const constraints = constraintsFor(request);
		if (isFull || constraints.filter(holds).some(lacks)) {
			asked.push({ constraints });
			continue;
		}
		const exceeded = mode === 'warn' && constraints.some(lacks);
		for (const constraint of constraints) constraint.take(now);
		asked.push({ constraints, admitted: { used: load.used, exceeded } });
	}
	const { used } = load;
	const verdicts: RequestVerdict[] = [];
	for (const { constraints, admitted } of asked) {
		yield;
		if (admitted) {
			verdicts.push({ admitted });
			continue;
		}
		const lacking = isFull ? [] : constraints.filter(holds).filter(lacks);
		const reason = isFull ? 'HUBSPOT_SEND_LIMIT' : reasonOf(lacking, now);
		verdicts.push({ held: { reason, used } });
	}
	const held = asked.map(({ constraints, admitted }) => (admitted ? undefined : constraints));
	return { verdicts, retryTimes: () => retryTimes(held, holds, isFull ? fullUntil : now) };
}

/** The user's own cap first: whom it holds back does not count among those that the limit does. */
function reasonOf(lacking: readonly Constraint[], now: number): LimitReason {
	const [first] = sortBy(lacking, ({ always }) => !always);
	if (first?.reason !== 'SEND_LIMIT') return first?.reason ?? 'SEND_LIMIT';
	return first.firstFits(now) ? 'FOLLOW_UP_LIMIT' : 'SEND_LIMIT';
}

function* retryTimes(
	held: ReadonlyArray<NonEmpty<Constraint> | undefined>,
	holds: Holds,
	from: number,
): Steps<Array<number | undefined>> {
	/** When the last of each sequence fits: those of one sequence keep their order. */
	const starts = new Map<Constraint, number>();
	const times: Array<number | undefined> = [];
	for (const constraints of held) {
		yield;
		if (!constraints) {
			times.push(undefined);
			continue;
		}
		const [mail] = constraints;
		// Nobody waits for the cap of another's company.
		const [own, common] = partition(constraints.filter(holds), ({ always }) => always);
		const start = firstStart(common, starts.get(mail) ?? from);
		if (start !== undefined) starts.set(mail, start);
		const isOwn = start !== undefined && own.length > 0;
		const retryAt = isOwn ? firstStart([...common, ...own], start) : start;
		if (retryAt !== undefined) for (const constraint of constraints) constraint.take(retryAt);
		times.push(retryAt);
	}
	return times;
}

/** The first start at which there is room in all of them. */
function firstStart(constraints: readonly Constraint[], from: number): number | undefined {
	for (let start = from; ; ) {
		let later: number | undefined = start;
		for (const constraint of constraints) {
			later = constraint.earliest(later);
			if (later === undefined) return undefined;
		}
		if (later === start) return start;
		start = later;
	}
}
