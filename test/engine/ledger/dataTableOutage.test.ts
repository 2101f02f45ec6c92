import type { Ledger } from '../../../nodes/shared/ledger/ledger';
import { DataTables } from '../../support/n8n/dataTables';
import { contactsOf, KEY, reserve, startProcess, TABLE, type N8nProcess } from './processes';

let tables: DataTables;
let n8n: N8nProcess;
beforeEach(async () => {
	tables = new DataTables();
	n8n = await startProcess();
});

const uses: Array<[string, (ledger: Ledger) => Promise<unknown>]> = [
	['read', async (ledger) => await ledger.read(KEY)],
	['update', async (ledger) => await reserve(ledger, 9)],
	['rowsOf', async (ledger) => await ledger.rowsOf('7')],
];
const unavailable = (message: string) => ({
	name: 'LedgerUnavailable',
	message: expect.stringContaining(message),
});

describe.each(uses)('the ledger cannot be reached: %s', (_, use) => {
	it('where Data Tables are disabled', async () => {
		tables.disabled = true;
		await expect(use(n8n.open(tables))).rejects.toMatchObject(
			unavailable('the module is disabled'),
		);
	});

	it('where they are disabled since the last use', async () => {
		await reserve(n8n.open(tables), 1);
		tables.disabled = true;
		await expect(use(n8n.open(tables))).rejects.toMatchObject(
			unavailable('the module is disabled'),
		);
		tables.disabled = false;
		await use(n8n.open(tables));
		expect(contactsOf(await n8n.open(tables).read(KEY))).toContain('1');
	});

	it('where n8n has no such node', async () => {
		const message = 'Unrecognized node type: n8n-nodes-base.dataTable';
		tables.failNext(Infinity, message);
		await expect(use(n8n.open(tables))).rejects.toMatchObject(unavailable(message));
	});

	it('where n8n lets the node call no workflow', async () => {
		await expect(use(n8n.open('unavailable'))).rejects.toMatchObject(
			unavailable('executeWorkflow is not a function'),
		);
	});

	it('where the database does not answer, until it does', async () => {
		await reserve(n8n.open(tables), 1);
		tables.failNext(1, 'database is locked');
		await expect(use(n8n.open(tables))).rejects.toMatchObject(unavailable('database is locked'));
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1']);
		await use(n8n.open(tables));
		expect(tables.keptExecutions).toBe(0);
	});
});

describe('a change', () => {
	beforeEach(async () => await reserve(n8n.open(tables), 1));

	/** Steps in before the next call of an operation. */
	const before = (operation: string, act: () => void) => {
		let done = false;
		const { executeWorkflow } = tables;
		jest.spyOn(tables, 'additionalData').mockImplementation(() => ({
			...DataTables.prototype.additionalData.call(tables),
			executeWorkflow: async (info, ...rest) => {
				const node = info.code?.nodes.find(({ name }) => name === 'Table');
				if (node?.parameters.operation === operation && !done) {
					done = true;
					act();
				}
				return await executeWorkflow(info, ...rest);
			},
		}));
	};
	afterEach(() => jest.restoreAllMocks());

	it('that the database does not take is not made', async () => {
		before('update', () => tables.failNext(1, 'database is locked'));
		await expect(reserve(n8n.open(tables), 2)).rejects.toMatchObject(
			unavailable('database is locked'),
		);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1']);
		await reserve(n8n.open(tables), 3);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1', '3']);
	});

	it('of which the answer is lost keeps the room, rather than take it twice or not at all', async () => {
		before('update', () => tables.loseNext());
		const lost = await reserve(n8n.open(tables), 2).then(
			() => 'made',
			(error: Error) => error.name,
		);
		expect(['made', 'LedgerUnavailable']).toContain(lost);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1', '2']);
		expect(tables.rows(TABLE)).toHaveLength(1);
	});

	it('that cannot remove a row whose content is in the oldest one does not lose anything', async () => {
		const [row] = tables.rows(TABLE);
		tables.rows(TABLE).push({ ...row, id: 2, enrollments: '{"cohorts":[]}' });
		before('deleteRows', () => tables.failNext());
		await reserve(n8n.open(tables), 2).catch(() => undefined);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1', '2']);
		await reserve(n8n.open(tables), 3);
		expect(tables.rows(TABLE)).toHaveLength(1);
		expect(contactsOf(await n8n.open(tables).read(KEY))).toEqual(['1', '2', '3']);
	});
});
