import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * The form of n8n's Data Table node 1.1. n8n drops every parameter that the form lacks or does not
 * show, so a caller that sends a wrong one must lose it here too.
 */
const on = (resource: string, ...operations: string[]): IDisplayOptions => ({
	show: { resource: [resource], ...(operations.length > 0 && { operation: operations }) },
});

const field = (
	name: string,
	type: INodeProperties['type'],
	initial: INodeProperties['default'],
	displayOptions?: IDisplayOptions,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({
	displayName: name,
	name,
	type,
	default: initial,
	...(displayOptions && { displayOptions }),
	...more,
});

const choice = (...values: string[]) => ({
	noDataExpression: true,
	options: values.map((value) => ({ name: value, value })),
});

const ROW_OPERATIONS = ['deleteRows', 'get', 'insert', 'update', 'upsert'];
const FILTERED = ['deleteRows', 'get', 'update', 'upsert'];
const TABLE_OPERATIONS = ['clear', 'create', 'delete', 'list', 'update'];

const LOCATOR: Partial<INodeProperties> = {
	required: true,
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list' },
		{ displayName: 'By Name', name: 'name', type: 'string' },
		{ displayName: 'ID', name: 'id', type: 'string' },
	],
};
const initialTable = { mode: 'list', value: '' };

const filters = (minRequiredFields: number, ...operations: string[]) =>
	field('filters', 'fixedCollection', {}, on('row', ...operations), {
		typeOptions: { multipleValues: true, minRequiredFields },
		options: [
			{
				name: 'conditions',
				displayName: 'Conditions',
				values: [
					field('keyName', 'options', 'id', undefined, choice()),
					field('condition', 'options', 'eq', undefined, choice()),
					field('keyValue', 'string', '', {
						hide: { condition: ['isEmpty', 'isNotEmpty', 'isTrue', 'isFalse'] },
					}),
				],
			},
		],
	});

const table: INodeProperties[] = [
	field('operation', 'options', 'list', on('table'), choice(...TABLE_OPERATIONS)),
	field(
		'dataTableId',
		'resourceLocator',
		initialTable,
		on('table', 'clear', 'delete', 'update'),
		LOCATOR,
	),
	field('tableName', 'string', '', on('table', 'create'), { required: true }),
	field('columns', 'fixedCollection', {}, on('table', 'create'), {
		typeOptions: { multipleValues: true },
		options: [
			{
				name: 'column',
				displayName: 'Column',
				values: [
					field('name', 'string', '', undefined, { required: true }),
					field(
						'type',
						'options',
						'string',
						undefined,
						choice('boolean', 'date', 'number', 'string'),
					),
				],
			},
		],
	}),
	field('options', 'collection', {}, on('table', 'create'), {
		options: [field('createIfNotExists', 'boolean', true)],
	}),
	field('returnAll', 'boolean', true, on('table', 'list')),
	field('limit', 'number', 50, {
		show: { resource: ['table'], operation: ['list'], returnAll: [false] },
	}),
	field('options', 'collection', {}, on('table', 'list'), {
		options: [
			field('filterName', 'string', ''),
			field('sortField', 'options', 'name', undefined, choice('createdAt', 'name', 'updatedAt')),
			field('sortDirection', 'options', 'asc', undefined, choice('asc', 'desc')),
		],
	}),
	field('newName', 'string', '', on('table', 'update'), { required: true }),
];

const row: INodeProperties[] = [
	field('operation', 'options', 'insert', on('row'), choice(...ROW_OPERATIONS)),
	field('dataTableId', 'resourceLocator', initialTable, on('row'), LOCATOR),
	field(
		'matchType',
		'options',
		'anyCondition',
		on('row', ...FILTERED),
		choice('anyCondition', 'allConditions'),
	),
	filters(0, 'get'),
	filters(1, 'deleteRows', 'update', 'upsert'),
	field('returnAll', 'boolean', false, on('row', 'get')),
	field('limit', 'number', 50, {
		show: { resource: ['row'], operation: ['get'], returnAll: [false] },
	}),
	field('orderBy', 'boolean', false, on('row', 'get')),
	field('orderByColumn', 'options', 'createdAt', {
		show: { resource: ['row'], operation: ['get'], orderBy: [true] },
	}),
	field(
		'orderByDirection',
		'options',
		'DESC',
		{ show: { resource: ['row'], operation: ['get'], orderBy: [true] } },
		choice('ASC', 'DESC'),
	),
	field(
		'columns',
		'resourceMapper',
		{ mappingMode: 'defineBelow', value: null },
		on('row', 'insert', 'update', 'upsert'),
		{ noDataExpression: true, required: true },
	),
	field('options', 'collection', {}, on('row', 'insert'), {
		options: [field('optimizeBulk', 'boolean', false)],
	}),
	field('options', 'collection', {}, on('row', 'update', 'upsert', 'deleteRows'), {
		options: [field('dryRun', 'boolean', false)],
	}),
];

export const DATA_TABLE_PARAMETERS: INodeProperties[] = [
	field('resource', 'options', 'row', undefined, choice('row', 'table')),
	...row,
	...table,
];
