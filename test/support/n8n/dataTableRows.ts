import type {
	DataTableFilter,
	DataTableRow,
	DataTableRowReturn,
	ListDataTableRowsOptions,
} from 'n8n-workflow';

import { DataTableValidationError, toCells, type Columns } from './dataTableCells';
import { compareCells, toTest } from './dataTableFilter';

/** The rows of one table. Each method runs without a pause, as one statement of a database does. */
export class DataTableRows {
	private readonly rows: DataTableRowReturn[] = [];
	private lastId = 0;

	constructor(private readonly columns: Columns) {}

	/** A page of the rows that a filter means, in the order asked for and then by `id`. */
	select({ filter, sortBy, skip = 0, take }: Partial<ListDataTableRowsOptions>) {
		const [column, direction] = sortBy ?? ['id', 'ASC'];
		const sign = direction === 'DESC' ? -1 : 1;
		const sorted = this.matching(filter).sort(
			(a, b) => sign * compareNullable(a[column], b[column]) || a.id - b.id,
		);
		return sorted.slice(skip, take ? skip + take : undefined).map(copyOf);
	}

	count(filter: DataTableFilter | undefined): number {
		return this.matching(filter).length;
	}

	/** @throws {DataTableValidationError} before any row is added */
	insert(rows: DataTableRow[]): DataTableRowReturn[] {
		const cells = rows.map((row) => toCells(row, this.columns));
		const empty = Object.fromEntries([...this.columns.keys()].map((name) => [name, null]));
		const added = cells.map((row) => {
			const now = new Date(Date.now());
			return { ...empty, ...row, id: ++this.lastId, createdAt: now, updatedAt: now };
		});
		this.rows.push(...added);
		return added.map(copyOf);
	}

	/** Changes the rows that the filter means at this moment, and returns those as they are now. */
	update(filter: DataTableFilter, data: DataTableRow): DataTableRowReturn[] {
		if (this.columns.size === 0) {
			throw new DataTableValidationError(
				'No columns found for this data table or data table not found',
			);
		}
		if (filter.filters.length === 0) throw new DataTableValidationError('Filter must not be empty');
		if (Object.keys(data).length === 0) {
			throw new DataTableValidationError('Data columns must not be empty');
		}
		const cells = toCells(data, this.columns);
		const changed = this.matching(filter);
		for (const row of changed) Object.assign(row, cells, { updatedAt: new Date(Date.now()) });
		return changed.map(copyOf);
	}

	/** Returns the rows as they were. */
	delete(filter: DataTableFilter): DataTableRowReturn[] {
		if (filter.filters.length === 0) {
			throw new DataTableValidationError(
				'Filter is required for delete operations to prevent accidental deletion of all data',
			);
		}
		const doomed = this.matching(filter);
		for (const row of doomed) this.rows.splice(this.rows.indexOf(row), 1);
		return doomed;
	}

	/** Returns how many there were. */
	clear(): number {
		return this.rows.splice(0).length;
	}

	/** The rows themselves, for a test that damages one past every check. */
	get stored(): DataTableRowReturn[] {
		return this.rows;
	}

	private matching(filter: DataTableFilter | undefined): DataTableRowReturn[] {
		const test = filter ? toTest(filter, this.columns) : () => true;
		return this.rows.filter(test);
	}
}

function compareNullable(first: DataTableRow[string], second: DataTableRow[string]): number {
	// Postgres puts NULL after every value, SQLite before.
	if (first === null || second === null) return Number(first === null) - Number(second === null);
	return compareCells(first, second);
}

const copyOf = (row: DataTableRowReturn): DataTableRowReturn => ({ ...row });
