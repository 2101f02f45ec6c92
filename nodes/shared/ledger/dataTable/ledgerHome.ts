import { isEqual } from 'lodash';

import { LedgerDamaged } from '../../errors';
import { openStore } from '../../stores';
import { LedgerUnavailable } from '../ledger';
import type { DataTables, TableInfo } from './dataTable';
import { OWN_COLUMNS, TABLE_NAME } from './ledgerTable';
import { LEGIBLE_COLUMNS } from './rowInWords';

/** Of a new table: what people can read comes first. */
export const COLUMNS = { ...LEGIBLE_COLUMNS, ...OWN_COLUMNS };

/** The table of the ledger, as it was found. */
export interface FoundTable {
	id: string;
	/** It has the columns for people; n8n's Data Table node adds none to an older table. */
	isLegible: boolean;
}

/**
 * Tables by workflow: a table belongs to the project of the workflow that uses it. One that is
 * forgotten is looked up by its name.
 */
const tables = openStore<FoundTable>('Data Table of a workflow', 10_000);

/** Where the ledger is kept: finds its table, and makes it on first use. */
export class LedgerHome {
	constructor(
		private readonly tables: DataTables,
		private readonly workflowId: string,
	) {}

	/**
	 * Does something with the table, which may have been deleted, or its workflow moved to another
	 * project, since it was found.
	 * @throws LedgerUnavailable, LedgerDamaged where a table of the user has the name
	 */
	async use<T>(act: (table: FoundTable) => Promise<T>): Promise<T> {
		const known = tables.get(this.workflowId);
		if (known === undefined) return await act(await this.findTable());
		try {
			return await act(known);
		} catch (error) {
			tables.delete(this.workflowId);
			const found = await this.findTable();
			// The same table again, so something else was wrong.
			if (isEqual(found, known)) throw asUnavailable(error);
			return await act(found);
		}
	}

	private async findTable(): Promise<FoundTable> {
		const found = (await this.tables.find(TABLE_NAME)) ?? (await this.createTable());
		const names = found.columns?.map(({ name }) => name);
		const lacks = (name: string) => names?.includes(name) === false;
		const missing = Object.keys(OWN_COLUMNS).filter(lacks);
		if (missing.length > 0) {
			throw new LedgerDamaged(
				`The Data Table "${TABLE_NAME}" is not the one of this node`,
				`It has no column ${missing.join(', ')}. Rename that table in n8n: the node then makes its own.`,
				{ table: TABLE_NAME },
			);
		}
		const table = {
			id: found.id,
			isLegible: Object.entries(LEGIBLE_COLUMNS).every(([name, type]) =>
				found.columns?.some((column) => column.name === name && column.type === type),
			),
		};
		tables.set(this.workflowId, table);
		return table;
	}

	private async createTable(): Promise<TableInfo> {
		try {
			return await this.tables.create(TABLE_NAME, COLUMNS);
		} catch (error) {
			// Another run may have made it a moment ago.
			const found = await this.tables.find(TABLE_NAME);
			if (!found) throw asUnavailable(error);
			return found;
		}
	}
}

const asUnavailable = (error: unknown): LedgerUnavailable | LedgerDamaged =>
	error instanceof LedgerUnavailable || error instanceof LedgerDamaged
		? error
		: new LedgerUnavailable(String(error));
