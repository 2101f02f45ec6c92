import type { JsonObject } from 'n8n-workflow';

import type { Enrollable } from '../quota/guard';
import type { Claim } from '../quota/owed';
import type { LedgerUnavailable } from '../ledger/ledger';
import type { CircuitBreaker } from './circuitBreaker';
import type { HeldReason } from '../reasons';
import type { Draw } from './stages';

/** An item that nothing speaks against but, maybe, a limit. */
export interface Limited extends Enrollable {
	index: number;
	/** What every outcome of the item carries: contact, target, sender. */
	outcomeFields: JsonObject;
	/** Names the enrollment within a run, for retries. */
	memoryKey: string;
}

/** What an outcome says of a limit. */
export interface LimitFigures {
	limit: number;
	/** With this contact, or without it where it is held. */
	used: number;
	remaining: number;
	/** Of a limit of hours that roll on. */
	windowHours?: number;
	/** Of one that is counted anew: when, ISO. */
	resetsAt?: string;
	/** Admitted although it does not fit. */
	exceeded?: true;
}

/** A contact whose room is reserved, or can be. */
export interface Reservation<T extends Limited> {
	candidate: T;
	/** Undefined where nobody looked at a limit. */
	sendLimit: LimitFigures | undefined;
	/** The mark of the run that has reserved it; missing for this one. */
	by?: string;
}

/** A contact that another run has reserved, and not said what came of it. */
export interface Claimed<T extends Limited> {
	candidate: T;
	claim: Claim;
}

/** What came of such a reservation. */
export interface FoundOutOf<T extends Limited> extends Claimed<T> {
	/** Else nobody can know, and the run is over. */
	isKnown: boolean;
}

/** A contact that does not fit. */
export interface HeldCandidate<T extends Limited> extends Reservation<T> {
	/** What holds it. */
	quota: Quota<T>;
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
	/** Those of which it has to be found out first whether another run has enrolled them. */
	claimed?: Array<Claimed<T>> | undefined;
	/** Room was found after the decision, so the held are to ask again. */
	mayFitNow?: boolean | undefined;
}

export interface ReserveRequest<T extends Limited> {
	/** Enrollments that did not come about: their room is released in the same step. */
	release: ReadonlyArray<Reservation<T>>;
	/** How many enrollments are reserved at once at most. */
	chunk: number;
}

/** Room that enrollments take of one limit or of several. */
interface Room<T extends Limited> {
	/** The limits that it is of. */
	readonly drawsOn: readonly Draw[];
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
}

/** Room that is reserved for contacts by name, so that no other run takes it for the same contact. */
interface Claimable<T extends Limited> {
	/**
	 * Says what came of what was reserved: `made` is enrolled, and of the rest nobody knows.
	 * @param others what has been found out of reservations of other runs
	 * @param isSaid the items say it; else the run stops, and nothing of it leaves the node
	 */
	close(made: readonly T[], others: ReadonlyArray<FoundOutOf<T>>, isSaid: boolean): Promise<void>;
}

/** One limit, set alike for all that ask. */
export interface Quota<T extends Limited> extends Room<T> {
	/** Settles a contact that does not fit. */
	hold(waiting: WaitingCandidate<T>): void;
}

/** The limit of who enrolls: a sender, or a workflow. */
export interface SenderQuota<T extends Limited> extends Quota<T>, Claimable<T> {
	/** Settles a contact that nobody can say of whether it fits: the ledger cannot be reached. */
	holdUncounted(candidate: T, cause: LedgerUnavailable): void;
	/**
	 * Marks the sender as full, as HubSpot itself refused a contact for the limit, and holds the contact
	 * until its oldest send is a day old. `message`: which limit, where HubSpot said so.
	 */
	markFull(entry: Reservation<T>, message?: string): void;
	/** Stops what would meet the same refusal as this contact. */
	breakerOf(candidate: T): CircuitBreaker;
}

/** Contacts that are enrolled under the same limits. */
export interface EnrollGroup<T extends Limited> extends Room<T>, Claimable<T> {
	readonly candidates: readonly T[];
	/** Whether contacts that one sender cannot send are asked for again, to be sent by another. */
	readonly takesTurns: boolean;
	/** Of who enrolls this contact, as far as it is decided. */
	quotaOf(candidate: T): SenderQuota<T>;
}
