import type { Enrollee } from '../../../nodes/shared/quota/enrollee';
import type { OwedEmail } from '../../../nodes/shared/quota/emailsOwed';
import { unpackRow, type PackedRow } from '../../../nodes/shared/quota/packedRow';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import type { Rep } from '../../../tools/hubspot';
import type { Cast } from '../../support/cast';
import { PLAIN_READING } from '../../support/readings';

/** The Data Table, as users see it. */
export const LEDGER = 'HubSpot Send Ledger';

/** As version 0.1 stored it. */
export interface StoredCohort {
	source: string;
	/** Hours since epoch. */
	hour: number;
	/** Hours after `hour`. */
	sends: number[];
	enrollees: Enrollee[];
	others: number;
}

export const ledgerRows = (cast: Cast) => cast.stage.dataTables.rows(LEDGER);

/** The row of a rep, as stored: a test may change it. */
export function rowOf(cast: Cast, { email }: Rep = cast.rep) {
	const found = ledgerRows(cast).find(({ sender }) => sender === email);
	if (!found) throw new Error(`The ledger has no row of ${email}`);
	return found;
}

/** An enrollment in the ledger. */
interface StoredEnrollment {
	targetId: string;
	/** Hours since epoch. */
	hour: number;
	contactId: string;
	/** Emails that HubSpot's log has shown of it. */
	seen: number;
	/** When it was found to have left, ms. */
	left?: number;
}

/** What the ledger holds of a rep. */
export function enrollmentsOf(cast: Cast, rep: Rep = cast.rep): StoredEnrollment[] {
	const { owed } = JSON.parse(String(rowOf(cast, rep).enrollments));
	const groups: PackedRow['enrollments'] = owed?.enrollments ?? [];
	return groups.flatMap(({ source, hour, members }) =>
		members.map(([contactId, , , seen = 0, , , left]) => ({
			targetId: source,
			hour,
			contactId,
			seen,
			...(left !== undefined && { left }),
		})),
	);
}

/** Writes what is planned for a rep, in place of what was, as version 0.1 of the node did. */
export function plan(cast: Cast, cohorts: StoredCohort[], rep: Rep = cast.rep): void {
	rowOf(cast, rep).enrollments = JSON.stringify({ cohorts });
}

/** Ids of the contacts that the ledger has enrollments of. */
export const enrolleesOf = (cast: Cast, rep: Rep = cast.rep): string[] =>
	enrollmentsOf(cast, rep).map(({ contactId }) => contactId);

/** What the ledger has the enrollments of a rep owe, as HubSpot's plainest reading plans it. */
export function emailsOwed(cast: Cast, rep: Rep = cast.rep): readonly OwedEmail[] {
	const { owed } = JSON.parse(String(rowOf(cast, rep).enrollments));
	const plans = new Plans([PLAIN_READING]);
	return [...plans.owedBy(unpackRow(owed), undefined, 0)].flat().flatMap(({ emails }) => emails);
}
