import { hourOf } from '../quota/hours';
import type { Enrollee } from '../quota/enrollee';
import { carriedOn, type LedgerRow } from '../quota/ledgerRow';
import { cancelRest, owesAny, type OwedGroup } from '../quota/owed';
import { isInbox, nameOf, type Ledger, type LedgerKey } from './ledger';

/** How many enrollments are planned, by the row, whose they are, in what and since which hour. */
export type Planned = ReadonlyMap<string, number>;

/** Contacts by id, each with the last hour whose enrollments are meant (hours since epoch). */
export type UpToHour = ReadonlyMap<string, number>;

const placeOf = (row: LedgerKey, [contactId]: Enrollee, { targetId, hour }: OwedGroup): string =>
	[nameOf(row), contactId, targetId, hour].join(' ');

/**
 * What is planned for contacts, whoever sends it.
 * @param account id of the HubSpot account
 * @throws LedgerUnavailable, LedgerDamaged
 */
export async function plannedFor(
	ledger: Ledger,
	account: string,
	contacts: UpToHour,
): Promise<Planned> {
	const now = Date.now();
	const planned = new Map<string, number>();
	for (const { key, row } of await ledger.rowsOf(account)) {
		if (!isInbox(key)) continue;
		const { owed } = carriedOn(row, true);
		for (const group of owed.groups) {
			if (group.left !== undefined || !owesAny(owed, group, now)) continue;
			for (const member of group.members) {
				if (!(group.hour <= (contacts.get(member[0]) ?? -1))) continue;
				const place = placeOf(key, member, group);
				planned.set(place, (planned.get(place) ?? 0) + 1);
			}
		}
	}
	return planned;
}

/**
 * Frees what was planned for contacts that have left their sequence; what has gone out stays, and so
 * does what was planned since: a contact that has left may be enrolled again at once.
 *
 * @param planned before they left
 * @throws LedgerUnavailable, LedgerDamaged
 */
export async function freeRoom(
	ledger: Ledger,
	account: string,
	planned: Planned,
	left: ReadonlySet<string>,
): Promise<void> {
	if (planned.size === 0 || left.size === 0) return;
	const now = Date.now();
	const cancel = (key: LedgerKey, row: LedgerRow): LedgerRow => {
		const carried = carriedOn(row, true);
		const open = new Map(planned);
		// Rows keep enrollments in the order in which they were made.
		const hasLeft = (member: Enrollee, group: OwedGroup) => {
			const place = placeOf(key, member, group);
			const count = open.get(place) ?? 0;
			if (count === 0 || !left.has(member[0])) return false;
			open.set(place, count - 1);
			return true;
		};
		const owed = cancelRest(carried.owed, hasLeft, now);
		return owed === carried.owed ? row : { ...carried, owed };
	};
	for (const { key, row } of await ledger.rowsOf(account)) {
		if (isInbox(key) && cancel(key, row) !== row)
			await ledger.update(key, (current) => ({ row: cancel(key, current) }));
	}
}

/** The last hour of which a contact's properties say for sure whether it is in a sequence (`isSettled`). */
export const lastSettledHour = (): number => hourOf(Date.now()) - 2;
