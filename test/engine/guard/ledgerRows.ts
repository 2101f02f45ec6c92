import type { Rep } from '../../../tools/hubspot';
import type { Cast } from '../../support/cast';

/** The Data Table, as users see it. */
export const LEDGER = 'HubSpot Send Ledger';

export interface StoredCohort {
	source: string;
	/** Hours since epoch. */
	hour: number;
	/** Hours after `hour`. */
	sends: number[];
	enrollees: Array<[contactId: string, address: string, domain: string]>;
	others: number;
}

export const ledgerRows = (cast: Cast) => cast.stage.dataTables.rows(LEDGER);

/** The row of a rep, as stored: a test may change it. */
export function rowOf(cast: Cast, { email }: Rep = cast.rep) {
	const found = ledgerRows(cast).find(({ sender }) => sender === email);
	if (!found) throw new Error(`The ledger has no row of ${email}`);
	return found;
}

/** What the ledger holds of a rep. */
export function cohortsOf(cast: Cast, rep: Rep = cast.rep): StoredCohort[] {
	return JSON.parse(String(rowOf(cast, rep).enrollments)).cohorts;
}

/** Writes what is planned for a rep, in place of what was. */
export function plan(cast: Cast, cohorts: StoredCohort[], rep: Rep = cast.rep): void {
	rowOf(cast, rep).enrollments = JSON.stringify({ cohorts });
}

/** Ids of the contacts that the ledger has enrollments of. */
export const enrolleesOf = (cast: Cast, rep: Rep = cast.rep): string[] =>
	cohortsOf(cast, rep).flatMap(({ enrollees }) => enrollees.map(([contactId]) => contactId));
