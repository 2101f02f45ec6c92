import { sortBy } from 'lodash';

import type {
	Division,
	EnrollGroup,
	HeldCandidate,
	Limited,
	Quota,
	Reservation,
	ReserveRequest,
	SenderQuota,
	WaitingCandidate,
} from './quota';

/** Contacts that need room under each of several limits. */
export class QuotaList<T extends Limited> implements EnrollGroup<T> {
	readonly takesTurns = false;

	/** @param others asked before the sender, in this order */
	constructor(
		readonly candidates: readonly T[],
		private readonly sender: SenderQuota<T>,
		private readonly others: ReadonlyArray<Quota<T>> = [],
	) {}

	private get quotas(): ReadonlyArray<Quota<T>> {
		return [...this.others, this.sender];
	}

	get drawsOn() {
		return this.quotas.flatMap(({ drawsOn }) => drawsOn);
	}

	quotaOf(): SenderQuota<T> {
		return this.sender;
	}

	async reserve(
		candidates: readonly T[],
		request: ReserveRequest<T>,
		[quota, ...others] = this.others,
	): Promise<Division<T>> {
		if (!quota) return await this.sender.reserve(candidates, request);
		const { reserved, held } = await quota.reserve(candidates, { ...request, chunk: Infinity });
		const open = new Map(reserved.map((entry) => [entry.candidate, entry]));
		try {
			const division = await this.reserve([...open.keys()], request, others);
			const both = division.reserved.map((entry) => {
				const first = open.get(entry.candidate)?.sendLimit;
				open.delete(entry.candidate);
				return { ...entry, sendLimit: first?.exceeded ? first : (entry.sendLimit ?? first) };
			});
			const waiting = sortBy([...held, ...division.held], 'candidate.index');
			return { ...division, reserved: both, held: waiting };
		} finally {
			// Those whom the next have no room for now.
			await quota.release([...open.values()]);
		}
	}

	async release(reservations: ReadonlyArray<Reservation<T>>): Promise<void> {
		for (const quota of this.quotas) await quota.release(reservations);
	}

	async close(...what: Parameters<EnrollGroup<T>['close']>): Promise<void> {
		await this.sender.close(...what);
	}

	async withRetryAt(held: ReadonlyArray<HeldCandidate<T>>): Promise<Array<WaitingCandidate<T>>> {
		const waiting: Array<WaitingCandidate<T>> = [];
		for (const quota of this.quotas) {
			waiting.push(...(await quota.withRetryAt(held.filter((entry) => entry.quota === quota))));
		}
		return sortBy(waiting, 'candidate.index');
	}
}
