import {
	NodeConnectionTypes,
	NodeOperationError,
	type DataTableRow,
	type IDataObject,
	type IDataTableProjectAggregateService,
	type IDataTableProjectService,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type ListDataTableOptions,
} from 'n8n-workflow';

import { DATA_TABLE_PARAMETERS } from './dataTableParameters';
import { getRows, readFilter, readRow } from './dataTableRequest';

export const DATA_TABLE_NODE = 'n8n-nodes-base.dataTable';

type Operation = (this: IExecuteFunctions, index: number) => Promise<object[]>;

/** n8n's Data Table node 1.1, on the Data Tables that the execution has; without its On Error. */
export class DataTableNode implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Data table',
		name: 'dataTable',
		group: ['input', 'transform'],
		version: [1, 1.1],
		description: 'Save data across executions in a table',
		defaults: { name: 'Data table' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: DATA_TABLE_PARAMETERS,
	};

	execute: INodeType['execute'] = async function () {
		const resource = this.getNodeParameter('resource', 0) as keyof typeof OPERATIONS;
		const name = this.getNodeParameter('operation', 0) as string;
		if (resource === 'row' && name === 'insert') return [await insertAll(this)];
		const output: INodeExecutionData[] = [];
		for (const item of this.getInputData().keys()) {
			const found = await OPERATIONS[resource][name].call(this, item);
			output.push(...found.map((row) => ({ json: { ...row }, pairedItem: { item } })));
		}
		return [output];
	};
}

/** The rows of all items in one go: where one does not fit, none is inserted. */
async function insertAll(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const table = await openTable(context, 0);
	const rows = context.getInputData().map((_, item) => readRow(context, item));
	if (context.getNodeParameter('options.optimizeBulk', 0, false) === true) {
		return [{ json: { ...(await table.insertRows(rows, 'count')) } }];
	}
	const inserted = await table.insertRows(rows, 'all');
	return inserted.map((row, item) => ({ json: { ...row }, pairedItem: { item } }));
}

const OPERATIONS: Record<'table' | 'row', Record<string, Operation>> = {
	table: {
		async create(index) {
			const name = this.getNodeParameter('tableName', index) as string;
			const columns = this.getNodeParameter('columns.column', index, []) as never[];
			const options = this.getNodeParameter('options', index, {}) as IDataObject;
			const tables = await openProject(this);
			if (options.createIfNotExists) {
				// A part of the name is enough to be found here, and only the first is looked at: with
				// "X copy" in front, "X" is not seen and its creation fails.
				const { data } = await tables.getManyAndCount({ filter: { name }, take: 1 });
				if (data[0]?.name === name) return data;
			}
			return [await tables.createDataTable({ name, columns })];
		},
		async list(index) {
			const returnAll = this.getNodeParameter('returnAll', index) as boolean;
			const limit = this.getNodeParameter('limit', index, 50) as number;
			const options = this.getNodeParameter('options', index, {}) as Record<string, string>;
			const query: ListDataTableOptions = {};
			if (options.sortField && options.sortDirection) {
				query.sortBy =
					`${options.sortField}:${options.sortDirection}` as ListDataTableOptions['sortBy'];
			}
			if (options.filterName) query.filter = { name: options.filterName.toLowerCase() };
			const tables = await openProject(this);
			return (await tables.getManyAndCount({ ...query, ...(!returnAll && { take: limit }) })).data;
		},
		async delete(index) {
			const deletedTableId = this.getNodeParameter('dataTableId', index, undefined, {
				extractValue: true,
			});
			const success = await (await openTable(this, index)).deleteDataTable();
			return [{ success, deletedTableId }];
		},
		async clear(index) {
			return [{ success: true, ...(await (await openTable(this, index)).clearRows()) }];
		},
		async update(index) {
			const name = this.getNodeParameter('newName', index) as string;
			const success = await (await openTable(this, index)).updateDataTable({ name });
			return [{ success, name }];
		},
	},
	row: {
		async get(index) {
			return await getRows(this, index, await openTable(this, index));
		},
		async update(index) {
			const { table, data, filter } = await change(this, index);
			return await table.updateRows({ data, filter });
		},
		async upsert(index) {
			const { table, data, filter } = await change(this, index);
			return await table.upsertRow({ data, filter });
		},
		async deleteRows(index) {
			const table = await openTable(this, index);
			return await table.deleteRows({ filter: await readFilter(this, index, table, true) });
		},
	},
};

async function change(context: IExecuteFunctions, index: number) {
	const table = await openTable(context, index);
	if (context.getNodeParameter('options.dryRun', index, false) === true) {
		throw new NodeOperationError(context.getNode(), 'The stand-in has no dry run');
	}
	const data: DataTableRow = readRow(context, index);
	return { table, data, filter: await readFilter(context, index, table, true) };
}

const disabled = (context: IExecuteFunctions) =>
	new NodeOperationError(
		context.getNode(),
		'Attempted to use Data table node but the module is disabled',
	);

async function openProject(context: IExecuteFunctions): Promise<IDataTableProjectAggregateService> {
	const { getDataTableAggregateProxy } = context.helpers;
	if (!getDataTableAggregateProxy) throw disabled(context);
	return await getDataTableAggregateProxy();
}

/** A table given by name is the one changed last among those whose name holds it. */
async function openTable(
	context: IExecuteFunctions,
	index: number,
): Promise<IDataTableProjectService> {
	const { getDataTableProxy } = context.helpers;
	if (!getDataTableProxy) throw disabled(context);
	const { mode, value } = context.getNodeParameter('dataTableId', index) as Record<string, string>;
	if (mode !== 'name') return await getDataTableProxy(value);
	const tables = await openProject(context);
	const { data } = await tables.getManyAndCount({ filter: { name: value.toLowerCase() }, take: 1 });
	if (data.length === 0) {
		throw new NodeOperationError(context.getNode(), `Data table with name "${value}" not found`);
	}
	return await getDataTableProxy(data[0].id);
}
