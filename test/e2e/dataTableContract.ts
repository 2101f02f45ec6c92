import type { IDataObject, INodeParameters, IWorkflowBase } from 'n8n-workflow';

/**
 * What the send-limit ledger takes for granted of n8n's Data Table node 1.1, as calls with what must
 * come back. Goes against the stand-in of the engine tests and against a real n8n.
 */
export interface ContractStep {
	/** What n8n does, as a sentence. */
	name: string;
	parameters: INodeParameters;
	/** The item that the node gets; empty by default. */
	json?: IDataObject;
	/** A part of each row, in order; or the words of the failure. */
	expected: IDataObject[] | RegExp;
}

/** Runs one Data Table node over one item, and gives the `json` of what it put out. */
export type DataTableCall = (
	parameters: INodeParameters,
	json: IDataObject,
) => Promise<IDataObject[]>;

export const CONTRACT_TABLE = 'Contract Ledger';
const COPY = `${CONTRACT_TABLE} copy`;

const named = (value: string) => ({ __rl: true, mode: 'name', value });
export const equals = (keyName: string, keyValue: string | number) => ({
	keyName,
	condition: 'eq',
	keyValue,
});
export const where = (...conditions: IDataObject[]) =>
	({ matchType: 'allConditions', filters: { conditions } }) as INodeParameters;
const whereAny = (...conditions: IDataObject[]) =>
	({ matchType: 'anyCondition', filters: { conditions } }) as INodeParameters;

const fromItem = { mappingMode: 'autoMapInputData', value: null };
const row = (operation: string, more: INodeParameters, name = CONTRACT_TABLE): INodeParameters => ({
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
const upsert = (...conditions: IDataObject[]) =>
	row('upsert', { columns: fromItem, options: {}, ...where(...conditions) });
const deleteRows = (...conditions: IDataObject[]) =>
	row('deleteRows', { options: {}, ...where(...conditions) });

export const createTable = (tableName: string, createIfNotExists = true): INodeParameters => ({
	resource: 'table',
	operation: 'create',
	tableName,
	columns: { column: ['key', 'sends', 'version'].map((name) => ({ name, type: 'string' })) },
	options: { createIfNotExists },
});
const listTables = (filterName: string): INodeParameters => ({
	resource: 'table',
	operation: 'list',
	returnAll: true,
	options: { filterName },
});
const deleteTable = (name: string): INodeParameters => ({
	resource: 'table',
	operation: 'delete',
	dataTableId: named(name),
});

/** In order: each step builds on those before it, and the last ones take everything away. */
export const CONTRACT: ContractStep[] = [
	{
		name: 'a table is created, and answers with its name and an id',
		parameters: createTable(CONTRACT_TABLE),
		expected: [{ name: CONTRACT_TABLE }],
	},
	{
		name: 'creating it again answers with the table that is there',
		parameters: createTable(CONTRACT_TABLE),
		expected: [{ name: CONTRACT_TABLE }],
	},
	{
		name: 'creating it again without "reuse" fails',
		parameters: createTable(CONTRACT_TABLE, false),
		expected: /Data table with name 'Contract Ledger' already exists in this project/,
	},
	{
		name: 'a list of tables is filtered by part of the name, whatever its case',
		parameters: listTables('contract led'),
		expected: [{ name: CONTRACT_TABLE }],
	},
	{
		name: 'no row is no answer',
		parameters: get(equals('key', 'ann')),
		expected: [],
	},
	{
		name: 'a row is inserted from the item',
		parameters: insert,
		json: { key: 'ann', sends: '[]', version: '1' },
		expected: [{ key: 'ann', sends: '[]', version: '1' }],
	},
	{
		name: 'a column that the item lacks stays empty',
		parameters: insert,
		json: { key: 'ben', version: '1' },
		expected: [{ key: 'ben', sends: null, version: '1' }],
	},
	{
		name: 'a column that the table lacks fails the insert',
		parameters: insert,
		json: { key: 'cleo', place: 'Bergen' },
		expected: /unknown column name 'place'/,
	},
	{
		name: 'a number in a text column is kept as text',
		parameters: insert,
		json: { key: 'dora', version: 7 },
		expected: [{ key: 'dora', version: '7' }],
	},
	{
		name: 'rows come in the order in which they were inserted',
		parameters: get(),
		expected: [{ key: 'ann' }, { key: 'ben' }, { key: 'dora' }],
	},
	{
		name: 'a filter compares text exactly',
		parameters: get(equals('key', 'Ann')),
		expected: [],
	},
	{
		name: 'a filter by a column that the table lacks fails',
		parameters: get(equals('place', 'Bergen')),
		expected: /Filter validation failed: Column\(s\) "place" do not exist in the selected table/,
	},
	{
		name: 'an update whose conditions hold returns the row as it is now',
		parameters: update(equals('key', 'ann'), equals('version', '1')),
		json: { sends: '[1]', version: '2' },
		expected: [{ key: 'ann', sends: '[1]', version: '2' }],
	},
	{
		name: 'an update whose conditions no longer hold returns nothing',
		parameters: update(equals('key', 'ann'), equals('version', '1')),
		json: { sends: '[2]', version: '2' },
		expected: [],
	},
	{
		name: 'and changes nothing',
		parameters: get(equals('key', 'ann')),
		expected: [{ key: 'ann', sends: '[1]', version: '2' }],
	},
	{
		name: 'an update without conditions fails',
		parameters: update(),
		json: { version: '9' },
		expected: /At least one condition is required/,
	},
	{
		name: 'a row is read by its id as text or number',
		parameters: get({ keyName: 'id', condition: 'lte', keyValue: '1' }),
		expected: [{ id: 1, key: 'ann' }],
	},
	{
		name: 'isEmpty finds NULL',
		parameters: get({ keyName: 'sends', condition: 'isEmpty' }),
		expected: [{ key: 'ben' }, { key: 'dora' }],
	},
	{
		name: 'neq finds NULL too',
		parameters: get({ keyName: 'sends', condition: 'neq', keyValue: '[1]' }),
		expected: [{ key: 'ben' }, { key: 'dora' }],
	},
	{
		name: 'like finds a part of a text',
		parameters: get({ keyName: 'key', condition: 'like', keyValue: 'nn' }),
		expected: [{ key: 'ann' }],
	},
	{
		name: 'any of several conditions is enough where the call says so',
		parameters: row('get', {
			returnAll: true,
			...whereAny(equals('key', 'ann'), equals('key', 'ben')),
		}),
		expected: [{ key: 'ann' }, { key: 'ben' }],
	},
	{
		name: 'a limit cuts the sorted rows',
		parameters: row('get', {
			returnAll: false,
			limit: 1,
			orderBy: true,
			orderByColumn: 'id',
			orderByDirection: 'DESC',
			...where(),
		}),
		expected: [{ key: 'dora' }],
	},
	{
		name: 'an upsert changes the row that is there',
		parameters: upsert(equals('key', 'ben')),
		json: { key: 'ben', version: '2' },
		expected: [{ key: 'ben', version: '2' }],
	},
	{
		name: 'an upsert inserts the row that is not',
		parameters: upsert(equals('key', 'emil')),
		json: { key: 'emil', version: '1' },
		expected: [{ key: 'emil', version: '1' }],
	},
	{
		name: 'deleted rows are returned as they were',
		parameters: deleteRows(equals('key', 'dora')),
		expected: [{ key: 'dora', version: '7' }],
	},
	{
		name: 'another table may hold the name of the first',
		parameters: createTable(COPY, false),
		expected: [{ name: COPY }],
	},
	{
		name: 'and is then found under it, because it was changed last',
		parameters: get(),
		expected: [],
	},
	{
		name: 'and hides it from "reuse"',
		parameters: createTable(CONTRACT_TABLE),
		expected: /Data table with name 'Contract Ledger' already exists in this project/,
	},
	{
		name: 'a table is deleted by name',
		parameters: deleteTable(COPY),
		expected: [{ success: true }],
	},
	{
		name: 'after which the first is found again, with its rows',
		parameters: get(),
		expected: [{ key: 'ann' }, { key: 'ben' }, { key: 'emil' }],
	},
	{
		name: 'the last table of the name is deleted',
		parameters: deleteTable(CONTRACT_TABLE),
		expected: [{ success: true }],
	},
	{
		name: 'a table that is gone is not found',
		parameters: get(),
		expected: /Data table with name "Contract Ledger" not found/,
	},
];

/** What came of one step: nothing where n8n did as expected, else what it did instead. */
export async function runContractStep(
	call: DataTableCall,
	{ parameters, json = {}, expected }: ContractStep,
): Promise<string | undefined> {
	let rows: IDataObject[];
	try {
		rows = await call(parameters, json);
	} catch (error) {
		const { message } = error as Error;
		const foreseen = expected instanceof RegExp && expected.test(message);
		return foreseen ? undefined : `failed with "${message}"`;
	}
	const isAsExpected =
		Array.isArray(expected) &&
		rows.length === expected.length &&
		expected.every((part, i) =>
			Object.entries(part).every(([name, value]) => rows[i][name] === value),
		);
	return isAsExpected ? undefined : `gave ${JSON.stringify(rows)}`;
}

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
