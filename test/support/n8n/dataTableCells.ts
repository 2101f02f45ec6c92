import {
	DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP,
	UserError,
	validateFieldType,
	type DataTableColumnJsType,
	type DataTableColumnType,
	type DataTableRow,
} from 'n8n-workflow';

/** Column types by name, without the columns that n8n adds itself. */
export type Columns = ReadonlyMap<string, DataTableColumnType>;

const FIELD_TYPES = {
	string: 'string',
	number: 'number',
	boolean: 'boolean',
	date: 'dateTime',
} as const;

export class DataTableValidationError extends UserError {
	constructor(message: string) {
		super(`Validation error with data table request: ${message}`, { level: 'warning' });
	}
}

/** Adds `id`, `createdAt` and `updatedAt`, by which a filter may ask but which no row may bring. */
export function withSystemColumns(columns: Columns): Columns {
	return new Map([...Object.entries(DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP), ...columns]);
}

/**
 * The row as the table takes it: n8n turns a number for a text column into text, and the other way
 * round where the text is a number.
 * @throws {DataTableValidationError} for a column the table lacks or a value that does not fit
 */
export function toCells(row: DataTableRow, columns: Columns): DataTableRow {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [name, toCell(name, value, columns)]),
	);
}

export function toCell(
	name: string,
	value: DataTableColumnJsType,
	columns: Columns,
): DataTableColumnJsType {
	const type = columns.get(name);
	if (!type) throw new DataTableValidationError(`unknown column name '${name}'`);
	if (value === null) return null;
	const checked = validateFieldType(name, value, FIELD_TYPES[type], {
		strict: false,
		parseStrings: false,
	});
	if (!checked.valid) {
		throw new DataTableValidationError(
			`value '${String(value)}' does not match column type '${type}': ${checked.errorMessage}`,
		);
	}
	if (type === 'date') return new Date(String(checked.newValue));
	// The node passes a number on; a TEXT column of the database makes it text.
	if (type === 'string') return String(checked.newValue);
	return checked.newValue as DataTableColumnJsType;
}
