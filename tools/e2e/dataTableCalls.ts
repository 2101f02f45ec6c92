import type { IDataObject, INodeParameters, IWorkflowBase } from 'n8n-workflow';

export const CONTRACT_TABLE = 'Contract Ledger';
export const COPY = `${CONTRACT_TABLE} copy`;
export const TABLE_ID = '{id of the contract table}';

const named = (value: string) => ({ __rl: true, mode: 'name', value });
export const equals = (keyName: string, keyValue: string | number) => ({
	keyName,
	condition: 'eq',
	keyValue,
});
export const where = (...conditions: IDataObject[]) =>
	({ matchType: 'allConditions', filters: { conditions } }) as INodeParameters;
export const whereAny = (...conditions: IDataObject[]) =>
	({ matchType: 'anyCondition', filters: { conditions } }) as INodeParameters;

export const byId = { __rl: true, mode: 'id', value: TABLE_ID };

const fromItem = { mappingMode: 'autoMapInputData', value: null };
export const row = (
	operation: string,
	more: INodeParameters,
	name = CONTRACT_TABLE,
): INodeParameters => ({
	resource: 'row',
	operation,
	dataTableId: named(name),
	...more,
});
export const get = (...conditions: IDataObject[]) =>
	row('get', { returnAll: true, ...where(...conditions) });
export const insert = row('insert', { columns: fromItem, options: {} });
export const update = (...conditions: IDataObject[]) =>
	row('update', { columns: fromItem, options: {}, ...where(...conditions) });
export const upsert = (...conditions: IDataObject[]) =>
	row('upsert', { columns: fromItem, options: {}, ...where(...conditions) });
export const deleteRows = (...conditions: IDataObject[]) =>
	row('deleteRows', { options: {}, ...where(...conditions) });

export const createTable = (tableName: string, createIfNotExists = true): INodeParameters => ({
	resource: 'table',
	operation: 'create',
	tableName,
	columns: {
		column: [
			{ name: 'key', type: 'string' },
			{ name: 'sends', type: 'string' },
			{ name: 'version', type: 'number' },
		],
	},
	options: { createIfNotExists },
});
export const listTables = (filterName: string): INodeParameters => ({
	resource: 'table',
	operation: 'list',
	returnAll: true,
	options: { filterName },
});
export const deleteTable = (name: string): INodeParameters => ({
	resource: 'table',
	operation: 'delete',
	dataTableId: named(name),
});

/** An inner workflow of one Data Table node, as a node passes it to `this.executeWorkflow`. */
export function dataTableWorkflow(parameters: INodeParameters): IWorkflowBase {
	return {
		id: '',
		name: 'Data Table call',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
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
				name: 'Data Table',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [200, 0],
				parameters,
				alwaysOutputData: true,
			},
		],
		connections: { Start: { main: [[{ node: 'Data Table', type: 'main', index: 0 }]] } },
	};
}

/** The rows of a call made through `executeWorkflow`: an empty item stands for none. */
export function rowsOf(data: Array<Array<{ json: IDataObject }> | null>): IDataObject[] {
	return (data[0] ?? []).map(({ json }) => json).filter((json) => Object.keys(json).length > 0);
}
