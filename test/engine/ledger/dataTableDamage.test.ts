import type { Ledger } from '../../../nodes/shared/ledger/ledger';
import { DataTables } from '../../support/n8n/dataTables';
import {
	callsOf,
	contactsOf,
	KEY,
	reserve,
	sizeOfRow,
	startProcess,
	TABLE,
	type N8nProcess,
} from './processes';

let tables: DataTables;
let n8n: N8nProcess;
beforeAll(async () => {
	n8n = await startProcess();
});
beforeEach(() => {
	tables = new DataTables();
});

const uses: Array<[string, (ledger: Ledger) => Promise<unknown>]> = [
	['read', async (ledger) => await ledger.read(KEY)],
	['update', async (ledger) => await reserve(ledger, 9)],
	['rowsOf', async (ledger) => await ledger.rowsOf('7')],
];

const cohort = {
	source: '501',
	hour: 500_000,
	sends: [0],
	enrollees: [['1', 'a', 'b']],
	others: 0,
};
const damaged = (given: object) => JSON.stringify({ cohorts: [{ ...cohort, ...given }] });
const packed = (given: object) => {
	const made = { source: '501', schedule: 'daily', hour: 500_000, members: [['1', 'a', 'b']] };
	return JSON.stringify({ v: 2, owed: { schedules: {}, enrollments: [{ ...made, ...given }] } });
};

describe.each<[string, Record<string, string | null>]>([
	['that is no JSON', { enrollments: '{"cohorts":[' }],
	['that is empty', { enrollments: '' }],
	['that is missing', { enrollments: null }],
	['of another shape', { enrollments: '{}' }],
	['that is a list', { enrollments: '[]' }],
	['that is a number', { enrollments: '0' }],
	['without the hour of a cohort', { enrollments: damaged({ hour: undefined }) }],
	['with an hour that is none', { enrollments: damaged({ hour: 'noon' }) }],
	['with half an hour', { enrollments: damaged({ sends: [0.5] }) }],
	['with fewer than no enrollments', { enrollments: damaged({ others: -3 }) }],
	['with contacts by id alone', { enrollments: damaged({ enrollees: ['1'] }) }],
	['without sends', { enrollments: damaged({ sends: undefined }) }],
	['with a time that is none', { enrollments: '{"cohorts":[],"fullUntil":"noon"}' }],
	['without the schedule of an enrollment', { enrollments: packed({ schedule: 'gone' }) }],
	['with an enrollment that is none', { enrollments: packed({ members: ['1'] }) }],
	['of a format that never was', { enrollments: '{"v":1,"cohorts":[]}' }],
	['without its revision', { revision: null }],
	['with an empty revision', { revision: '' }],
])('a row %s', (_, damage) => {
	it.each(uses)('is a problem that names the table and the row: %s', async (_name, use) => {
		const ledger = n8n.open(tables);
		await ledger.update({ ...KEY, account: '6' }, (row) => ({ row: { ...row } }));
		await reserve(ledger, 1);
		const row = tables.rows(TABLE)[1];
		Object.assign(row, damage);
		const before = { ...row };
		await expect(use(ledger)).rejects.toMatchObject({
			name: 'LedgerDamaged',
			message: 'What is planned for rep@example.com cannot be read',
			description: expect.stringMatching(/"HubSpot Send Ledger".*row id 2\b/),
			details: { table: TABLE, row: 2, sender: KEY.sender },
		});
		expect(tables.rows(TABLE)[1]).toEqual(before);
	});
});

describe('a row', () => {
	it('of another sender may be damaged', async () => {
		const ledger = n8n.open(tables);
		await ledger.update({ ...KEY, sender: 'other@example.com' }, (row) => ({ row: { ...row } }));
		tables.rows(TABLE)[0].enrollments = '';
		await reserve(ledger, 1);
		expect(contactsOf(await ledger.read(KEY))).toEqual(['1']);
	});

	it('that is damaged is a problem also beside another one of the sender', async () => {
		const ledger = n8n.open(tables);
		await reserve(ledger, 1);
		const [row] = tables.rows(TABLE);
		tables.rows(TABLE).push({ ...row, id: 2, enrollments: '' });
		await expect(reserve(ledger, 2)).rejects.toMatchObject({ name: 'LedgerDamaged' });
		expect(tables.rows(TABLE)).toHaveLength(2);
	});

	it('that is deleted by hand starts anew', async () => {
		const ledger = n8n.open(tables);
		await reserve(ledger, 1);
		tables.rows(TABLE).splice(0);
		expect(sizeOfRow(await ledger.read(KEY))).toBe(0);
		await reserve(ledger, 2);
		expect(contactsOf(await ledger.read(KEY))).toEqual(['2']);
		expect(tables.rows(TABLE)).toHaveLength(1);
	});

	it('that is deleted between reading and writing starts anew', async () => {
		const ledger = n8n.open(tables);
		await reserve(ledger, 1);
		let deleted = false;
		tables.onCall = ({ operation }) => {
			if (operation !== 'update' || deleted) return;
			deleted = true;
			tables.rows(TABLE).splice(0);
		};
		await reserve(ledger, 2);
		expect(contactsOf(await ledger.read(KEY))).toEqual(['2']);
	});
});

describe('a table', () => {
	it.each(uses)('of the user with the same name is a problem that names it: %s', async (_, use) => {
		const rows = [{ account: '7', sender: KEY.sender, mine: 'yes' }];
		tables.create(TABLE, ['account', 'sender', 'mine'], rows);
		await expect(use(n8n.open(tables))).rejects.toMatchObject({
			name: 'LedgerDamaged',
			message: expect.stringContaining(`"${TABLE}"`),
			description: expect.stringContaining('no column sendsToCome, enrollments, revision'),
			details: { table: TABLE },
		});
		expect(tables.rows(TABLE)).toMatchObject(rows);
	});

	it('of the user gives way once it is renamed', async () => {
		tables.create(TABLE, ['mine'], [{ mine: 'yes' }]);
		const ledger = n8n.open(tables);
		await expect(reserve(ledger, 1)).rejects.toMatchObject({ name: 'LedgerDamaged' });
		for (const { table } of tables.tables.values()) table.name = `${TABLE} of mine`;
		await reserve(ledger, 1);
		expect(contactsOf(await ledger.read(KEY))).toEqual(['1']);
		expect(tables.rows(`${TABLE} of mine`)).toMatchObject([{ mine: 'yes' }]);
	});

	it('with a column of the user beside those of the ledger is used', async () => {
		await reserve(n8n.open(tables), 1);
		const [{ account, sender, enrollments, revision }] = tables.rows(TABLE);
		const own = new DataTables();
		const columns = ['account', 'sender', 'sendsToCome', 'enrollments', 'revision', 'note'];
		const row = { account, sender, enrollments, revision, note: 'mine' };
		own.create(
			TABLE,
			{
				...Object.fromEntries(columns.map((name) => [name, 'string' as const])),
				sendsToCome: 'number',
			},
			[row],
		);
		await reserve(n8n.open(own), 2);
		expect(contactsOf(await n8n.open(own).read(KEY))).toEqual(['1', '2']);
		expect(own.rows(TABLE)).toMatchObject([{ note: 'mine' }]);
	});

	it.each(uses)('that was deleted between two uses is made anew: %s', async (_, use) => {
		await reserve(n8n.open(tables), 1);
		tables.drop(TABLE);
		await use(n8n.open(tables));
		expect(tables.names).toEqual([TABLE]);
		expect(contactsOf(await n8n.open(tables).read(KEY))).not.toContain('1');
	});

	it('that was deleted between reading and writing is made anew', async () => {
		const ledger = n8n.open(tables);
		await reserve(ledger, 1);
		let deleted = false;
		tables.onCall = ({ operation }) => {
			if (operation !== 'update' || deleted) return;
			deleted = true;
			tables.drop(TABLE);
		};
		await reserve(ledger, 2);
		expect(contactsOf(await ledger.read(KEY))).toEqual(['2']);
	});

	it('that was deleted and made again by another process is found', async () => {
		await reserve(n8n.open(tables), 1);
		tables.drop(TABLE);
		await reserve((await startProcess()).open(tables), 2);
		tables.calls.splice(0);
		await reserve(n8n.open(tables), 3);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['2', '3']);
		expect(tables.names).toEqual([TABLE]);
		expect(callsOf(tables)).not.toContain('create table');
	});
});
