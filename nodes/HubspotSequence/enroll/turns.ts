import { orderBy } from 'lodash';

import type { Limited } from '../../shared/enroll/enrollGroup';
import type { LimitGroup } from '../../shared/enroll/limitGroup';
import type { CircuitBreaker } from '../../shared/enroll/circuitBreaker';
import { explainError } from '../../shared/transport/errorTable';

/** One of the senders that take turns. */
export interface Turn<T extends Limited> {
	group: LimitGroup<T>;
	/** Stops this sender. */
	breaker: CircuitBreaker;
	/** The member, to be sent by this sender. */
	take(member: T): T;
}

/** HubSpot refused this sender for the limit. */
export function isAtLimit<T extends Limited>({ breaker }: Turn<T>): boolean {
	return explainError(breaker.stopped?.error).refusal === 'HUBSPOT_SEND_LIMIT';
}

/** Each member to the sender with most room left, those before it counted. */
export async function share<T extends Limited>(
	members: readonly T[],
	open: ReadonlyArray<Turn<T>>,
): Promise<Map<Turn<T>, T[]>> {
	const rooms = await Promise.all(
		open.map(async (turn) => ({ turn, left: await turn.group.left(), given: 0 })),
	);
	const shares = new Map(open.map((turn): [Turn<T>, T[]] => [turn, []]));
	for (const member of members) {
		// Without a limit there is no end of room, and it is fair all the same.
		const [most] = orderBy(rooms, ['left', 'given'], ['desc', 'asc']);
		if (!most) break;
		most.left--;
		most.given++;
		shares.get(most.turn)?.push(member);
	}
	return shares;
}
