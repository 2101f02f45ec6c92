import {
	DATA_TABLE_SYSTEM_COLUMNS,
	NodeOperationError,
	sleep,
	UserError,
	type CreateDataTableOptions,
	type DataTable,
	type DataTableInsertRowsResult,
	type DataTableInsertRowsReturnType,
	type DataTableProxyProvider,
	type IDataTableProjectAggregateService,
	type IDataTableProjectService,
	type ListDataTableOptions,
} from 'n8n-workflow';

import { DataTableValidationError } from './dataTableCells';
import { DataTableRows } from './dataTableRows';

export const PROJECT_ID = 'project1';

/** One table with its rows; `touched` orders tables whose change falls in one millisecond. */
export interface StoredTable {
	table: DataTable;
	rows: DataTableRows;
	touched: number;
}

/** What the services work on; they answer later, so that other calls come in between. */
export interface TableStore {
	tables: Map<string, StoredTable>;
	latencyMs: number;
}

let touches = 0;

function touch(stored: StoredTable): void {
	stored.touched = ++touches;
	stored.table.updatedAt = new Date(Date.now());
}

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
			const found = select([...tables.values()], options);
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

/** What the database says where two executions create one table at once; this is SQLite's way. */
const TAKEN_MEANWHILE =
	'SQLITE_CONSTRAINT: UNIQUE constraint failed: data_table.projectId, data_table.name';

const isTaken = (name: string, tables: TableStore['tables']) =>
	[...tables.values()].some(({ table }) => table.name === name);

function refuseTaken(name: string, tables: TableStore['tables']): void {
	if (!isTaken(name, tables)) return;
	throw new UserError(`Data table with name '${name}' already exists in this project`);
}

/** Adds a table without rows. */
export function createTable(
	{ name, columns }: CreateDataTableOptions,
	tables: TableStore['tables'],
): StoredTable {
	refuseTaken(name, tables);
	for (const column of columns) checkColumnName(column.name);
	const id = `table${++touches}`;
	const now = new Date(Date.now());
	const types = new Map(columns.map((column) => [column.name, column.type]));
	const stored: StoredTable = {
		touched: touches,
		rows: new DataTableRows(types),
		table: {
			id,
			name,
			projectId: PROJECT_ID,
			createdAt: now,
			updatedAt: now,
			columns: columns.map((column, index) => ({
				id: `${id}column${index}`,
				name: column.name,
				type: column.type,
				index: column.index ?? index,
				dataTableId: id,
			})),
		},
	};
	tables.set(id, stored);
	return stored;
}

function checkColumnName(name: string): void {
	if (!/^[a-zA-Z]\w{0,62}$/.test(name)) {
		throw new DataTableValidationError(
			'Only alphabetical characters and non-leading numbers and underscores are allowed for column names, and the maximum length is 63 characters.',
		);
	}
	if (DATA_TABLE_SYSTEM_COLUMNS.some((column) => column.toLowerCase() === name.toLowerCase())) {
		throw new UserError(`Column name "${name}" is reserved as a system column name.`);
	}
}

/** By part of the name whatever its case; without an order, the table changed last comes first. */
function select(tables: StoredTable[], { filter, sortBy }: ListDataTableOptions): StoredTable[] {
	const wanted = [filter?.name ?? []].flat().map(toLikePattern);
	const found = tables.filter(({ table }) => wanted.every((pattern) => pattern.test(table.name)));
	const [column = 'updatedAt', direction = 'desc'] = (sortBy ?? '').split(':').filter(Boolean);
	const sign = direction === 'desc' ? -1 : 1;
	return found.sort((a, b) => sign * compareTables(a, b, column));
}

/** LIKE '%name%' without an escape, so that `_` and `%` of a name are wildcards. */
function toLikePattern(name: string): RegExp {
	const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(escaped.replace(/%/g, '.*').replace(/_/g, '.'), 'is');
}

function compareTables(a: StoredTable, b: StoredTable, column: string): number {
	if (column === 'name') {
		return a.table.name.toLowerCase() < b.table.name.toLowerCase() ? -1 : 1;
	}
	if (column === 'createdAt') return a.table.createdAt.getTime() - b.table.createdAt.getTime();
	return a.touched - b.touched;
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
