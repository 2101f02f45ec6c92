import { hourOf, type Enrollee } from '../quota/cohort';
import { carriedOn, type LedgerRow } from '../quota/ledgerRow';
import { cancelRest } from '../quota/owed';
import { isInbox, type Ledger } from './ledger';

/**
 * Frees what is owed to contacts that have left their sequence, whoever sends it; what has gone out
 * stays.
 *
 * @param account id of the HubSpot account
 * @param except enrollments that go on: those that were made a moment ago in place of the old ones
 * @throws LedgerUnavailable, LedgerDamaged
 */
export async function freeRoom(
	ledger: Ledger,
	account: string,
	contactIds: ReadonlySet<string>,
	except: (made: { hour: number }) => boolean = () => false,
): Promise<void> {
	if (contactIds.size === 0) return;
	const now = Date.now();
	const cancel = (row: LedgerRow): LedgerRow => {
		const carried = carriedOn(row, true);
		const hasLeft = ([id]: Enrollee, group: { hour: number }) =>
			contactIds.has(id) && !except(group);
		const owed = cancelRest(carried.owed, hasLeft, now);
		return owed === carried.owed ? row : { ...carried, owed };
	};
	for (const { key, row } of await ledger.rowsOf(account)) {
		if (isInbox(key) && cancel(row) !== row)
			await ledger.update(key, (current) => ({ row: cancel(current) }));
	}
}

/** Enrollments of this hour or the last: those that a run makes in place of others are among them. */
export const isRecent = ({ hour }: { hour: number }): boolean => hour >= hourOf(Date.now()) - 1;
