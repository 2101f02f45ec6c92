import type { IDataObject } from 'n8n-workflow';

import { UnknownOutcome } from '../errors';
import type { NonEmpty } from '../groups';
import { dryRunLedgers } from '../ledger/dryRunLedger';
import { type Ledgers, openLedger } from '../ledger/openLedger';
import type { Run } from '../n8n/router';
import type { Claim } from '../quota/owed';
import type { EnrollResults } from './enrollResults';
import type { EnrollGroup, Limited, Reservation, WaitingCandidate } from './quota';
import { CircuitBreaker } from './circuitBreaker';

/** One run of Enroll, of either node. */
export interface EnrollRun extends Run<EnrollResults> {
	ledgers: Ledgers;
	/** Stops the whole run. */
	breaker: CircuitBreaker;
}

/** A run with the ledgers that its settings ask for. */
export function openEnroll(run: Run<EnrollResults>): EnrollRun {
	const { context, settings, results } = run;
	const { dryRun, ledgerUnavailable } = settings;
	const opened = openLedger(context, ledgerUnavailable, (message) => results.hint(message));
	const ledgers = dryRun ? dryRunLedgers(opened) : opened;
	return { ...run, ledgers, breaker: new CircuitBreaker() };
}

/** What HubSpot said of one contact: its enrollment, or why there is none. */
export type EnrollAnswer = { enrollment: IDataObject } | { error: unknown };

/** Where a step has no answer for a contact. */
export const NO_ANSWER: EnrollAnswer = {
	error: new UnknownOutcome(
		'It is not known whether HubSpot enrolled the contact',
		'Look at the contact in HubSpot before you run the item again.',
	),
};

/** A contact that HubSpot refused, or one without room whose sender it refused. */
export type Refused<T extends Limited> = Reservation<T> | WaitingCandidate<T>;

/** What is to become of a refused contact: nothing more, another try with what has room then, or to be held. */
export type AfterRefusal = 'settled' | 'again' | 'hold';

/**
 * What came of a contact that another run has reserved and not said what came of it: `settled`, its
 * outcome is put; `notShown`, it shows nowhere; `harmless`, to ask again cannot enroll it twice.
 */
export type OfEarlierRun = 'settled' | 'notShown' | 'harmless';

/** What the loop calls for contacts that have room: the steps in which the nodes and methods differ. */
export type EnrollSteps<T extends Limited, R extends EnrollRun> = (
	| {
			/** @throws HubspotFailure, UnknownOutcome or Problem that is the answer */
			enrollOne(run: R, candidate: T): Promise<IDataObject>;
	  }
	| {
			/** How many contacts one call takes. */
			atOnce: number;
			/**
			 * @returns one answer for each, in the same order
			 * @throws what is the answer for all of them
			 */
			enrollMany(run: R, candidates: NonEmpty<T>): Promise<readonly EnrollAnswer[]>;
	  }
) & {
	/**
	 * What has to happen to those that leave something first; done once for all of them that have room,
	 * while the others are being enrolled.
	 * @returns answers for those that are settled by it, not to be enrolled any more
	 * @throws what is the answer for all of them
	 */
	beforeEnroll?(run: R, candidates: readonly T[]): Promise<ReadonlyMap<T, EnrollAnswer>>;
	/**
	 * Finds out what came of a contact that another run has reserved.
	 * @throws what is the failure of the item: UnknownOutcome where nobody can know
	 */
	ofEarlierRun(run: R, candidate: T, claim: Claim): Promise<OfEarlierRun> | OfEarlierRun;
	/**
	 * Settles a contact that HubSpot refused, and stops what would meet the same refusal.
	 * @throws what is the failure of the item
	 */
	onRefusal(
		run: R,
		error: unknown,
		entry: Refused<T>,
		group: EnrollGroup<T>,
	): Promise<AfterRefusal> | AfterRefusal;
};
