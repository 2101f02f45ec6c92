import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { Admitted, Held } from '../quota/decide';
import type { Enrollable } from '../quota/guard';
import type { LedgerUnavailable } from '../ledger/ledger';
import type { Draw } from './oneAfterOther';
import type { HeldReason } from './outcome';
import type { CircuitBreaker } from './circuitBreaker';

/** An item that nothing speaks against but, maybe, a limit. */
export interface Limited extends Enrollable {
	index: number;
	/** What every outcome of the item carries: contact, target, sender. */
	outcomeFields: JsonObject;
	/** Names the enrollment within a run, for retries. */
	memoryKey: string;
}

export interface AdmittedMember<T extends Limited> extends Admitted {
	member: T;
	/** When it was admitted, ms since epoch. */
	at: number;
}

export interface HeldMember<T extends Limited> extends Omit<Held, 'reason'> {
	member: T;
	reason: HeldReason;
}

export interface WaitingMember<T extends Limited> extends HeldMember<T> {
	/** When it is expected to fit, ms; undefined where it never does, or nobody can say. */
	retryAt: number | undefined;
}

/** What is used of a limit with this member, or without it where it is held. */
export interface Measured<T extends Limited> {
	member: T;
	used: number;
	/** Admitted although it does not fit. */
	exceeded?: boolean;
}

/** Who fits and who does not, each in input order. */
export interface Division<T extends Limited> {
	/** Those whose room is reserved. */
	admitted: Array<AdmittedMember<T>>;
	/** Those that fit as well, for a later reservation. */
	later: Array<AdmittedMember<T>>;
	held: Array<HeldMember<T>>;
	/** Room was found after the decision, so the held are to ask again. */
	mayFitNow?: boolean | undefined;
}

export interface GroupRequest<T extends Limited> {
	/** Enrollments that did not come about: their room is given back in the same step. */
	giveBack: ReadonlyArray<AdmittedMember<T>>;
	/** How many enrollments are reserved at once at most. */
	chunk: number;
	dryRun: boolean;
}

/** Items of a run of Enroll that draw on the same limits. */
export interface EnrollGroup<T extends Limited> {
	readonly members: readonly T[];
	/** The limits that the members draw on. */
	readonly drawsOn: readonly Draw[];
	/**
	 * Reserves room for as many of `members` as fit, a chunk at a time. In mode `fail`, where not all
	 * fit, all of them are failed here.
	 * @throws LedgerUnavailable, LedgerDamaged, HubspotFailure
	 */
	admit(members: readonly T[], request: GroupRequest<T>): Promise<Division<T>>;
	/** Gives back the room of enrollments that did not come about. @throws as `admit` */
	giveBack(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void>;
	/** Counts contacts that a dry run would enroll, for the groups behind this one. @throws as `admit` */
	wouldEnroll(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void>;
	/**
	 * Says of contacts that the last decision held when they are expected to fit, each behind those
	 * before it. It is long work, so it is for the end. @throws as `admit`
	 */
	withRetryAt(held: ReadonlyArray<HeldMember<T>>): Promise<Array<WaitingMember<T>>>;
	/** Settles a contact that does not fit. */
	hold(entry: WaitingMember<T>): void;
	/** Settles a contact that nobody can say of whether it fits: the ledger cannot be reached. */
	holdUncounted(member: T, cause: LedgerUnavailable): void;
	/**
	 * Holds a contact that HubSpot itself refused for the limit, until its oldest send is a day old.
	 * `message`: which limit, where HubSpot said so.
	 */
	holdRefused(entry: Measured<T>, message?: string): void;
	/**
	 * Whether members that one sender cannot send are asked for again: `admit` gives them to another
	 * sender, or settles them where there is none.
	 */
	passesOn(): boolean;
	/** Stops what would meet the same refusal as this member. */
	breakerOf(member: T): CircuitBreaker;
	/** What every outcome says about the limit; nothing where nobody looked at it. */
	sendLimit(entry: Measured<T>): IDataObject;
}
