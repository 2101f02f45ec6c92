import type { LedgerRow } from '../quota/ledgerRow';

export { EMPTY_ROW, type LedgerRow } from '../quota/ledgerRow';

/** Whose sends: one HubSpot account, and one inbox (or a workflow, or the account's marketing email). */
export interface LedgerKey {
	account: string;
	sender: string;
}

/** Whether it is the mail of an inbox that the row counts: workflows and marketing email have other names. */
export const isInbox = ({ sender }: LedgerKey): boolean => sender.includes('@');

/** The key as text. */
export const nameOf = ({ account, sender }: LedgerKey): string => `${account} ${sender}`;

/** What a change answers: the row as it is to be, and whatever else. */
export interface Changed {
	row: LedgerRow;
}

export interface LedgerEntry {
	key: LedgerKey;
	row: LedgerRow;
}

/** What enrollments have planned for each sender, so that no two runs take the same room. */
export interface Ledger {
	/**
	 * @throws LedgerUnavailable where it cannot be reached; LedgerDamaged where the row of the sender
	 * cannot be read
	 */
	read(key: LedgerKey): Promise<LedgerRow>;
	/**
	 * Reads and changes a row in one step that no other run can come between.
	 *
	 * @param change called once, or again where another run was faster; answers the same row where
	 * there is nothing to write
	 * @returns what `change` answered
	 * @throws as `read`
	 */
	update<T extends Changed>(key: LedgerKey, change: (row: LedgerRow) => T): Promise<T>;
	/** Every row of an account. @throws as `read` */
	rowsOf(account: string): Promise<LedgerEntry[]>;
}

/** The ledger cannot be reached: Data Tables are off, or their database does not answer. */
export class LedgerUnavailable extends Error {
	override readonly name = 'LedgerUnavailable';
}
