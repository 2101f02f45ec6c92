import { minBy, sortBy } from 'lodash';

import type { Limited, WaitingMember } from '../../shared/enroll/enrollGroup';

/** When one sender would have room for members that wait, each behind those before it. */
interface Line<T extends Limited> {
	entries: Map<number, WaitingMember<T>>;
	/** The times of those that wait for the sender, ms, ascending; not of those beyond a company's cap. */
	times: number[];
}

/**
 * Whom several senders have no room for, in one queue: each takes the first time that is left, of
 * whichever sender has it.
 *
 * @param held the members that wait, in input order
 * @param bySender the same members as each of the senders would hold them
 */
export function queueUp<T extends Limited>(
	held: ReadonlyArray<WaitingMember<T>>,
	bySender: ReadonlyArray<ReadonlyArray<WaitingMember<T>>>,
): Array<WaitingMember<T>> {
	const lines = bySender.map(lineOf);
	return held.map((entry) => {
		const { index } = entry.member;
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

const waitsForSender = <T extends Limited>({ reason }: WaitingMember<T>) => reason !== 'DOMAIN_CAP';

function lineOf<T extends Limited>(held: ReadonlyArray<WaitingMember<T>>): Line<T> {
	return {
		entries: new Map(held.map((entry) => [entry.member.index, entry])),
		times: sortBy(held.filter(waitsForSender).flatMap(({ retryAt }) => retryAt ?? [])),
	};
}
