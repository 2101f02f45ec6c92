import { rethrow } from '../transport/failure';
import { uniteRows } from '../quota/ledgerRow';
import {
	LedgerUnavailable,
	nameOf,
	type Changed,
	type Ledger,
	type LedgerEntry,
	type LedgerKey,
	type LedgerRow,
} from './ledger';

/**
 * A ledger, and another one for the rest of the run once it cannot be reached. What the first one
 * held goes on in the second: what this run has reserved there is under way.
 */
export class FallbackLedger implements Ledger {
	private down: Promise<void> | undefined;
	private readonly known = new Map<string, LedgerEntry>();

	/** @param onFallback told once, with what kept the first ledger from answering */
	constructor(
		private readonly first: Ledger,
		private readonly second: Ledger,
		private readonly onFallback: (cause: string) => void,
	) {}

	async read(key: LedgerKey): Promise<LedgerRow> {
		return await this.use(
			async (ledger) => await ledger.read(key),
			(row) => this.known.set(nameOf(key), { key, row }),
		);
	}

	async update<T extends Changed>(key: LedgerKey, change: (row: LedgerRow) => T): Promise<T> {
		return await this.use(
			async (ledger) => await ledger.update(key, change),
			({ row }) => this.known.set(nameOf(key), { key, row }),
		);
	}

	async rowsOf(account: string): Promise<LedgerEntry[]> {
		return await this.use(async (ledger) => await ledger.rowsOf(account));
	}

	/** @param note what the first ledger answered, to go on from */
	private async use<T>(
		ask: (ledger: Ledger) => Promise<T>,
		note?: (answer: T) => void,
	): Promise<T> {
		if (!this.down) {
			try {
				const answer = await ask(this.first);
				note?.(answer);
				return answer;
			} catch (error) {
				if (!(error instanceof LedgerUnavailable)) rethrow(error);
				this.down ??= this.fallBack(error.message);
			}
		}
		await this.down;
		return await ask(this.second);
	}

	private async fallBack(cause: string): Promise<void> {
		this.onFallback(cause);
		for (const { key, row: last } of this.known.values()) {
			await this.second.update(key, (row) => ({ row: uniteRows(row, last) }));
		}
	}
}
