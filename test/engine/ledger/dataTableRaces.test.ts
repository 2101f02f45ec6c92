import { sleep } from 'n8n-workflow';

import { DataTables } from '../../support/n8n/dataTables';
import {
	contactsOf,
	enrolled,
	giveBack,
	KEY,
	reserve,
	sizeOfRow,
	startProcess,
	startProcesses,
	TABLE,
	type N8nProcess,
} from './processes';

const numbers = (count: number, from = 1) =>
	Array.from({ length: count }, (_, index) => String(from + index));

let tables: DataTables;
beforeEach(() => {
	tables = new DataTables();
});
afterEach(() => jest.restoreAllMocks());

/** The row in the table as a process reads it that has never used it. */
const stored = async () => await (await startProcess()).open(tables).read(KEY);

describe('processes that make the table and the row at once', () => {
	it.each([2, 5])('%d of them end in one row that all use, and nothing is lost', async (count) => {
		const processes = await startProcesses(count);
		await Promise.all(
			processes.map(async (n8n, order) => await reserve(n8n.open(tables), order + 1)),
		);
		expect(tables.names).toEqual([TABLE]);
		await Promise.all(
			processes.map(async (n8n, order) => await reserve(n8n.open(tables), order + 101)),
		);
		expect(tables.rows(TABLE)).toHaveLength(1);
		expect(contactsOf(await stored())).toEqual([...numbers(count), ...numbers(count, 101)].sort());
	});

	it('did collide, or nothing was shown', async () => {
		const [first, second] = await startProcesses(2);
		await Promise.all([reserve(first.open(tables), 1), reserve(second.open(tables), 2)]);
		const operations = tables.calls.map(({ operation }) => operation);
		expect(operations.filter((one) => one === 'create')).toHaveLength(2);
		expect(operations.filter((one) => one === 'insert')).toHaveLength(2);
		expect(operations).toContain('deleteRows');
	});

	it('end in one row also where one inserts its own long after the other', async () => {
		const [first, second] = await startProcesses(2);
		let held: (() => void) | undefined;
		tables.onCall = async ({ operation }) => {
			if (operation !== 'insert' || held) return;
			await new Promise<void>((go) => {
				held = go;
			});
		};
		const late = reserve(first.open(tables), 1);
		while (!held) await sleep(1);
		await reserve(second.open(tables), 2, 3);
		held();
		await late;
		expect(tables.rows(TABLE)).toHaveLength(1);
		expect(contactsOf(await stored())).toEqual(['1', '2', '3']);
	});
});

describe('many changes at once', () => {
	let processes: N8nProcess[];
	beforeAll(async () => {
		processes = await startProcesses(12);
	});
	beforeEach(async () => {
		await reserve(processes[0].open(tables), 'first');
		tables.latencyMs = 1;
	});

	it('60 of twelve processes all count', async () => {
		await Promise.all(
			numbers(60).map(async (contact, order) => {
				await reserve(processes[order % 12].open(tables), contact);
			}),
		);
		expect(tables.rows(TABLE)).toHaveLength(1);
		expect(contactsOf(await stored())).toEqual([...numbers(60), 'first'].sort());
		// They did collide, or nothing was shown.
		const updates = tables.calls.filter(({ operation }) => operation === 'update');
		expect(updates.length).toBeGreaterThan(61);
	});

	it('some of which give back what others have reserved', async () => {
		await Promise.all(
			numbers(24).map(async (contact, order) => {
				const ledger = processes[order % 12].open(tables);
				await reserve(ledger, contact);
				if (order % 2 === 0) await giveBack(ledger, contact);
			}),
		);
		const kept = numbers(24).filter((_, order) => order % 2 === 1);
		expect(contactsOf(await stored())).toEqual([...kept, 'first'].sort());
	});

	it('give out no place twice', async () => {
		const LIMIT = 10;
		const taken = await Promise.all(
			numbers(32).map(async (contact, order) => {
				const ledger = processes[order % 12].open(tables);
				const { row } = await ledger.update(KEY, (known) => {
					if (sizeOfRow(known) >= LIMIT) return { row: known };
					return { row: enrolled(known, contact) };
				});
				return contactsOf(row).includes(contact);
			}),
		);
		expect(taken.filter(Boolean)).toHaveLength(LIMIT - 1);
		expect(sizeOfRow(await stored())).toBe(LIMIT);
	});

	it('of one process wait for each other instead of losing to each other', async () => {
		tables.calls.splice(0);
		const [n8n] = processes;
		await Promise.all(numbers(20).map(async (contact) => await reserve(n8n.open(tables), contact)));
		const operations = tables.calls.map(({ operation }) => operation);
		expect(operations.filter((one) => one === 'get')).toHaveLength(20);
		expect(operations.filter((one) => one === 'update')).toHaveLength(20);
		expect(contactsOf(await stored())).toHaveLength(21);
	});
});

describe('a change that always comes too late', () => {
	it('is made on what the others have made of the row', async () => {
		const [slow, fast] = await startProcesses(2);
		await reserve(slow.open(tables), 1);
		let left = 3;
		tables.onCall = async ({ operation }) => {
			if (operation !== 'update' || left === 0) return;
			left--;
			// The other one gets in between, and its own update is let through.
			const others = left;
			left = 0;
			await reserve(fast.open(tables), 10 + others);
			left = others;
		};
		await reserve(slow.open(tables), 2);
		expect(contactsOf(await stored())).toEqual(['1', '10', '11', '12', '2']);
	});

	it('gives up after a minute, and says why', async () => {
		const n8n = await startProcess();
		await reserve(n8n.open(tables), 1);
		let now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		tables.onCall = ({ operation }) => {
			if (operation !== 'update') return;
			tables.rows(TABLE)[0].revision += '+';
			now += 20_000;
		};
		await expect(reserve(n8n.open(tables), 2)).rejects.toMatchObject({
			name: 'LedgerUnavailable',
			message: expect.stringContaining('too many runs change the row of rep@example.com'),
		});
		tables.onCall = undefined;
		expect(contactsOf(await stored())).toEqual(['1']);
	});
});

describe('several rows of one sender', () => {
	/** As two rows that were made at once, both with enrollments; the first is the older one. */
	beforeEach(async () => {
		const n8n = await startProcess();
		await reserve(n8n.open(tables), 1, 2);
		const [row] = tables.rows(TABLE);
		const other = new DataTables();
		await reserve(n8n.open(other), 3);
		const [another] = other.rows(TABLE);
		tables.rows(TABLE).push({ ...another, id: Number(row.id) + 1 });
	});

	it('count together', async () => {
		expect(contactsOf(await stored())).toEqual(['1', '2', '3']);
	});

	it('are one after the next change, which is the older one', async () => {
		const [{ id }] = tables.rows(TABLE);
		await reserve((await startProcess()).open(tables), 4);
		expect(tables.rows(TABLE).map((row) => row.id)).toEqual([id]);
		expect(contactsOf(await stored())).toEqual(['1', '2', '3', '4']);
	});

	it('are one after a change that changes nothing', async () => {
		const ledger = (await startProcess()).open(tables);
		await ledger.update(KEY, (row) => ({ row }));
		expect(tables.rows(TABLE)).toHaveLength(1);
		expect(contactsOf(await stored())).toEqual(['1', '2', '3']);
	});

	it('are one also where one of them is full: until the later of the times', async () => {
		const [first, second] = tables.rows(TABLE);
		const full = (row: typeof first, fullUntil: number) => {
			const known = JSON.parse(String(row.enrollments)) as object;
			row.enrollments = JSON.stringify({ ...known, fullUntil });
		};
		full(first, 5000);
		full(second, 7000);
		expect((await stored()).fullUntil).toBe(7000);
	});

	it('are not removed where one of them changed meanwhile', async () => {
		tables.onCall = ({ operation }) => {
			if (operation === 'deleteRows') tables.rows(TABLE)[1].revision += '+';
		};
		await reserve((await startProcess()).open(tables), 4);
		expect(tables.rows(TABLE)).toHaveLength(2);
	});
});
