import {
	nameOf,
	type Changed,
	type Ledger,
	type LedgerEntry,
	type LedgerKey,
	type LedgerRow,
} from './ledger';
import type { Ledgers } from './openLedger';

/** The ledgers of a dry run: what it would write counts for the rest of it, and is forgotten then. */
export function dryRunLedgers(ledgers: Ledgers): Ledgers {
	const written = new Map<string, LedgerRow>();
	return { of: (mode) => new DryRunLedger(ledgers.of(mode), written) };
}

class DryRunLedger implements Ledger {
	constructor(
		private readonly ledger: Ledger,
		private readonly written: Map<string, LedgerRow>,
	) {}

	async read(key: LedgerKey): Promise<LedgerRow> {
		return this.written.get(nameOf(key)) ?? (await this.ledger.read(key));
	}

	async update<T extends Changed>(key: LedgerKey, change: (row: LedgerRow) => T): Promise<T> {
		const read = await this.read(key);
		// Nothing is waited for from here on, so no change is lost.
		const changed = change(this.written.get(nameOf(key)) ?? read);
		this.written.set(nameOf(key), changed.row);
		return changed;
	}

	async rowsOf(account: string): Promise<LedgerEntry[]> {
		return await this.ledger.rowsOf(account);
	}
}
