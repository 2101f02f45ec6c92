import {
	DATA_TABLE_SYSTEM_COLUMNS,
	UserError,
	type CreateDataTableOptions,
	type DataTable,
	type ListDataTableOptions,
} from 'n8n-workflow';

import { DataTableValidationError } from './dataTableCells';
import { compareCells } from './dataTableFilter';
import { DataTableRows } from './dataTableRows';

export const PROJECT_ID = 'project1';

/** One table with its rows; `touched` orders tables whose change falls in one millisecond. */
export interface StoredTable {
	table: DataTable;
	rows: DataTableRows;
	touched: number;
}

/** The tables of a project by id. */
export type Catalog = Map<string, StoredTable>;

let touches = 0;

/** Notes a change of the rows. */
export function touch(stored: StoredTable): void {
	stored.touched = ++touches;
	stored.table.updatedAt = new Date(Date.now());
}

export const isTaken = (name: string, tables: Catalog) =>
	[...tables.values()].some(({ table }) => table.name === name);

/** @throws {UserError} where another table has the name */
export function refuseTaken(name: string, tables: Catalog): void {
	if (!isTaken(name, tables)) return;
	throw new UserError(`Data table with name '${name}' already exists in this project`);
}

/** Adds a table without rows. */
export function createTable(
	{ name, columns }: CreateDataTableOptions,
	tables: Catalog,
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

/** Tables by part of the name whatever its case; without an order, the table changed last comes first. */
export function selectTables(
	tables: Catalog,
	{ filter, sortBy }: ListDataTableOptions,
): StoredTable[] {
	const wanted = [filter?.name ?? []].flat().map(toLikePattern);
	const found = [...tables.values()].filter(({ table }) =>
		wanted.every((pattern) => pattern.test(table.name)),
	);
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
		return compareCells(a.table.name.toLowerCase(), b.table.name.toLowerCase());
	}
	if (column === 'createdAt') return a.table.createdAt.getTime() - b.table.createdAt.getTime();
	return a.touched - b.touched;
}
