import { randomBytes } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { only } from '../../groups';
import { rethrow } from '../../transport/failure';
import { pause } from '../../transport/pause';
import { joinRows } from '../../quota/ledgerRow';
import {
	EMPTY_ROW,
	LedgerUnavailable,
	nameOf,
	type Changed,
	type Ledger,
	type LedgerEntry,
	type LedgerKey,
	type LedgerRow,
} from '../ledger';
import { DataTables } from './dataTable';
import { inOrder } from './inOrder';
import { LedgerHome, type FoundTable } from './ledgerHome';
import {
	readRow,
	TABLE_NAME,
	textOf,
	writeRow,
	type KnownText,
	type StoredRow,
} from './ledgerTable';
import { rowInWords } from './rowInWords';

/** Waiting for other runs, one lost swap after the other, ends here. */
const GIVE_UP_MS = 60_000;
const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 1_500;
/** Somebody may delete the row that was just made, but hardly more often. */
const MOST_BEGINNINGS = 3;

/**
 * The ledger that all workers of an n8n instance share: one row per account and sender in a Data
 * Table, changed by compare-and-swap. It survives restarts, and people can look at it.
 */
export class DataTableLedger implements Ledger {
	private readonly tables: DataTables;
	private readonly home: LedgerHome;
	/** The last text of each row, and what it says: the same text is the same row, not read again. */
	private readonly known = new Map<string, KnownText>();
	/** What was read to be changed next, so that it is not read once more. */
	private readonly justRead = new Map<string, StoredRow[]>();

	constructor(context: IExecuteFunctions) {
		this.tables = new DataTables(context);
		this.home = new LedgerHome(this.tables, context.getWorkflow().id ?? '');
	}

	async read(key: LedgerKey): Promise<LedgerRow> {
		const stored = await this.stored(key);
		this.justRead.set(nameOf(key), stored);
		return joined(stored);
	}

	async update<T extends Changed>(key: LedgerKey, change: (row: LedgerRow) => T): Promise<T> {
		return await inOrder(nameOf(key), async () => await this.swap(key, change));
	}

	async rowsOf(account: string): Promise<LedgerEntry[]> {
		const rows = await this.home.use(async ({ id }) => await this.tables.rows(id, { account }));
		return rows.map((row) => {
			const key = { account, sender: String(row.sender) };
			return { key, row: readRow(row, key).row };
		});
	}

	private async swap<T extends Changed>(key: LedgerKey, change: (row: LedgerRow) => T): Promise<T> {
		const giveUpAt = Date.now() + GIVE_UP_MS;
		const revision = randomBytes(9).toString('base64url');
		let begun = 0;
		// It may have been changed since, and then nothing is written on it.
		let justRead = this.justRead.get(nameOf(key));
		this.justRead.delete(nameOf(key));
		for (let attempt = 1; Date.now() < giveUpAt; attempt++) {
			const stored = justRead ?? (await this.stored(key));
			const isCurrent = justRead === undefined;
			justRead = undefined;
			const [first, ...others] = stored;
			if (!first) {
				if (begun++ === MOST_BEGINNINGS) break;
				await this.begin(key);
				continue;
			}
			const known = joined(stored);
			const changed = change(known);
			if (changed.row === known && others.length === 0) {
				if (isCurrent) return changed;
				continue;
			}
			if (await this.writeOrFind(key, first, changed.row, revision)) {
				await this.forget(key, others);
				return changed;
			}
			const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
			await pause(Math.random() * longest);
		}
		throw new LedgerUnavailable(
			`too many runs change the row of ${key.sender} in the Data Table "${TABLE_NAME}" at once`,
		);
	}

	/**
	 * As `write`; where its answer is lost, the revision in the table says whether it came through.
	 * @throws LedgerUnavailable where it did not, or the table cannot be read
	 */
	private async writeOrFind(
		key: LedgerKey,
		first: StoredRow,
		row: LedgerRow,
		revision: string,
	): Promise<boolean> {
		try {
			return await this.write(key, first, row, revision);
		} catch (error) {
			if (!(error instanceof LedgerUnavailable)) rethrow(error);
			const stored = await this.stored(key);
			if (!stored.some((one) => one.revision === revision)) rethrow(error);
			return true;
		}
	}

	/** @returns whether nobody had changed the row meanwhile */
	private async write(
		key: LedgerKey,
		{ id, revision: known }: StoredRow,
		row: LedgerRow,
		revision: string,
	) {
		const columns = writeRow(key, row, revision, Date.now());
		const changed = await this.home.use(
			async (table) =>
				await this.tables.update(
					table.id,
					{ id, revision: known },
					this.forPeople(table, columns, key, row),
				),
		);
		if (changed.length === 0) return false;
		this.known.set(nameOf(key), { text: columns.enrollments, row });
		return true;
	}

	/** The columns with those that say the same in words, where the table has them. */
	private forPeople(
		{ isLegible }: FoundTable,
		columns: IDataObject,
		key: LedgerKey,
		row: LedgerRow,
	): IDataObject {
		return isLegible ? { ...columns, ...rowInWords(key, row, Date.now()) } : columns;
	}

	/**
	 * Makes a row. Two runs may do so at once: of several rows the oldest is used by all, so this one
	 * stays empty until it is known which that is.
	 */
	private async begin(key: LedgerKey): Promise<void> {
		const revision = randomBytes(9).toString('base64url');
		const columns = writeRow(key, EMPTY_ROW, revision, Date.now());
		await this.home.use(
			async (table) =>
				await this.tables.insert(table.id, this.forPeople(table, columns, key, EMPTY_ROW)),
		);
		await pause(FIRST_PAUSE_MS);
	}

	/** Removes rows whose content is in the oldest one now. */
	private async forget({ account, sender }: LedgerKey, others: StoredRow[]): Promise<void> {
		for (const { id, revision } of others) {
			const where = { account, sender, id, revision };
			await this.home.use(async (table) => await this.tables.remove(table.id, where));
		}
	}

	/** The rows of a sender, oldest first: one, but for a moment after two runs made one. */
	private async stored(key: LedgerKey): Promise<StoredRow[]> {
		const { account, sender } = key;
		const where = { account, sender };
		const rows = await this.home.use(async ({ id }) => await this.tables.rows(id, where));
		return rows.map((stored) => {
			const read = readRow(stored, key, this.known.get(nameOf(key)) ?? EMPTY);
			this.known.set(nameOf(key), { text: stored.enrollments, row: read.row });
			return read;
		});
	}
}

const EMPTY: KnownText = { text: textOf(EMPTY_ROW), row: EMPTY_ROW };

const joined = (stored: readonly StoredRow[]): LedgerRow =>
	stored.length === 0 ? EMPTY_ROW : (only(stored)?.row ?? joinRows(stored.map(({ row }) => row)));
