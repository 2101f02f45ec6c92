import { memoize, partition, sortBy } from 'lodash';

import {
	constraintsOf,
	type Constraint,
	type EnrollRequest,
	type LimitReason,
	type MailConstraint,
	type Needs,
	type SenderState,
} from './constraints';
import { firstForAll } from './firstStart';
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
	/** What holds nothing back has its room taken all the same. */
	const takes = (constraint: MailConstraint): boolean => {
		if (!holds(constraint)) {
			constraint.take(now);
			return true;
		}
		if (!full.has(constraint) && !constraint.tryTake(now)) full.add(constraint);
		return !full.has(constraint);
	};
	const constraintsFor = constraintsOf(state);
	const asked: Array<{
		constraints: Needs;
		admitted?: { used: number; exceeded: boolean };
	}> = [];
	for (const request of requests) {
		yield;
		const constraints = constraintsFor(request);
		const [mail, ...caps] = constraints;
		const exceeded = mode === 'warn' && constraints.some(lacks);
		if (isFull || caps.filter(holds).some(lacks) || !takes(mail)) {
			asked.push({ constraints });
			continue;
		}
		for (const cap of caps) cap.take(now);
		asked.push({ constraints, admitted: { used: load.used, exceeded } });
	}
	const { used } = load;
	const firstFits = memoize((constraint: Constraint) => constraint.firstFits(now));
	const verdicts: RequestVerdict[] = [];
	for (const { constraints, admitted } of asked) {
		yield;
		if (admitted) {
			verdicts.push({ admitted });
			continue;
		}
		const reason = isFull ? 'HUBSPOT_SEND_LIMIT' : reasonOf(constraints.filter(lacks), firstFits);
		verdicts.push({ held: { reason, used } });
	}
	const held = asked.map(({ constraints, admitted }) => (admitted ? undefined : constraints));
	return { verdicts, retryTimes: () => retryTimes(held, holds, isFull ? fullUntil : now) };
}

/** The user's own cap first: whom it holds back does not count among those that the limit does. */
function reasonOf(
	lacking: readonly Constraint[],
	firstFits: (constraint: Constraint) => boolean,
): LimitReason {
	const [first] = sortBy(lacking, ({ always }) => !always);
	if (first?.reason !== 'SEND_LIMIT') return first?.reason ?? 'SEND_LIMIT';
	return firstFits(first) ? 'FOLLOW_UP_LIMIT' : 'SEND_LIMIT';
}

function* retryTimes(
	held: ReadonlyArray<Needs | undefined>,
	holds: Holds,
	from: number,
): Steps<Array<number | undefined>> {
	/** When the last of each sequence fits: those of one sequence keep their order. */
	const starts = new Map<Constraint, number | undefined>();
	const times: Array<number | undefined> = [];
	for (const constraints of held) {
		yield;
		if (!constraints) {
			times.push(undefined);
			continue;
		}
		const [mail] = constraints;
		const waitedFor = constraints.filter(holds);
		// Nobody waits for the cap of another's company.
		const [own, common] = partition(waitedFor, ({ always }) => always);
		const cursor = starts.has(mail) ? starts.get(mail) : from;
		if (cursor === undefined) {
			// Where one never fits, the next does not either.
			times.push(undefined);
			continue;
		}
		const start = own.length > 0 ? firstStart(common, cursor) : takeFirst(common, cursor);
		starts.set(mail, start);
		const isOwn = start !== undefined && own.length > 0;
		times.push(isOwn ? takeFirst(waitedFor, start) : start);
	}
	return times;
}

/** The first start at which there is room in all of them. */
const firstStart = (constraints: readonly Constraint[], from: number): number | undefined =>
	firstForAll(constraints, (constraint, start) => constraint.earliest(start), from);

/** Takes the room of the first start at which there is room in all of them. */
function takeFirst(constraints: readonly Constraint[], from: number): number | undefined {
	const [first, ...others] = constraints;
	if (!first) return from;
	for (let start = from; ; ) {
		const open = firstStart(others, start);
		const taken = open === undefined ? undefined : first.takeEarliest(open);
		if (taken === undefined) return undefined;
		if (others.every((other) => other.fits(taken))) {
			for (const other of others) other.take(taken);
			return taken;
		}
		first.giveBack(taken);
		start = taken;
	}
}
