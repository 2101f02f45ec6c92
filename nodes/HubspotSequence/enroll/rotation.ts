import { groupBy, maxBy, minBy, partition, sortBy } from 'lodash';

import { explainError } from '../../shared/transport/errorTable';
import { claimedFirst } from '../../shared/enroll/claimedFirst';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { only, type NonEmpty } from '../../shared/groups';
import { queueUp } from './rotationQueue';
import { isAtLimit, merge, share, type Turn } from './turns';
import type {
	Claimed,
	Division,
	EnrollGroup,
	HeldCandidate,
	Limited,
	Reservation,
	ReserveRequest,
	SenderQuota,
	WaitingCandidate,
} from '../../shared/enroll/quota';

/**
 * Contacts that any of several senders may send. Each goes to the one with most room left, and on to the
 * next where HubSpot refuses the sender: the limit reached, no inbox, no seat.
 */
export class Rotation<T extends Limited> implements EnrollGroup<T> {
	readonly takesTurns = true;
	/** Whose turn a contact is, once it has been taken; by its index. */
	private readonly turnOf = new Map<number, Turn<T>>();
	private hasLooked = false;
	/** Those whom the last decision was about. */
	private open: Array<Turn<T>> = [];

	constructor(
		readonly candidates: readonly T[],
		private readonly turns: NonEmpty<Turn<T>>,
		private readonly results: EnrollResults,
		/** Mode `fail`: all of the contacts, or none. */
		private readonly allOrNothing: boolean,
	) {}

	get drawsOn() {
		return this.turns.flatMap(({ quota }) => quota.drawsOn);
	}

	async reserve(candidates: readonly T[], request: ReserveRequest<T>): Promise<Division<T>> {
		// Before room is released, which tells other runs of it.
		for (const { quota } of this.turns.filter(isAtLimit)) quota.fullUntil();
		const [first, ...others] = this.turns.filter(({ breaker }) => breaker.stopped === undefined);
		this.open = first ? [first, ...others] : [];
		if (!first) return await this.refuseAll(candidates, request);
		const open: NonEmpty<Turn<T>> = [first, ...others];
		const claimed = await this.claimedBefore(candidates);
		if (claimed.size > 0) {
			await this.release(request.release);
			const taken = candidates.map((one) => claimed.get(one.index)?.candidate ?? one);
			return claimedFirst(taken, ({ index }) => claimed.get(index)?.claim);
		}
		return this.allOrNothing
			? await this.reserveAll(candidates, open, request)
			: await this.reserveSome(candidates, open, request);
	}

	/** A contact that another run has reserved of any of the senders stays with that one. */
	private async claimedBefore(candidates: readonly T[]): Promise<Map<number, Claimed<T>>> {
		const claimed = new Map<number, Claimed<T>>();
		if (this.hasLooked) return claimed;
		this.hasLooked = true;
		for (const turn of this.turns) {
			for (const one of await turn.quota.claimed(candidates.map(turn.take))) {
				this.turnOf.set(one.candidate.index, turn);
				claimed.set(one.candidate.index, one);
			}
		}
		return claimed;
	}

	/** Reserves room for all of the contacts, and releases it where some have none. */
	private async reserveAll(
		candidates: readonly T[],
		open: NonEmpty<Turn<T>>,
		request: ReserveRequest<T>,
	): Promise<Division<T>> {
		for (let { release } = request; ; release = []) {
			const division = await this.reserveSome(candidates, open, { release, chunk: Infinity });
			if (division.claimed) {
				await this.release(division.reserved);
				const later = [...division.reserved, ...division.later];
				return { ...division, reserved: [], later, held: [] };
			}
			const lacksRoom = ({ reason }: HeldCandidate<T>) => reason !== 'DOMAIN_CAP';
			if (!division.held.some(lacksRoom)) return division;
			const waiting = await this.withRetryAt(division.held);
			await this.release(division.reserved);
			if (division.mayFitNow) continue;
			const who = `each of ${open.map(({ quota }) => quota.who).join(', ')}`;
			const lastFitsAt = maxBy(waiting.filter(lacksRoom), 'retryAt')?.retryAt;
			open[0].quota.failAll(candidates, division.reserved.length, lastFitsAt, who);
			return { reserved: [], later: [], held: [] };
		}
	}

	private async reserveSome(
		candidates: readonly T[],
		open: NonEmpty<Turn<T>>,
		{ release, chunk }: ReserveRequest<T>,
	): Promise<Division<T>> {
		const given = groupBy(release, ({ candidate }) => this.turns.indexOf(this.of(candidate)));
		const shares = await this.share(candidates, open);
		const all: Division<T> = { reserved: [], later: [], held: [] };
		for (const [order, turn] of this.turns.entries()) {
			const released = given[order] ?? [];
			const share = shares.get(turn) ?? [];
			if (share.length === 0) await turn.quota.release(released);
			else merge(all, await this.reserveWith(turn, share, { release: released, chunk }));
		}
		return await this.tryOthers(all, open, chunk);
	}

	/** Contacts by whose turn they are: they stay with a sender who goes on. */
	private async share(
		candidates: readonly T[],
		open: NonEmpty<Turn<T>>,
	): Promise<Map<Turn<T>, T[]>> {
		const turnOf = ({ index }: T) => open.find((turn) => turn === this.turnOf.get(index));
		const [staying, unshared] = partition(candidates, turnOf);
		const shares = await share(unshared, open);
		for (const candidate of staying) shares.get(turnOf(candidate) ?? open[0])?.push(candidate);
		return shares;
	}

	async release(reservations: ReadonlyArray<Reservation<T>>): Promise<void> {
		for (const turn of this.turns) {
			const own = reservations.filter(({ candidate }) => this.of(candidate) === turn);
			await turn.quota.release(own);
		}
	}

	async close(...[made, others, isSaid]: Parameters<EnrollGroup<T>['close']>): Promise<void> {
		for (const turn of this.turns) {
			await turn.quota.close(
				made.filter((candidate) => this.of(candidate) === turn),
				others.filter(({ candidate }) => this.of(candidate) === turn),
				isSaid,
			);
		}
	}

	quotaOf(candidate: T): SenderQuota<T> {
		return this.of(candidate).quota;
	}

	private of({ index }: T): Turn<T> {
		return this.turnOf.get(index) ?? this.turns[0];
	}

	private async reserveWith(
		turn: Turn<T>,
		candidates: readonly T[],
		request: ReserveRequest<T>,
	): Promise<Division<T>> {
		for (const { index } of candidates) this.turnOf.set(index, turn);
		return await turn.quota.reserve(
			sortBy(candidates, 'index').map((candidate) => turn.take(candidate)),
			request,
		);
	}

	/** Whom one sender has no room for, another may: a follow-up falls on a full day of one of them only. */
	private async tryOthers(
		division: Division<T>,
		open: NonEmpty<Turn<T>>,
		chunk: number,
	): Promise<Division<T>> {
		const all: Division<T> = { ...division, held: [] };
		let waiting = division.held;
		for (const turn of open) {
			const [own, others] = partition(waiting, ({ candidate }) => this.of(candidate) === turn);
			if (others.length === 0) continue;
			const candidates = others.map(({ candidate }) => candidate);
			const tried = await this.reserveWith(turn, candidates, { release: [], chunk });
			waiting = [...own, ...tried.held];
			merge(all, { ...tried, held: [] });
		}
		return { ...all, held: sortBy(waiting, 'candidate.index') };
	}

	/** Those that wait, each for the sender who has room for it first. */
	async withRetryAt(held: ReadonlyArray<HeldCandidate<T>>): Promise<Array<WaitingCandidate<T>>> {
		const one = only(this.open);
		if (one) return await one.quota.withRetryAt(held);
		const candidates = held.map(({ candidate }) => candidate);
		const bySender: Array<Array<WaitingCandidate<T>>> = [];
		for (const turn of this.open) {
			const asked = await this.reserveWith(turn, candidates, { release: [], chunk: 0 });
			bySender.push(await turn.quota.withRetryAt(asked.held));
		}
		// Whom none of them holds any more has room by now.
		const now = Date.now();
		return queueUp(
			held.map((entry) => ({ ...entry, retryAt: now })),
			bySender,
		);
	}

	/** Nobody is left who could send: a limit passes, what else HubSpot refused does not. */
	private async refuseAll(
		candidates: readonly T[],
		{ release }: ReserveRequest<T>,
	): Promise<Division<T>> {
		await this.release(release);
		const full = this.turns.filter(isAtLimit);
		// A sender may have been refused before anybody looked at its room.
		await Promise.all(full.map(async ({ quota }) => await quota.left()));
		const atLimit = minBy(full, ({ quota }) => quota.fullUntil());
		const turn = atLimit ?? this.turns.at(-1) ?? this.turns[0];
		const { error } = turn.breaker.stopped ?? {};
		for (const one of candidates) {
			const candidate = turn.take(one);
			const { index, outcomeFields } = candidate;
			if (!atLimit) this.results.fail(index, error, outcomeFields);
			else
				turn.quota.markFull(
					{ candidate, sendLimit: turn.quota.sendLimit },
					explainError(error).message,
				);
		}
		return { reserved: [], later: [], held: [] };
	}
}
