import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { Enrollable } from '../quota/guard';
import type { LedgerUnavailable } from '../ledger/ledger';
import type { CircuitBreaker } from './circuitBreaker';
import type { HeldReason } from './outcome';
import type { Draw } from './stages';

/** An item that nothing speaks against but, maybe, a limit. */
export interface Limited extends Enrollable {
	index: number;
	/** What every outcome of the item carries: contact, target, sender. */
	outcomeFields: JsonObject;
	/** Names the enrollment within a run, for retries. */
	memoryKey: string;
}

/** What is used of a limit with this contact, or without it where it is held. */
export interface Measured<T extends Limited> {
	candidate: T;
	used: number;
	/** Admitted although it does not fit. */
	exceeded?: boolean;
}

/** A contact whose room is reserved, or can be. */
export type Reservation<T extends Limited> = Measured<T>;

/** A contact that does not fit. */
export interface HeldCandidate<T extends Limited> extends Measured<T> {
	reason: HeldReason;
}

export interface WaitingCandidate<T extends Limited> extends HeldCandidate<T> {
	/** When it is expected to fit, ms; undefined where it never does, or nobody can say. */
	retryAt: number | undefined;
}

/** Who fits and who does not, each in input order. */
export interface Division<T extends Limited> {
	/** Those whose room is reserved. */
	reserved: Array<Reservation<T>>;
	/** Those that fit as well, for a later reservation. */
	later: Array<Reservation<T>>;
	held: Array<HeldCandidate<T>>;
	/** Room was found after the decision, so the held are to ask again. */
	mayFitNow?: boolean | undefined;
}

export interface ReserveRequest<T extends Limited> {
	/** Enrollments that did not come about: their room is released in the same step. */
	release: ReadonlyArray<Reservation<T>>;
	/** How many enrollments are reserved at once at most. */
	chunk: number;
}

/** A limit, set alike for some items of a run, and the room that they take of it. */
export interface Quota<T extends Limited> {
	readonly candidates: readonly T[];
	/** The limits that the candidates draw on. */
	readonly drawsOn: readonly Draw[];
	/** Whether contacts that one sender cannot send are asked for again, to be sent by another. */
	readonly takesTurns: boolean;
	/**
	 * Reserves room for as many of `candidates` as fit, a chunk at a time. In mode `fail`, where not all
	 * fit, all of them are failed here.
	 * @throws LedgerUnavailable, LedgerDamaged, HubspotFailure
	 */
	reserve(candidates: readonly T[], request: ReserveRequest<T>): Promise<Division<T>>;
	/** Gives back the room of enrollments that did not come about. @throws as `reserve` */
	release(reservations: ReadonlyArray<Reservation<T>>): Promise<void>;
	/**
	 * Says of contacts that the last decision held when they are expected to fit, each behind those
	 * before it. It is long work, so it is for the end. @throws as `reserve`
	 */
	withRetryAt(held: ReadonlyArray<HeldCandidate<T>>): Promise<Array<WaitingCandidate<T>>>;
	/** Settles a contact that does not fit. */
	hold(waiting: WaitingCandidate<T>): void;
	/** Settles a contact that nobody can say of whether it fits: the ledger cannot be reached. */
	holdUncounted(candidate: T, cause: LedgerUnavailable): void;
	/**
	 * Marks the sender as full, as HubSpot itself refused a contact for the limit, and holds the contact
	 * until its oldest send is a day old. `message`: which limit, where HubSpot said so.
	 */
	markFull(entry: Measured<T>, message?: string): void;
	/** Stops what would meet the same refusal as this contact. */
	breakerOf(candidate: T): CircuitBreaker;
	/** What every outcome says about the limit; nothing where nobody looked at it. */
	sendLimit(entry: Measured<T>): IDataObject;
}
