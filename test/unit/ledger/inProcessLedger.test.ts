import { enroll, sizeOf, withdraw } from '../../../nodes/shared/quota/cohort';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import type { LedgerKey, LedgerRow } from '../../../nodes/shared/ledger/ledger';
import { NOW } from '../../support/unit/arbitraries';
import { cohort, planned } from '../../support/unit/cohorts';

const key = { account: '7', sender: 'rep@example.com' };

let ledger: InProcessLedger;
beforeEach(() => {
	ledger = new InProcessLedger();
});

const reserve = async (of: LedgerKey = key) =>
	await ledger.update(of, (row) => ({
		row: { ...row, cohorts: enroll(row.cohorts, [planned()]) },
	}));

const size = ({ cohorts }: LedgerRow) => cohorts.map(sizeOf).reduce((sum, one) => sum + one, 0);

describe('the ledger of this process', () => {
	it('knows of nothing at first', async () => {
		expect(await ledger.read(key)).toEqual({ cohorts: [] });
		expect(await ledger.rowsOf('7')).toEqual([]);
	});

	it('keeps what a change makes of the row, and answers what the change does', async () => {
		const changed = await ledger.update(key, () => ({
			row: { cohorts: [cohort()], fullUntil: NOW },
			also: 'this',
		}));
		expect(changed.also).toBe('this');
		expect(await ledger.read(key)).toEqual({ cohorts: [cohort()], fullUntil: NOW });
	});

	it('shows the row to the one who changes it', async () => {
		await reserve();
		const seen: LedgerRow[] = [];
		await ledger.update(key, (row) => {
			seen.push(row);
			return { row };
		});
		expect(seen).toEqual([{ cohorts: [cohort()] }]);
	});

	it.each([
		['another sender', { ...key, sender: 'other@example.com' }],
		['another account', { ...key, account: '8' }],
	])('keeps %s apart', async (_, other) => {
		await reserve();
		expect(await ledger.read(other)).toEqual({ cohorts: [] });
	});

	it('has the rows of each account, with whose they are', async () => {
		const other = { ...key, sender: 'other@example.com' };
		await reserve();
		await reserve(other);
		await reserve({ ...key, account: '8' });
		const row = { cohorts: [cohort()] };
		expect(await ledger.rowsOf('7')).toEqual([
			{ key, row },
			{ key: other, row },
		]);
	});

	it('gives no place twice to runs that reserve at the same time', async () => {
		const runs = Array.from({ length: 40 }, async () => {
			await ledger.read(key);
			const { taken } = await ledger.update(key, (row) =>
				size(row) < 10
					? { row: { ...row, cohorts: enroll(row.cohorts, [planned()]) }, taken: true }
					: { row, taken: false },
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
		expect(await ledger.read(key)).toEqual({ cohorts: [cohort()] });
	});
});

it('a run of very many contacts is reserved and given back at once', async () => {
	const plans = Array.from({ length: 100_000 }, () => planned());
	const enrolled = await ledger.update(key, ({ cohorts }) => ({
		row: { cohorts: enroll(cohorts, plans) },
	}));
	expect(size(enrolled.row)).toBe(100_000);
	const left = await ledger.update(key, ({ cohorts }) => ({
		row: { cohorts: withdraw(cohorts, plans.slice(1)) },
	}));
	expect(left.row).toEqual({ cohorts: [cohort()] });
});
