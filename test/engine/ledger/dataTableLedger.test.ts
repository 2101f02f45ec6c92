import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import { DataTables } from '../../support/n8n/dataTables';
import {
	callsOf,
	contactsOf,
	enrolled,
	KEY,
	reserve,
	sizeOfRow,
	startProcess,
	TABLE,
	type N8nProcess,
} from './processes';

let tables: DataTables;
let n8n: N8nProcess;
beforeEach(async () => {
	tables = new DataTables();
	n8n = await startProcess();
});
afterEach(() => jest.restoreAllMocks());

describe('the first use', () => {
	it('makes the table, and a row for the sender', async () => {
		await reserve(n8n.open(tables), 1);
		expect(tables.names).toEqual([TABLE]);
		expect(tables.rows(TABLE)).toMatchObject([{ account: '7', sender: 'rep@example.com' }]);
		expect(callsOf(tables)).toEqual([
			...['list table', 'create table'],
			...['get', 'insert', 'get', 'update'],
		]);
	});

	it('finds nothing where there is no table, and makes no row to read', async () => {
		expect(await n8n.open(tables).read(KEY)).toEqual(EMPTY_ROW);
		expect(await n8n.open(tables).rowsOf('7')).toEqual([]);
		expect(tables.rows(TABLE)).toEqual([]);
	});

	it.each(['before', 'after'])('takes no copy for the table that was made %s it', async (when) => {
		const columns = ['account', 'sender', 'sendsToCome', 'enrollments', 'revision'];
		const row = { account: '7', sender: 'rep@example.com', enrollments: 'of the copy' };
		const copy = () => tables.create(`${TABLE} copy`, columns, [row]);
		if (when === 'before') copy();
		await reserve(n8n.open(tables), 1);
		if (when === 'after') copy();
		const other = await startProcess();
		await reserve(other.open(tables), 2);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1', '2']);
		expect(tables.rows(TABLE)).toHaveLength(1);
		expect(tables.rows(`${TABLE} copy`)).toMatchObject([row]);
		expect(tables.names).toHaveLength(2);
	});
});

describe('a row that is there', () => {
	beforeEach(async () => {
		await reserve(n8n.open(tables), 1);
		tables.calls.splice(0);
	});

	it('takes two calls to reserve in, by any execution of the process', async () => {
		await reserve(n8n.open(tables), 2);
		expect(callsOf(tables)).toEqual(['get', 'update']);
		await reserve(n8n.open(tables), 3);
		expect(callsOf(tables)).toEqual(['get', 'update', 'get', 'update']);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1', '2', '3']);
	});

	it('takes one call more where another process has not used the table before', async () => {
		const other = await startProcess();
		await reserve(other.open(tables), 2);
		expect(callsOf(tables)).toEqual(['list table', 'get', 'update']);
	});

	it('takes one call to read, and one where there is nothing to change', async () => {
		const ledger = n8n.open(tables);
		const [before] = tables.rows(TABLE).map((row) => ({ ...row }));
		expect(sizeOfRow(await ledger.read(KEY))).toBe(1);
		const { seen } = await ledger.update(KEY, (row) => ({ row, seen: sizeOfRow(row) }));
		expect(seen).toBe(1);
		expect(callsOf(tables)).toEqual(['get', 'get']);
		expect(tables.rows(TABLE)).toEqual([before]);
	});

	it('that was read is not read again to be changed', async () => {
		const ledger = n8n.open(tables);
		await ledger.read(KEY);
		await reserve(ledger, 2);
		expect(callsOf(tables)).toEqual(['get', 'update']);
		await reserve(ledger, 3);
		expect(callsOf(tables).slice(2)).toEqual(['get', 'update']);
	});

	it.each<[string, boolean, string[]]>([
		['', true, ['1', '2', '3']],
		[', also where there is nothing to change then', false, ['1', '2']],
	])('that was read is read again once another process changed it%s', async (_, adds, known) => {
		const ledger = n8n.open(tables);
		await ledger.read(KEY);
		await reserve((await startProcess()).open(tables), 2);
		const { row } = adds ? await reserve(ledger, 3) : await ledger.update(KEY, (row) => ({ row }));
		expect(contactsOf(row)).toEqual(known);
		expect(contactsOf(await ledger.read(KEY))).toEqual(known);
	});

	it('is the very same one until somebody else changes it', async () => {
		const ledger = n8n.open(tables);
		const read = await ledger.read(KEY);
		expect(await ledger.read(KEY)).toBe(read);
		const { row } = await reserve(ledger, 2);
		expect(await ledger.read(KEY)).toBe(row);
		await reserve((await startProcess()).open(tables), 3);
		expect(await ledger.read(KEY)).not.toBe(row);
	});

	it('is kept by a restart', async () => {
		const restarted = await startProcess();
		expect(await restarted.open(tables).read(KEY)).toEqual(enrolled(EMPTY_ROW, 1));
	});

	it('keeps until when HubSpot said that the sender is at the limit', async () => {
		const fullUntil = Date.now() + 30 * 60_000;
		const ledger = n8n.open(tables);
		await ledger.update(KEY, (row) => ({ row: { ...row, fullUntil } }));
		expect((await ledger.read(KEY)).fullUntil).toBe(fullUntil);
		await reserve(ledger, 2);
		expect((await ledger.read(KEY)).fullUntil).toBe(fullUntil);
	});

	it('is left as it was where a change fails, and the next one goes ahead', async () => {
		const ledger = n8n.open(tables);
		const failing = ledger.update(KEY, () => {
			throw new Error('no decision');
		});
		await expect(failing).rejects.toThrow('no decision');
		await reserve(ledger, 2);
		expect(contactsOf(await ledger.read(KEY))).toEqual(['1', '2']);
	});

	it('tells people what is to come, and shows nobody’s address', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2027, 5, 1, 12));
		await reserve(n8n.open(tables), 2, 3);
		const [row] = tables.rows(TABLE);
		// None of the emails was seen, so each may still go out.
		expect(row.sendsToCome).toBe(6);
		expect(String(row.enrollments)).not.toMatch(/contact-|example/);
	});

	it('has a revision that no other change gives it', async () => {
		const revisions = new Set([tables.rows(TABLE)[0].revision]);
		const ledger = n8n.open(tables);
		const [{ enrollments }] = tables.rows(TABLE);
		for (let change = 1; change <= 5; change++) {
			await ledger.update(KEY, (row) => ({ row: { ...row } }));
			revisions.add(tables.rows(TABLE)[0].revision);
		}
		expect(revisions.size).toBe(6);
		expect(tables.rows(TABLE)[0].enrollments).toBe(enrollments);
	});

	it('leaves no trace in the list of executions', () => {
		expect(tables.keptExecutions).toBe(0);
	});
});

describe('rows of several senders', () => {
	const other = { ...KEY, sender: 'other@example.com' };
	const abroad = { ...KEY, account: '8' };

	beforeEach(async () => {
		const ledger = n8n.open(tables);
		await reserve(ledger, 1);
		for (const [key, contact] of [[other, 2] as const, [abroad, 3] as const]) {
			await ledger.update(key, (row) => ({ row: enrolled(row, contact) }));
		}
	});

	it('are apart', async () => {
		const ledger = n8n.open(tables);
		const read = await Promise.all([KEY, other, abroad].map(async (key) => await ledger.read(key)));
		expect(read.map(contactsOf)).toEqual([['1'], ['2'], ['3']]);
	});

	it('are found by account', async () => {
		const rows = await n8n.open(tables).rowsOf('7');
		expect(rows.map(({ key, row }) => [key, contactsOf(row)])).toEqual([
			[KEY, ['1']],
			[other, ['2']],
		]);
	});

	it('do not wait for each other in one process', async () => {
		const order: string[] = [];
		tables.onCall = async ({ operation }) => {
			order.push(operation);
		};
		const ledger = n8n.open(tables);
		await Promise.all(
			[KEY, other].map(async (key) => await ledger.update(key, (row) => ({ row: { ...row } }))),
		);
		expect(order).toEqual(['get', 'get', 'update', 'update']);
	});
});
