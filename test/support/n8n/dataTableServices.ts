import {
	NodeOperationError,
	sleep,
	UserError,
	type DataTableInsertRowsResult,
	type DataTableInsertRowsReturnType,
	type DataTableProxyProvider,
	type IDataTableProjectAggregateService,
	type IDataTableProjectService,
} from 'n8n-workflow';

import {
	createTable,
	isTaken,
	PROJECT_ID,
	refuseTaken,
	selectTables,
	touch,
	type Catalog,
	type StoredTable,
} from './dataTableCatalog';
import type { DataTableRows } from './dataTableRows';

/** What the services work on; they answer later, so that other calls come in between. */
export interface TableStore {
	tables: Catalog;
	latencyMs: number;
}

/** What the database says where two executions create one table at once; this is SQLite's way. */
const TAKEN_MEANWHILE =
	'SQLITE_CONSTRAINT: UNIQUE constraint failed: data_table.projectId, data_table.name';

/** The services that n8n hands to its Data Table node, for one project. */
export function toProvider(store: TableStore): DataTableProxyProvider {
	const turn = async () => await sleep(store.latencyMs);
	return {
		getDataTableAggregateProxy: async () => projectTables(store, turn),
		getDataTableProxy: async (_workflow, node, id) => {
			await turn();
			if (!store.tables.has(id)) {
				const words = `Data table with ID '${id}' could not be found in this project`;
				throw new NodeOperationError(node, words);
			}
			return oneTable(store, id, turn);
		},
	};
}

function projectTables(
	{ tables }: TableStore,
	turn: () => Promise<void>,
): IDataTableProjectAggregateService {
	return {
		getProjectId: () => PROJECT_ID,
		async getManyAndCount(options) {
			await turn();
			const found = selectTables(tables, options);
			const { skip = 0, take } = options;
			const page = found.slice(skip, take === undefined ? undefined : skip + take);
			return { count: found.length, data: page.map(({ table }) => structuredClone(table)) };
		},
		async createDataTable(options) {
			await turn();
			refuseTaken(options.name, tables);
			await turn();
			if (isTaken(options.name, tables)) throw new Error(TAKEN_MEANWHILE);
			return structuredClone(createTable(options, tables).table);
		},
		async deleteDataTableAll() {
			await turn();
			const any = tables.size > 0;
			tables.clear();
			return any;
		},
	};
}

function oneTable(
	{ tables }: TableStore,
	id: string,
	turn: () => Promise<void>,
): IDataTableProjectService {
	/** Waits as for the database, then looks whether the table is still there. */
	async function open(): Promise<StoredTable> {
		await turn();
		const stored = tables.get(id);
		if (!stored) throw new UserError(`Could not find the data table: '${id}'`);
		return stored;
	}
	async function write<T>(change: (rows: DataTableRows) => T): Promise<T> {
		const stored = await open();
		const result = change(stored.rows);
		touch(stored);
		await turn();
		return result;
	}
	const notBuilt = async () => {
		throw new UserError('The stand-in of Data Tables does not change columns');
	};
	return {
		addColumn: notBuilt,
		moveColumn: notBuilt,
		deleteColumn: notBuilt,
		getColumns: async () => structuredClone((await open()).table.columns),
		async updateDataTable({ name }) {
			const { table } = await open();
			refuseTaken(name, tables);
			table.name = name;
			return true;
		},
		async deleteDataTable() {
			await open();
			return tables.delete(id);
		},
		async getManyRowsAndCount(options) {
			const { rows } = await open();
			const data = rows.select(options);
			// Two statements: a row added in between is counted and not returned.
			await turn();
			return { data, count: rows.count(options.filter) };
		},
		insertRows: async (rows, returnType) =>
			await write((stored) => asReturned(stored.insert(rows), returnType)),
		updateRows: async ({ filter, data }) => await write((rows) => rows.update(filter, data)),
		async upsertRow({ filter, data }) {
			const updated = await write((rows) => rows.update(filter, data));
			// Two statements again: two upserts of one absent row can add it twice on Postgres.
			return updated.length > 0 ? updated : await write((rows) => rows.insert([data]));
		},
		deleteRows: async ({ filter }) => await write((rows) => rows.delete(filter)),
		clearRows: async () => ({ deletedCount: await write((rows) => rows.clear()) }),
	};
}

function asReturned<T extends DataTableInsertRowsReturnType>(
	rows: DataTableInsertRowsResult<'all'>,
	returnType: T,
): DataTableInsertRowsResult<T> {
	const results: { [K in DataTableInsertRowsReturnType]: DataTableInsertRowsResult<K> } = {
		all: rows,
		id: rows.map(({ id }) => ({ id })),
		count: { success: true, insertedRows: rows.length },
	};
	return results[returnType] as DataTableInsertRowsResult<T>;
}
