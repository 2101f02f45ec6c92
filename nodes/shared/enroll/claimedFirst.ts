import type { Claim } from '../quota/owed';
import type { Claimed, Division, Limited, Reservation } from './quota';

export const targetOf = ({ targetId, contactId }: Limited) => ({ targetId, contactId });

/** A reservation that is given back, and whose it is. */
export const goneOf = <T extends Limited>({ candidate, by }: Reservation<T>) => ({
	...targetOf(candidate),
	...(by !== undefined && { by }),
});

/** Nobody is decided on before it is known what came of the reservations of other runs. */
export function claimedFirst<T extends Limited>(
	candidates: readonly T[],
	claimOf: (candidate: T) => Claim | undefined,
): Division<T> & { claimed: Array<Claimed<T>> } {
	const claimed: Array<Claimed<T>> = [];
	const later: Array<Reservation<T>> = [];
	for (const candidate of candidates) {
		const claim = claimOf(candidate);
		if (claim) claimed.push({ candidate, claim });
		else later.push({ candidate, sendLimit: undefined });
	}
	return { reserved: [], later, held: [], claimed };
}
