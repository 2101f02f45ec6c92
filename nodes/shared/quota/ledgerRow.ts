import type { Cohort } from './cohort';

/** What is planned for one sender. */
export interface LedgerRow {
	cohorts: readonly Cohort[];
	/** HubSpot itself said that the sender is at the limit: until when to take its word (ms). */
	fullUntil?: number | undefined;
}

export const EMPTY_ROW: LedgerRow = { cohorts: [] };
