import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import type { LedgerKey } from '../../../nodes/shared/ledger/ledger';
import { EMPTY_ROW, type LedgerRow } from '../../../nodes/shared/quota/ledgerRow';
import { addEnrollments, removeEnrollments, sizeOfGroup } from '../../../nodes/shared/quota/owed';
import { NOW } from '../../support/unit/arbitraries';
import { enrollment, rowOf } from '../../support/unit/schedules';

const key = { account: '7', sender: 'rep@example.com' };

let ledger: InProcessLedger;
beforeEach(() => {
	ledger = new InProcessLedger();
});

/** A row with one more enrollment of the same contact. */
const withOne = (row: LedgerRow): LedgerRow => ({
	...row,
	owed: addEnrollments(row.owed, [enrollment(1)]),
});
const ONE = { ...EMPTY_ROW, owed: rowOf(enrollment(1)) };

const reserve = async (of: LedgerKey = key) =>
	await ledger.update(of, (row) => ({ row: withOne(row) }));

const size = ({ owed }: LedgerRow) =>
	owed.groups.map(sizeOfGroup).reduce((sum, one) => sum + one, 0);

describe('the ledger of this process', () => {
	it('knows of nothing at first', async () => {
		expect(await ledger.read(key)).toEqual(EMPTY_ROW);
		expect(await ledger.rowsOf('7')).toEqual([]);
	});

	it('keeps what a change makes of the row, and answers what the change does', async () => {
		const changed = await ledger.update(key, () => ({
			row: { ...ONE, fullUntil: NOW },
			also: 'this',
		}));
		expect(changed.also).toBe('this');
		expect(await ledger.read(key)).toEqual({ ...ONE, fullUntil: NOW });
	});

	it('shows the row to the one who changes it', async () => {
		await reserve();
		const seen: LedgerRow[] = [];
		await ledger.update(key, (row) => {
			seen.push(row);
			return { row };
		});
		expect(seen).toEqual([ONE]);
	});

	it.each([
		['another sender', { ...key, sender: 'other@example.com' }],
		['another account', { ...key, account: '8' }],
	])('keeps %s apart', async (_, other) => {
		await reserve();
		expect(await ledger.read(other)).toEqual(EMPTY_ROW);
	});

	it('has the rows of each account, with whose they are', async () => {
		const other = { ...key, sender: 'other@example.com' };
		await reserve();
		await reserve(other);
		await reserve({ ...key, account: '8' });
		expect(await ledger.rowsOf('7')).toEqual([
			{ key, row: ONE },
			{ key: other, row: ONE },
		]);
	});

	it('gives no place twice to runs that reserve at the same time', async () => {
		const runs = Array.from({ length: 40 }, async () => {
			await ledger.read(key);
			const { taken } = await ledger.update(key, (row) =>
				size(row) < 10 ? { row: withOne(row), taken: true } : { row, taken: false },
			);
			return taken;
		});
		expect((await Promise.all(runs)).filter(Boolean)).toHaveLength(10);
		expect(size(await ledger.read(key))).toBe(10);
	});

	it('leaves everything as it was when the change fails', async () => {
		await reserve();
		const failing = ledger.update(key, () => {
			throw new Error('no decision');
		});
		await expect(failing).rejects.toThrow('no decision');
		expect(await ledger.read(key)).toEqual(ONE);
	});
});

it('a run of very many contacts is reserved and given back at once', async () => {
	const contacts = Array.from({ length: 100_000 }, (_, contact) => String(contact + 1));
	const made = contacts.map((contact) => enrollment(contact));
	const enrolled = await ledger.update(key, (row) => ({
		row: { ...row, owed: addEnrollments(row.owed, made) },
	}));
	expect(size(enrolled.row)).toBe(100_000);
	const gone = contacts.slice(1).map((contactId) => ({ targetId: '7', contactId }));
	const left = await ledger.update(key, (row) => ({
		row: { ...row, owed: removeEnrollments(row.owed, gone) },
	}));
	expect(left.row).toEqual(ONE);
});
