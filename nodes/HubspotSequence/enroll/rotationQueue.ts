import { minBy, sortBy } from 'lodash';

import type { Limited, WaitingCandidate } from '../../shared/enroll/quota';

/** When one sender would have room for candidates that wait, each behind those before it. */
interface Line<T extends Limited> {
	entries: Map<number, WaitingCandidate<T>>;
	/** The times of those that wait for the sender, ms, ascending; not of those beyond a company's cap. */
	times: number[];
}

/**
 * Whom several senders have no room for, in one queue: each takes the first time that is left, of
 * whichever sender has it.
 *
 * @param held the candidates that wait, in input order
 * @param bySender the same candidates as each of the senders would hold them
 */
export function queueUp<T extends Limited>(
	held: ReadonlyArray<WaitingCandidate<T>>,
	bySender: ReadonlyArray<ReadonlyArray<WaitingCandidate<T>>>,
): Array<WaitingCandidate<T>> {
	const lines = bySender.map(lineOf);
	return held.map((entry) => {
		const { index } = entry.candidate;
		const known = lines.flatMap(({ entries, times }) => {
			const held = entries.get(index);
			return held ? [{ held, times }] : [];
		});
		const waits = known.filter(({ held }) => waitsForSender(held));
		const soonest = minBy(waits, ({ times }) => times[0] ?? Infinity);
		if (soonest) return { ...soonest.held, retryAt: soonest.times.shift() };
		return minBy(known, ({ held }) => held.retryAt ?? Infinity)?.held ?? entry;
	});
}

const waitsForSender = <T extends Limited>({ reason }: WaitingCandidate<T>) =>
	reason !== 'DOMAIN_CAP';

function lineOf<T extends Limited>(held: ReadonlyArray<WaitingCandidate<T>>): Line<T> {
	return {
		entries: new Map(held.map((entry) => [entry.candidate.index, entry])),
		times: sortBy(held.filter(waitsForSender).flatMap(({ retryAt }) => retryAt ?? [])),
	};
}
