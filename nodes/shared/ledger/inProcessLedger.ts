import { openStore, Store } from '../stores';
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
	constructor(private readonly rows = new Store<LedgerEntry>('ledger row', Infinity)) {}

	async read(key: LedgerKey): Promise<LedgerRow> {
		return this.rows.get(nameOf(key))?.row ?? EMPTY_ROW;
	}

	async update<T extends Changed>(key: LedgerKey, change: (row: LedgerRow) => T): Promise<T> {
		const changed = change(this.rows.get(nameOf(key))?.row ?? EMPTY_ROW);
		this.rows.set(nameOf(key), { key, row: changed.row });
		return changed;
	}

	async rowsOf(account: string): Promise<LedgerEntry[]> {
		return this.rows
			.all()
			.map(([, entry]) => entry)
			.filter(({ key }) => key.account === account);
	}
}

/** Where a row is forgotten, HubSpot's own count is left, as after a restart. */
export const inProcessLedger = new InProcessLedger(openStore('ledger row of this process', 10_000));
