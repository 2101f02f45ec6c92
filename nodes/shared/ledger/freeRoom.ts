import { endEnrollments, hourOf, type Cohort } from '../quota/cohort';
import type { Ledger } from './ledger';

/**
 * Frees what is planned for contacts that have left their sequence, whoever sends it; what has gone
 * out stays.
 *
 * @param account id of the HubSpot account
 * @param except enrollments that go on: those that were made a moment ago in place of the old ones
 * @throws LedgerUnavailable, LedgerDamaged
 */
export async function freeRoom(
	ledger: Ledger,
	account: string,
	contactIds: ReadonlySet<string>,
	except: (cohort: Cohort) => boolean = () => false,
): Promise<void> {
	if (contactIds.size === 0) return;
	const now = Date.now();
	const end = (cohorts: readonly Cohort[]) =>
		endEnrollments(
			cohorts,
			([contactId], cohort) => contactIds.has(contactId) && !except(cohort),
			now,
		);
	for (const { key, row } of await ledger.rowsOf(account)) {
		if (end(row.cohorts) === row.cohorts) continue;
		await ledger.update(key, (current) => ({
			row: { ...current, cohorts: end(current.cohorts) },
		}));
	}
}

/** Enrollments of this hour or the last: those that a run makes in place of others are among them. */
export const isRecent = ({ hour }: Cohort): boolean => hour >= hourOf(Date.now()) - 1;
