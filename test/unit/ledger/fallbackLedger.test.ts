import { FallbackLedger } from '../../../nodes/shared/ledger/fallbackLedger';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import { LedgerUnavailable, type Ledger } from '../../../nodes/shared/ledger/ledger';
import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import { addEnrollments } from '../../../nodes/shared/quota/owed';
import { HOUR, NOW } from '../../support/unit/arbitraries';
import { enrollment, owedIn, rowWith } from '../../support/unit/schedules';

const key = { account: '7', sender: 'rep@example.com' };
const row = { ...EMPTY_ROW, fullUntil: NOW };

let first: InProcessLedger;
let second: InProcessLedger;
const onFallback = jest.fn<undefined, [cause: string]>();
let ledger: FallbackLedger;

beforeEach(() => {
	onFallback.mockReset();
	first = new InProcessLedger();
	second = new InProcessLedger();
	ledger = new FallbackLedger(first, second, onFallback);
});
afterEach(() => jest.restoreAllMocks());

const uses: Array<[string, (of: Ledger) => Promise<unknown>, unknown]> = [
	['read', async (of) => await of.read(key), row],
	['update', async (of) => (await of.update(key, (known) => ({ row: known }))).row, row],
	['rowsOf', async (of) => await of.rowsOf('7'), [{ key, row }]],
];

function down(error: Error): void {
	for (const method of ['read', 'update', 'rowsOf'] as const) {
		jest.spyOn(first, method).mockRejectedValue(error);
	}
}

describe('a ledger with another one to fall back on', () => {
	it.each(uses)('is the first one where that answers: %s', async (_, use, expected) => {
		await first.update(key, () => ({ row }));
		expect(await use(ledger)).toEqual(expected);
		expect(await second.rowsOf('7')).toEqual([]);
		expect(onFallback).not.toHaveBeenCalled();
	});

	it.each(uses)('is the second one where the first is down: %s', async (_, use, expected) => {
		await second.update(key, () => ({ row }));
		down(new LedgerUnavailable('the module is disabled'));
		expect(await use(ledger)).toEqual(expected);
		expect(onFallback.mock.calls).toEqual([['the module is disabled']]);
	});

	it('stays with the second one for the rest of the run, and says so once', async () => {
		const read = jest.spyOn(first, 'read').mockRejectedValue(new LedgerUnavailable('down'));
		await ledger.read(key);
		read.mockRestore();
		await ledger.update(key, () => ({ row }));
		expect(await ledger.read(key)).toEqual(row);
		expect(await second.read(key)).toEqual(row);
		expect(await first.read(key)).toEqual(EMPTY_ROW);
		expect(onFallback).toHaveBeenCalledTimes(1);
	});

	it('goes on in the second with what the first one held, beside what the second has', async () => {
		const [one, other] = [enrollment(1), enrollment(2, { at: NOW - HOUR })];
		await first.update(key, () => ({ row: rowWith(one, other) }));
		await second.update(key, () => ({ row: rowWith(one, enrollment(3)) }));
		await ledger.read(key);
		down(new LedgerUnavailable('down'));
		const { row: next } = await ledger.update(key, (known) => ({
			row: { ...known, owed: addEnrollments(known.owed, [enrollment(4)]) },
		}));
		expect(owedIn(next.owed)).toEqual(['1@0: 1', '2@-1: 1', '3@0: 1', '4@0: 1']);
	});

	it('goes on with what this run itself has reserved, and with the time it is full until', async () => {
		const known = { ...rowWith(enrollment(1)), fullUntil: NOW };
		await ledger.update(key, () => ({ row: known }));
		down(new LedgerUnavailable('down'));
		expect(await ledger.read(key)).toEqual(known);
		expect(await ledger.rowsOf('7')).toEqual([{ key, row: known }]);
	});

	it('lets nobody decide before it knows what the first one held of every sender', async () => {
		const keys = Array.from({ length: 5 }, (_, rep) => ({
			...key,
			sender: `rep-${rep}@example.com`,
		}));
		for (const each of keys) {
			await ledger.update(each, () => ({ row: rowWith(enrollment(1)) }));
		}
		down(new LedgerUnavailable('down'));
		const seen = await Promise.all(
			[...keys].reverse().map(async (each) => (await ledger.read(each)).owed.groups.length),
		);
		expect(seen).toEqual([1, 1, 1, 1, 1]);
		expect(onFallback).toHaveBeenCalledTimes(1);
	});

	it.each(uses)('does not pass over a damaged row: %s', async (_, use) => {
		down(new Error('cannot be read'));
		await expect(use(ledger)).rejects.toThrow('cannot be read');
		expect(onFallback).not.toHaveBeenCalled();
	});

	it('fails where a change does, in either ledger', async () => {
		const failing = async () =>
			await ledger.update(key, () => {
				throw new Error('no decision');
			});
		await expect(failing()).rejects.toThrow('no decision');
		expect(onFallback).not.toHaveBeenCalled();
		down(new LedgerUnavailable('down'));
		await expect(failing()).rejects.toThrow('no decision');
	});
});
