import type { IDataObject, IExecuteFunctions, INodeParameters, IWorkflowBase } from 'n8n-workflow';

import { rethrow } from '../../transport/failure';
import { LedgerUnavailable } from '../ledger';

type Type = 'string' | 'number';

interface Column {
	name: string;
	type: string;
}

export interface TableInfo {
	id: string;
	name: string;
	columns?: Column[];
}

/** A condition of a row: a column has this value. */
export type Where = Record<string, string | number>;

/** A row as n8n gives it, with `id`, `createdAt` and `updatedAt` beside the columns. */
export type TableRow = IDataObject & { id: number };

/**
 * n8n's Data Tables. They refuse community nodes, but an inline sub-workflow with n8n's own Data
 * Table node may use them; it runs in the same process and belongs to the project of the workflow.
 * Every call takes one such sub-workflow.
 */
export class DataTables {
	constructor(private readonly context: Pick<IExecuteFunctions, 'executeWorkflow'>) {}

	/** The table of exactly this name; n8n itself finds every name that contains it. */
	async find(name: string): Promise<TableInfo | undefined> {
		const tables = await this.call({
			resource: 'table',
			operation: 'list',
			returnAll: true,
			options: { filterName: name },
		});
		return tables.map(asTable).find((table) => table.name === name);
	}

	/** @throws LedgerUnavailable also where another run has just made the table */
	async create(name: string, columns: Record<string, Type>): Promise<TableInfo> {
		const [table] = await this.call({
			resource: 'table',
			operation: 'create',
			tableName: name,
			columns: { column: Object.entries(columns).map(([key, type]) => ({ name: key, type })) },
			options: { createIfNotExists: false },
		});
		if (!table) throw unavailable('n8n does not show the Data Table that it made');
		return asTable(table);
	}

	/**
	 * Rows in the order they were made. n8n reads them page by page, and gives up ("synchronization
	 * error") where another run inserts one meanwhile.
	 */
	async rows(tableId: string, where: Where): Promise<TableRow[]> {
		const order = { orderBy: true, orderByColumn: 'id', orderByDirection: 'ASC' };
		const parameters = { returnAll: true, ...order, ...conditions(where) };
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.rowCall('get', tableId, parameters);
			} catch (error) {
				if (attempt === READS || !/synchronization error/.test(String(error))) rethrow(error);
			}
		}
	}

	async insert(tableId: string, row: IDataObject): Promise<void> {
		await this.rowCall('insert', tableId, MAP_ALL, row);
	}

	/**
	 * Changes the rows that meet the conditions, in one step of the database.
	 * @returns the rows that were changed: none where another run was faster
	 */
	async update(tableId: string, where: Where, row: IDataObject): Promise<TableRow[]> {
		return await this.rowCall('update', tableId, { ...MAP_ALL, ...conditions(where) }, row);
	}

	async remove(tableId: string, where: Where): Promise<void> {
		await this.rowCall('deleteRows', tableId, { ...conditions(where), options: {} });
	}

	private async rowCall(
		operation: string,
		tableId: string,
		parameters: INodeParameters,
		json: IDataObject = {},
	): Promise<TableRow[]> {
		const dataTableId = { __rl: true, mode: 'id', value: tableId };
		const rows = await this.call({ resource: 'row', operation, dataTableId, ...parameters }, json);
		return rows as TableRow[];
	}

	private async call(parameters: INodeParameters, json: IDataObject = {}): Promise<IDataObject[]> {
		try {
			const { data } = await this.context.executeWorkflow({ code: inline(parameters) }, [{ json }]);
			const items = data[0] ?? [];
			return items.map((item) => item.json).filter((row) => Object.keys(row).length > 0);
		} catch (error) {
			throw unavailable(error);
		}
	}
}

const READS = 5;

const unavailable = (error: unknown): LedgerUnavailable =>
	new LedgerUnavailable(error instanceof Error ? error.message : String(error));

const MAP_ALL: INodeParameters = {
	columns: { mappingMode: 'autoMapInputData', value: null },
	options: {},
};

const conditions = (where: Where): INodeParameters => ({
	matchType: 'allConditions',
	filters: {
		conditions: Object.entries(where).map(([keyName, keyValue]) => ({
			keyName,
			condition: 'eq',
			keyValue,
		})),
	},
});

const asTable = ({ id, name, columns }: IDataObject): TableInfo => ({
	id: String(id),
	name: String(name),
	...(Array.isArray(columns) && { columns: columns as unknown[] as Column[] }),
});

/** Nothing of these runs is saved, so they leave no trace in the list of executions. */
function inline(parameters: INodeParameters): IWorkflowBase {
	const workflow: Partial<IWorkflowBase> = {
		name: 'Send ledger',
		active: false,
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
			saveManualExecutions: false,
			saveExecutionProgress: false,
		},
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				parameters: { inputSource: 'passthrough' },
			},
			{
				id: 'table',
				name: 'Table',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [200, 0],
				parameters,
				alwaysOutputData: true,
			},
		],
		connections: { Start: { main: [[{ node: 'Table', type: 'main', index: 0 }]] } },
	};
	// Without an id of its own, n8n lets the sub-workflow act for the workflow that starts it.
	return workflow as IWorkflowBase;
}
