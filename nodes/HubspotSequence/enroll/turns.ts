import { orderBy } from 'lodash';

import type { Division, Limited } from '../../shared/enroll/quota';
import type { RollingQuota } from '../../shared/enroll/rollingQuota';
import type { CircuitBreaker } from '../../shared/enroll/circuitBreaker';
import { explainError } from '../../shared/transport/errorTable';

/** One of the senders that take turns. */
export interface Turn<T extends Limited> {
	quota: RollingQuota<T>;
	/** Stops this sender. */
	breaker: CircuitBreaker;
	/** The candidate, to be sent by this sender. */
	take(candidate: T): T;
}

/** HubSpot refused this sender for the limit. */
export function isAtLimit<T extends Limited>({ breaker }: Turn<T>): boolean {
	return explainError(breaker.stopped?.error).refusal === 'HUBSPOT_SEND_LIMIT';
}

/** Each candidate to the sender with most room left, those before it counted. */
export async function share<T extends Limited>(
	candidates: readonly T[],
	open: ReadonlyArray<Turn<T>>,
): Promise<Map<Turn<T>, T[]>> {
	const shares = new Map(open.map((turn): [Turn<T>, T[]] => [turn, []]));
	if (candidates.length === 0) return shares;
	const rooms = await Promise.all(
		open.map(async (turn) => ({ turn, left: await turn.quota.left(), given: 0 })),
	);
	for (const candidate of candidates) {
		// Without a limit there is no end of room, and it is fair all the same.
		const [most] = orderBy(rooms, ['left', 'given'], ['desc', 'asc']);
		if (!most) break;
		most.left--;
		most.given++;
		shares.get(most.turn)?.push(candidate);
	}
	return shares;
}

/** Adds what another sender has room for. */
export function merge<T extends Limited>(all: Division<T>, more: Division<T>): void {
	all.reserved.push(...more.reserved);
	all.later.push(...more.later);
	all.held.push(...more.held);
	all.mayFitNow ||= more.mayFitNow;
	if (more.claimed) all.claimed = [...(all.claimed ?? []), ...more.claimed];
}
