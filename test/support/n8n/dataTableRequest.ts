import {
	DATA_TABLE_SYSTEM_COLUMNS,
	DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP,
	NodeOperationError,
	type DataTableFilter,
	type DataTableRow,
	type IDataObject,
	type IDataTableProjectService,
	type IExecuteFunctions,
	type ListDataTableRowsOptions,
} from 'n8n-workflow';

type Condition = DataTableFilter['filters'][number];

interface ConditionField {
	keyName: string;
	condition?: Condition['condition'] | 'isTrue' | 'isFalse';
	keyValue?: Condition['value'];
}

/** n8n's node reads so many rows at a time. */
const PAGE_SIZE = 1000;

/**
 * What the node's form asks for, as the service takes it.
 * @throws {NodeOperationError} for a column that the table lacks, or no condition where one is needed
 */
export async function readFilter(
	context: IExecuteFunctions,
	index: number,
	table: IDataTableProjectService,
	required = false,
): Promise<DataTableFilter> {
	const fields = context.getNodeParameter('filters.conditions', index, []) as ConditionField[];
	const matchType = context.getNodeParameter('matchType', index, 'anyCondition');
	if (required && fields.length === 0) {
		throw new NodeOperationError(context.getNode(), 'At least one condition is required');
	}
	const types: Record<string, string> = { ...DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP };
	if (fields.length > 0) for (const { name, type } of await table.getColumns()) types[name] = type;
	const unknown = fields.map(({ keyName }) => keyName).filter((name) => !types[name]);
	if (unknown.length > 0) {
		throw new NodeOperationError(
			context.getNode(),
			`Filter validation failed: Column(s) "${unknown.join(', ')}" do not exist in the selected table. ` +
				'This often happens when switching between tables with different schemas. ' +
				'Please update your filter conditions.',
		);
	}
	return {
		type: matchType === 'allConditions' ? 'and' : 'or',
		filters: fields.map((condition) => toCondition(condition, types[condition.keyName])),
	};
}

function toCondition({ keyName, condition = 'eq', keyValue }: ConditionField, type: string) {
	const ask = (asked: Condition['condition'], value: Condition['value']): Condition => ({
		columnName: keyName,
		condition: asked,
		value,
	});
	if (condition === 'isTrue') return ask('eq', true);
	if (condition === 'isFalse') return ask('eq', false);
	if (condition === 'isEmpty') return ask(type === 'string' ? 'isEmpty' : 'eq', null);
	if (condition === 'isNotEmpty') return ask(type === 'string' ? 'isNotEmpty' : 'neq', null);
	return ask(condition, keyValue ?? null);
}

/** The item or the fields of the form; n8n takes its own columns out of an item only. */
export function readRow(context: IExecuteFunctions, index: number): DataTableRow {
	const auto = context.getNodeParameter('columns.mappingMode', index) === 'autoMapInputData';
	const data: IDataObject = auto
		? { ...context.getInputData()[index].json }
		: (context.getNodeParameter('columns.value', index, {}) as IDataObject);
	if (auto) for (const column of DATA_TABLE_SYSTEM_COLUMNS) delete data[column];
	return Object.fromEntries(
		Object.entries(data).map(([name, value]) => {
			if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
				const kind = Array.isArray(value) ? 'array' : 'object';
				throw new NodeOperationError(
					context.getNode(),
					`unexpected ${kind} input '${JSON.stringify(value)}' in row ${index}`,
				);
			}
			return [name, (value ?? null) as DataTableRow[string]];
		}),
	);
}

/** All rows or the first ones; only this operation gives dates as ISO texts. */
export async function getRows(
	context: IExecuteFunctions,
	index: number,
	table: IDataTableProjectService,
): Promise<object[]> {
	const sortBy = await readOrder(context, index, table);
	const filter = await readFilter(context, index, table);
	const returnAll = context.getNodeParameter('returnAll', index, false) as boolean;
	const limit = returnAll ? Infinity : (context.getNodeParameter('limit', index, 50) as number);
	const rows: DataTableRow[] = [];
	let expected: number | undefined;
	do {
		const take = Math.min(PAGE_SIZE, limit - rows.length);
		const page = await table.getManyRowsAndCount({ filter, sortBy, take, skip: rows.length });
		if (expected !== undefined && page.count !== expected) {
			throw new NodeOperationError(
				context.getNode(),
				'synchronization error: result count changed during pagination',
			);
		}
		expected = page.count;
		rows.push(...page.data);
	} while (rows.length < Math.min(expected, limit));
	return rows.map((row) =>
		Object.fromEntries(
			Object.entries(row).map(([name, cell]) => [
				name,
				cell instanceof Date ? cell.toISOString() : cell,
			]),
		),
	);
}

async function readOrder(
	context: IExecuteFunctions,
	index: number,
	table: IDataTableProjectService,
): Promise<ListDataTableRowsOptions['sortBy']> {
	if (context.getNodeParameter('orderBy', index, false) !== true) return undefined;
	const column = context.getNodeParameter('orderByColumn', index, '') as string;
	if (!column) return undefined;
	const known = [
		...DATA_TABLE_SYSTEM_COLUMNS,
		...(await table.getColumns()).map(({ name }) => name),
	];
	if (!known.includes(column)) {
		throw new NodeOperationError(context.getNode(), 'Specified column does not exist');
	}
	return [column, context.getNodeParameter('orderByDirection', index, 'ASC') as 'ASC' | 'DESC'];
}
