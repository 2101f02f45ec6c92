import { earliestFit, planFits, usedAt, withSends } from './window';

export type SendLimitMode = 'hold' | 'fail' | 'warn' | 'off';

export interface Room {
	/** Known sends, past and planned, ascending, ms. */
	times: readonly number[];
	/** Sends allowed in any 24 hours: the limit less the reserve. */
	capacity: number;
	now: number;
}

export interface Admitted {
	/** Its sends, ms, ascending. */
	plan: readonly number[];
	/** Sends in the window with this one. */
	used: number;
	/** Admitted although it does not fit (`warn`). */
	exceeded: boolean;
}

export interface Held {
	reason: 'SEND_LIMIT' | 'FOLLOW_UP_LIMIT';
	/** Ms at which it is expected to fit behind those held before it; undefined where it never does. */
	retryAt: number | undefined;
	used: number;
}

export type Verdict = { admitted: Admitted } | { held: Held };

/**
 * Decides in order over enrollments of one sender, each given by its sends (ms after enrolling).
 * One that does not fit is held, and later ones that do may still go.
 */
export function decideAdmissions(
	room: Room,
	enrollments: ReadonlyArray<readonly number[]>,
	mode: SendLimitMode,
): Verdict[] {
	const { now, capacity } = room;
	let known = [...room.times];
	const full = new Set<string>();
	const verdicts: Array<Verdict | undefined> = enrollments.map((offsets) => {
		const shape = offsets.join();
		const plan = offsets.map((offset) => now + offset);
		// Room only shrinks within a run, so what did not fit once does not fit later.
		const fits = !full.has(shape) && planFits(known, plan, capacity);
		if (!fits) full.add(shape);
		if (!fits && (mode === 'hold' || mode === 'fail')) return undefined;
		known = withSends(known, plan);
		return { admitted: { plan, used: usedAt(known, now), exceeded: !fits } };
	});
	const used = usedAt(known, now);
	const admitted = known;
	const lastStart = new Map<string, number>();
	return verdicts.map((verdict, index): Verdict => {
		if (verdict) return verdict;
		const offsets = enrollments[index];
		const shape = offsets.join();
		const firstFits = planFits(admitted, [now + (offsets[0] ?? 0)], capacity);
		const retryAt = earliestFit(known, offsets, capacity, lastStart.get(shape) ?? now);
		if (retryAt !== undefined) {
			lastStart.set(shape, retryAt);
			known = withSends(
				known,
				offsets.map((offset) => retryAt + offset),
			);
		}
		return { held: { reason: firstFits ? 'FOLLOW_UP_LIMIT' : 'SEND_LIMIT', retryAt, used } };
	});
}
