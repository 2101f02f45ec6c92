import {
	byId,
	CONTRACT_TABLE,
	COPY,
	createTable,
	deleteRows,
	deleteTable,
	equals,
	get,
	insert,
	listTables,
	row,
	update,
	upsert,
	where,
	whereAny,
} from './dataTableCalls';
import type { ContractStep } from './dataTableContract';

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
		json: { key: 'ann', sends: '[]', version: 1 },
		expected: [{ key: 'ann', sends: '[]', version: 1 }],
	},
	{
		name: 'a column that the item lacks stays empty',
		parameters: insert,
		json: { key: 'ben', version: 1 },
		expected: [{ key: 'ben', sends: null, version: 1 }],
	},
	{
		name: 'a column that the table lacks fails the insert',
		parameters: insert,
		json: { key: 'cleo', place: 'Bergen' },
		expected: /unknown column name 'place'/,
	},
	{
		name: 'a number in a text column is kept as text, and a text in a number column as number',
		parameters: insert,
		json: { key: 'dora', sends: 1732345678901, version: '7' },
		expected: [{ key: 'dora', sends: '1732345678901', version: 7 }],
	},
	{
		name: 'a text that is no number does not go into a number column',
		parameters: insert,
		json: { key: 'cleo', version: 'seven' },
		expected: /value 'seven' does not match column type 'number'/,
	},
	{
		name: 'an object does not go into any column',
		parameters: insert,
		json: { key: 'cleo', sends: { at: 1 } },
		expected: /unexpected object input/,
	},
	{
		name: 'an item with the columns of n8n is inserted without them',
		parameters: insert,
		json: { id: 99, createdAt: '2020-01-01T00:00:00.000Z', key: 'fritz', version: 1 },
		expected: [{ id: 4, key: 'fritz', version: 1 }],
	},
	{
		name: 'and goes again',
		parameters: deleteRows(equals('key', 'fritz')),
		expected: [{ id: 4, key: 'fritz' }],
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
		parameters: update(equals('key', 'ann'), equals('version', 1)),
		json: { sends: '[1]', version: 2 },
		expected: [{ key: 'ann', sends: '[1]', version: 2 }],
	},
	{
		name: 'an update whose conditions no longer hold returns nothing',
		parameters: update(equals('key', 'ann'), equals('version', 1)),
		json: { sends: '[2]', version: 2 },
		expected: [],
	},
	{
		name: 'and changes nothing',
		parameters: get(equals('key', 'ann')),
		expected: [{ key: 'ann', sends: '[1]', version: 2 }],
	},
	{
		name: 'an update without conditions fails',
		parameters: update(),
		json: { version: 9 },
		// The form refuses it from 2.40 on, before that the node did.
		expected: /At least (1 field|one condition) is required/,
	},
	{
		name: 'a row is read by its id as text or number',
		parameters: get({ keyName: 'id', condition: 'lte', keyValue: '1' }),
		expected: [{ id: 1, key: 'ann' }],
	},
	{
		name: 'isEmpty finds NULL',
		parameters: get({ keyName: 'sends', condition: 'isEmpty' }),
		expected: [{ key: 'ben' }],
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
		name: 'a table given by its id is exactly that one',
		parameters: { ...get(equals('version', 2)), dataTableId: byId },
		expected: [{ key: 'ann' }],
	},
	{
		name: 'a table given by an id that does not exist is not found',
		parameters: { ...get(), dataTableId: { ...byId, value: 'nosuchtable' } },
		expected: /[Dd]ata table.*nosuchtable/,
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
		json: { key: 'ben', version: 2 },
		expected: [{ key: 'ben', version: 2 }],
	},
	{
		name: 'an upsert inserts the row that is not',
		parameters: upsert(equals('key', 'emil')),
		json: { key: 'emil', version: 1 },
		expected: [{ key: 'emil', version: 1 }],
	},
	{
		name: 'deleted rows are returned as they were',
		parameters: deleteRows(equals('key', 'dora')),
		expected: [{ key: 'dora', version: 7 }],
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
		name: 'but not under its id',
		parameters: { ...get(equals('key', 'ann')), dataTableId: byId },
		expected: [{ key: 'ann' }],
	},
	{
		name: 'a list gives both, the one changed last first',
		parameters: listTables(CONTRACT_TABLE),
		expected: [{ name: COPY }, { name: CONTRACT_TABLE }],
	},
	{
		name: 'the other table hides the first one from "reuse"',
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
