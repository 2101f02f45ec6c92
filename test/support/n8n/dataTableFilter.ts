import type { DataTableColumnJsType, DataTableFilter, DataTableRow } from 'n8n-workflow';

import {
	DataTableValidationError,
	toCell,
	withSystemColumns,
	type Columns,
} from './dataTableCells';

type Condition = DataTableFilter['filters'][number];
type Test = (row: DataTableRow) => boolean;

const ORDERED: Partial<Record<Condition['condition'], (order: number) => boolean>> = {
	gt: (order) => order > 0,
	gte: (order) => order >= 0,
	lt: (order) => order < 0,
	lte: (order) => order <= 0,
};

/**
 * Whether a row is meant by a filter, with SQL's view of NULL: it is neither above nor below
 * anything, and differs from every value.
 * @throws {DataTableValidationError} for a column the table lacks or a value that does not fit
 */
export function toTest({ type, filters }: DataTableFilter, columns: Columns): Test {
	const tests = filters.map((condition) => toConditionTest(condition, withSystemColumns(columns)));
	if (tests.length === 0) return () => true;
	return (row) =>
		type === 'or' ? tests.some((test) => test(row)) : tests.every((test) => test(row));
}

function toConditionTest({ columnName, condition, value }: Condition, columns: Columns): Test {
	const wanted = toCell(columnName, value, columns);
	const isText = columns.get(columnName) === 'string';
	const isEmpty: Test = ({ [columnName]: cell }) => cell === null || (isText && cell === '');
	switch (condition) {
		case 'isEmpty':
			return isEmpty;
		case 'isNotEmpty':
			return (row) => !isEmpty(row);
		case 'eq':
			return ({ [columnName]: cell }) => isSame(cell, wanted);
		case 'neq':
			return ({ [columnName]: cell }) => !isSame(cell, wanted);
		case 'like':
		case 'ilike':
			return toLikeTest(columnName, condition, wanted);
		default:
			if (wanted === null) throw nullRefused(condition);
			return ({ [columnName]: cell }) =>
				cell !== null && ORDERED[condition]?.(compareCells(cell, wanted)) === true;
	}
}

function toLikeTest(
	columnName: string,
	condition: 'like' | 'ilike',
	wanted: DataTableColumnJsType,
): Test {
	if (wanted === null) throw nullRefused(condition);
	if (typeof wanted !== 'string') {
		throw new DataTableValidationError(`${condition.toUpperCase()} filter value must be a string`);
	}
	const pattern = toPattern(wanted, condition === 'ilike' ? 'i' : '');
	return ({ [columnName]: cell }) => typeof cell === 'string' && pattern.test(cell);
}

const nullRefused = (condition: string) =>
	new DataTableValidationError(
		`${condition.toUpperCase()} filter value cannot be null or undefined`,
	);

/** `%` stands for any text; without one, the text may sit anywhere. */
function toPattern(wanted: string, flags: string): RegExp {
	const parts = (wanted.includes('%') ? wanted : `%${wanted}%`).split('%');
	const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${escaped.join('.*')}$`, `s${flags}`);
}

const isSame = (cell: DataTableColumnJsType, wanted: DataTableColumnJsType) =>
	cell === null || wanted === null ? cell === wanted : compareCells(cell, wanted) === 0;

/** Text goes by code unit, as in SQLite; Postgres goes by the collation of its database. */
export function compareCells(
	first: NonNullable<DataTableColumnJsType>,
	second: NonNullable<DataTableColumnJsType>,
): number {
	return first < second ? -1 : first > second ? 1 : 0;
}
