import { chunk, clamp, partition } from 'lodash';
import type pLimit from 'p-limit';
import type { IDataObject } from 'n8n-workflow';

import { UnknownOutcome } from '../errors';
import type { NonEmpty } from '../groups';
import { LedgerUnavailable } from '../ledger/ledger';
import { rethrow } from '../transport/failure';
import { atOnce } from '../transport/inParallel';
import { EarlierRuns } from './earlierRuns';
import { STOPPED_HINT } from './circuitBreaker';
import type { AfterRefusal, EnrollAnswer, EnrollRun, EnrollSteps, Refused } from './enrollRun';
import { NO_ANSWER } from './enrollRun';
import { letOthersWork } from '../n8n/inSlices';
import type { Division, EnrollGroup, Limited, Reservation } from './quota';

/**
 * A crash leaves the room of so many contacts reserved: the fewer where HubSpot takes one at a time. More at
 * once, which is one step of work, would have all of n8n stand still.
 */
const RESERVED_AT_ONCE = [100, 2_000] as const;

/**
 * Who waits longer for its turn is reserved anew: after a quarter of an hour another run takes it that
 * this one was killed (`isUnderWay`).
 */
const LONGEST_WAIT_MS = 8 * 60 * 1000;

/** The contacts of one group: what becomes of each is settled one way or another. */
export class EnrollLoop<T extends Limited, R extends EnrollRun> {
	private readonly atOnce: number;
	/** Those that HubSpot refused since room was last reserved: theirs is released with the next. */
	private refused: Array<Reservation<T>> = [];
	/** Those among them that are to be tried again. */
	private again: T[] = [];
	/** Those that have room, and were not tried yet. */
	private untried = new Set<Reservation<T>>();
	/** When that was, ms since epoch. */
	private reservedAt = 0;
	/** Those that are enrolled. */
	private readonly made: T[] = [];
	private readonly earlier: EarlierRuns<T, R>;

	constructor(
		private readonly run: R,
		private readonly group: EnrollGroup<T>,
		private readonly steps: EnrollSteps<T, R>,
		private readonly limiter: pLimit.Limit,
	) {
		this.atOnce = 'atOnce' in steps ? steps.atOnce : 1;
		this.earlier = new EarlierRuns(run, steps);
	}

	/**
	 * Reserves room for some and enrolls them, until nobody fits any more. Those whom HubSpot refuses release
	 * theirs, and others move up into it.
	 * @throws the abort reason where the execution is cancelled
	 */
	async enroll(): Promise<void> {
		let open = this.group.candidates;
		try {
			while (open.length > 0) {
				await letOthersWork();
				const division = await this.group.reserve(open, {
					release: this.refused,
					chunk: clamp(this.atOnce * atOnce(this.run.client), ...RESERVED_AT_ONCE),
				});
				this.refused = [];
				this.again = [];
				await this.enrollReserved(division.reserved);
				open = await this.stillOpen(division);
			}
			await this.group.release(this.refused);
		} catch (error) {
			this.run.client.signal?.throwIfAborted();
			this.giveUp(error);
		}
	}

	/** Says in the ledger what came of the reservations. Nothing of a run that stops leaves the node. */
	async close(): Promise<void> {
		const { client, results, settings } = this.run;
		const isSaid = !client.signal?.aborted && !results.stops;
		if (!settings.dryRun) await this.group.close(this.made, this.earlier.foundOut, isSaid);
	}

	/** Settles those whom there is no room for. @returns who is still open */
	private async stillOpen(division: Division<T>): Promise<T[]> {
		this.tryAgain(await this.earlier.settle(division.claimed ?? []));
		const [stopped, later] = partition(division.later, this.isStopped);
		for (const entry of stopped) await this.refuse(entry, this.stopOf(entry.candidate)?.error);
		const mayMoveUp = division.mayFitNow === true || this.refused.length > 0;
		const goesOn = mayMoveUp || later.length + this.again.length > 0;
		const [waiting, held] = partition(division.held, (entry) => goesOn && !this.isStopped(entry));
		await this.hold(held);
		const fitting = [...later, ...waiting].map(({ candidate }) => candidate);
		return [...fitting, ...this.again].sort((a, b) => a.index - b.index);
	}

	/** With room that is reserved anew. */
	private tryAgain(reservations: ReadonlyArray<Reservation<T>>): void {
		this.refused.push(...reservations);
		this.again.push(...reservations.map(({ candidate }) => candidate));
	}

	/** Where senders take turns, another one goes on. */
	private readonly isStopped = ({ candidate }: { candidate: T }): boolean =>
		!this.group.takesTurns && this.stopOf(candidate) !== undefined;

	private async enrollReserved(reserved: ReadonlyArray<Reservation<T>>): Promise<void> {
		this.untried = new Set(reserved);
		this.reservedAt = Date.now();
		const { beforeEnroll } = this.steps;
		const [waiting, ready] = partition(
			reserved,
			({ candidate }) => candidate.isEnrolled && !this.run.settings.dryRun,
		);
		try {
			const prepared = beforeEnroll && this.enrollAfter(beforeEnroll, waiting);
			await Promise.all([...this.enrolling(ready), prepared]);
		} catch (error) {
			await this.group.release([...this.untried, ...this.refused]);
			rethrow(error);
		}
	}

	private enrolling(reserved: ReadonlyArray<Reservation<T>>): Array<Promise<void>> {
		const enrolling: Array<Promise<void>> = [];
		for (const batch of chunk(reserved, this.atOnce)) {
			enrolling.push(this.limiter(this.enrollBatch, batch));
		}
		return enrolling;
	}

	/** Enrolls those for whom something has to happen first, all together, while others are being enrolled. */
	private async enrollAfter(
		beforeEnroll: NonNullable<EnrollSteps<T, R>['beforeEnroll']>,
		reserved: ReadonlyArray<Reservation<T>>,
	): Promise<void> {
		if (reserved.length === 0) return;
		const candidates = reserved.map(({ candidate }) => candidate);
		let answers: ReadonlyMap<T, EnrollAnswer>;
		try {
			answers = await beforeEnroll(this.run, candidates);
		} catch (error) {
			this.run.client.signal?.throwIfAborted();
			answers = new Map(candidates.map((candidate) => [candidate, { error }]));
		}
		const [open, settled] = partition(reserved, ({ candidate }) => !answers.has(candidate));
		for (const reservation of settled) {
			this.untried.delete(reservation);
			await this.settle(reservation, answers.get(reservation.candidate));
		}
		await Promise.all(this.enrolling(open));
	}

	private readonly enrollBatch = async (batch: ReadonlyArray<Reservation<T>>): Promise<void> => {
		const { client, settings } = this.run;
		if (settings.dryRun) {
			for (const reservation of batch) this.enrolled(reservation, {});
			return;
		}
		client.signal?.throwIfAborted();
		for (const reservation of batch) this.untried.delete(reservation);
		if (Date.now() > this.reservedAt + LONGEST_WAIT_MS) return this.tryAgain(batch);
		const [stopped, open] = partition(batch, ({ candidate }) => this.stopOf(candidate));
		for (const entry of stopped) await this.settle(entry, this.stopOf(entry.candidate));
		const [first, ...others] = open.map(({ candidate }) => candidate);
		if (!first) return;
		let answers: readonly EnrollAnswer[];
		try {
			const candidates: NonEmpty<T> = [first, ...others];
			answers =
				'enrollMany' in this.steps
					? await this.steps.enrollMany(this.run, candidates)
					: [{ enrollment: await this.steps.enrollOne(this.run, first) }];
		} catch (error) {
			client.signal?.throwIfAborted();
			answers = open.map(() => ({ error }));
		}
		for (const [order, entry] of open.entries()) await this.settle(entry, answers[order]);
	};

	private async settle(
		reservation: Reservation<T>,
		answer: EnrollAnswer = NO_ANSWER,
	): Promise<void> {
		const { candidate } = reservation;
		const error = 'error' in answer ? answer.error : undefined;
		if (this.run.breaker.note(error)) this.run.results.hint(STOPPED_HINT);
		if ('enrollment' in answer) return this.enrolled(reservation, answer.enrollment);
		if (this.earlier.hasEnrolled(candidate, answer.error)) this.made.push(candidate);
		else if (!(answer.error instanceof UnknownOutcome)) this.refused.push(reservation);
		const then = await this.refuse(reservation, answer.error);
		if (then === 'again') this.again.push(candidate);
	}

	private enrolled({ candidate, sendLimit }: Reservation<T>, enrollment: IDataObject): void {
		const { results, settings } = this.run;
		const json = { ...candidate.outcomeFields, ...enrollment, ...(sendLimit && { sendLimit }) };
		if (!settings.dryRun) results.memory.remember(candidate.memoryKey, json);
		this.made.push(candidate);
		results.enrolled(candidate.index, json);
	}

	/** Settles contacts that do not fit; what stopped others may have them go on elsewhere. */
	private async hold(held: Division<T>['held']): Promise<void> {
		if (held.length === 0) return;
		for (const waiting of await this.group.withRetryAt(held)) {
			await letOthersWork();
			const stop = this.stopOf(waiting.candidate);
			const then = stop ? await this.refuse(waiting, stop.error) : 'hold';
			if (then === 'hold') waiting.quota.hold(waiting);
		}
	}

	private async refuse(entry: Refused<T>, error: unknown): Promise<AfterRefusal> {
		const { index, outcomeFields } = entry.candidate;
		let then: AfterRefusal = 'settled';
		await this.run.results.attempt(
			index,
			async () => {
				then = await this.steps.onRefusal(this.run, error, entry, this.group);
			},
			outcomeFields,
		);
		return then;
	}

	/** What stopped the sender of a contact, so that HubSpot need not be asked. */
	private stopOf(candidate: T): { error: unknown } | undefined {
		return this.group.quotaOf(candidate).breakerOf(candidate).stopped;
	}

	/** What is left of a group that cannot go on. */
	private giveUp(error: unknown): void {
		const { results } = this.run;
		for (const candidate of this.group.candidates) {
			if (results.isDone(candidate.index)) continue;
			if (error instanceof LedgerUnavailable) {
				this.group.quotaOf(candidate).holdUncounted(candidate, error);
			} else results.fail(candidate.index, error, candidate.outcomeFields);
		}
	}
}
