import {
	EMPTY_ROW,
	nameOf,
	type Changed,
	type Ledger,
	type LedgerEntry,
	type LedgerKey,
	type LedgerRow,
} from './ledger';

/**
 * A ledger that all executions of this n8n process share. It is empty after a restart and unknown to
 * other workers.
 */
export class InProcessLedger implements Ledger {
	private readonly rows = new Map<string, LedgerEntry>();

	async read(key: LedgerKey): Promise<LedgerRow> {
		return this.rows.get(nameOf(key))?.row ?? EMPTY_ROW;
	}

	async update<T extends Changed>(key: LedgerKey, change: (row: LedgerRow) => T): Promise<T> {
		const changed = change(this.rows.get(nameOf(key))?.row ?? EMPTY_ROW);
		this.rows.set(nameOf(key), { key, row: changed.row });
		return changed;
	}

	async rowsOf(account: string): Promise<LedgerEntry[]> {
		return [...this.rows.values()].filter(({ key }) => key.account === account);
	}
}

export const inProcessLedger = new InProcessLedger();
