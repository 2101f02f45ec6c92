import { DataTables } from '../../support/n8n/dataTables';
import {
	callsOf,
	contactsOf,
	KEY,
	reserve,
	startProcess,
	TABLE,
	type N8nProcess,
} from './processes';

let n8n: N8nProcess;
beforeEach(async () => (n8n = await startProcess()));

/** As versions before this one made it. */
const OLD = {
	account: 'string',
	sender: 'string',
	sendsToCome: 'number',
	enrollments: 'string',
	revision: 'string',
} as const;
const LEGIBLE = ['who', 'whatFor', 'nextSends', 'lastChanged'];

const columnsOf = (tables: DataTables) =>
	[...tables.tables.values()].flatMap(({ table }) => table.columns.map(({ name }) => name));

it('a new table begins with what people can read', async () => {
	const tables = new DataTables();
	await reserve(n8n.open(tables), 1, 2);

	expect(columnsOf(tables).slice(0, 4)).toEqual(LEGIBLE);
	expect(tables.rows(TABLE)).toMatchObject([
		{
			who: 'rep@example.com',
			whatFor: 'Sequence 501: 2 contacts',
			nextSends: '1 Jun: 2 · 2 Jun: 2',
			sendsToCome: 4,
			lastChanged: expect.stringMatching(/^\w{3} \d+ \w{3} \d{4} \d\d:\d\d \(UTC\)$/) as string,
		},
	]);
});

it('a table of an older version goes on without, and costs no call more', async () => {
	const [old, young] = [new DataTables(), new DataTables()];
	old.create(TABLE, OLD);
	young.create(TABLE, { ...OLD, ...Object.fromEntries(LEGIBLE.map((name) => [name, 'string'])) });
	for (const tables of [old, young]) {
		const process = await startProcess();
		await reserve(process.open(tables), 1);
		await reserve(process.open(tables), 2);
		expect(contactsOf(await process.open(tables).read(KEY))).toEqual(['1', '2']);
	}

	expect(old.rows(TABLE)[0]).not.toHaveProperty('who');
	expect(young.rows(TABLE)).toMatchObject([{ who: 'rep@example.com' }]);
	expect(callsOf(old)).toEqual(callsOf(young));
});

it('a column of the user that has such a name and is no text is left alone', async () => {
	const tables = new DataTables();
	const others = Object.fromEntries(LEGIBLE.map((name) => [name, 'string' as const]));
	tables.create(TABLE, { ...OLD, ...others, whatFor: 'number' });
	await reserve(n8n.open(tables), 1);
	expect(tables.rows(TABLE)).toMatchObject([{ who: null, whatFor: null }]);
});

it.each(['gone', 'new'])(
	'columns for people that are %s since the table was found',
	async (now) => {
		const legible = Object.fromEntries(LEGIBLE.map((name) => [name, 'string' as const]));
		const [before, after] =
			now === 'gone' ? [{ ...OLD, ...legible }, OLD] : [OLD, { ...OLD, ...legible }];
		const tables = new DataTables();
		tables.create(TABLE, before);
		await reserve(n8n.open(tables), 1);
		tables.drop(TABLE);
		tables.create(TABLE, after);
		await reserve(n8n.open(tables), 2);

		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['2']);
		const isShown = now === 'new';
		expect(Object.keys(tables.rows(TABLE)[0]).includes('who')).toBe(isShown);
	},
);
