import type { IDataObject } from 'n8n-workflow';

import type { Ledgers } from '../ledger/openLedger';
import type { HubspotClient } from '../transport/client';
import type { EnrollResults } from './enrollResults';
import type { AdmittedMember, EnrollGroup, Limited } from './enrollGroup';
import type { RetryMemory } from '../n8n/retryMemory';
import type { RunSettings } from '../n8n/runSettings';
import type { CircuitBreaker } from './circuitBreaker';

/** One run of Enroll, of either node. */
export interface EnrollRun {
	client: HubspotClient;
	settings: RunSettings;
	results: EnrollResults;
	memory: RetryMemory;
	ledgers: Ledgers;
	/** Stops the whole run. */
	breaker: CircuitBreaker;
}

/** What HubSpot said of one contact: its enrollment, or why there is none. */
export type EnrollAnswer = { enrollment: IDataObject } | { error: unknown };

/** What became of a refused contact: nothing more to do here, or to be tried again with what has room then. */
type AfterRefusal = 'settled' | 'again';

/** What the ways to enroll do differently with contacts that have room. */
export interface EnrollAction<T extends Limited> {
	/** How many contacts one call takes; 1 where HubSpot has none for many. */
	batchSize: number;
	/**
	 * @returns one answer for each member, in the same order
	 * @throws HubspotFailure or UnknownOutcome that is the answer for all of them
	 */
	enroll(members: readonly T[]): Promise<EnrollAnswer[]>;
	/**
	 * What has to happen to some contacts before they can be enrolled; done once for all of them that
	 * have room, while the others are being enrolled.
	 */
	ready?: {
		isNeeded(member: T): boolean;
		/**
		 * @returns answers for those that are settled by it, not to be enrolled any more
		 * @throws what is the answer for all of them
		 */
		run(members: readonly T[]): Promise<ReadonlyMap<T, EnrollAnswer>>;
	};
	/**
	 * Settles a contact that HubSpot refused, and stops what would meet the same refusal.
	 * @throws what is the failure of the item
	 */
	refuse(
		error: unknown,
		entry: AdmittedMember<T>,
		group: EnrollGroup<T>,
	): Promise<AfterRefusal> | AfterRefusal;
	/**
	 * Whether a contact that has no room goes on to another group, now that HubSpot refused others of
	 * its own.
	 * @throws what is the failure of the item
	 */
	goesOn?(error: unknown, member: T): Promise<boolean>;
}
