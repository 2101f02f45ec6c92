import { Learnt, readEvidence, readingsKey } from '../../../nodes/shared/enroll/learnt';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import { LedgerUnavailable } from '../../../nodes/shared/ledger/ledger';
import { possibleReadings } from '../../../nodes/shared/quota/learning';
import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import type { Sighting } from '../../../nodes/shared/quota/look';
import { readingName, READINGS } from '../../../nodes/shared/quota/readings';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { scheduleAt } from '../../support/unit/schedules';

/** Three days after enrolling; too early for readings that count from the email of the evening before. */
const early: Sighting = {
	schedule: { ...scheduleAt(0, 3 * DAY), window: [8 * 60, 18 * 60] },
	order: 1,
	enrolled: exactly(NOW),
	previous: exactly(NOW + 12 * HOUR),
	at: NOW + 3 * DAY + HOUR,
	queuedSince: NOW + 3 * DAY + HOUR,
	enrollment: 'ann',
};
const EARLY_FOR = READINGS.filter(({ delays }) => delays !== 'fromEnrollment').map(readingName);

let ledger: InProcessLedger;
let now: number;
beforeEach(() => {
	ledger = new InProcessLedger();
	now = NOW + 4 * DAY;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

const run = (account = '7') => new Learnt(account, { of: () => ledger });
const ruledOut = async (account = '7') => {
	const { evidence } = await ledger.read(readingsKey(account));
	return Object.entries(evidence?.readings ?? {})
		.filter(([, { out }]) => out)
		.map(([name]) => name);
};

describe('what the emails of an account have shown', () => {
	it('is nothing at first: every reading is possible', async () => {
		expect((await run().plans('hold')).readings).toEqual(READINGS);
		expect(await ledger.rowsOf('7')).toEqual([]);
	});

	it('is kept in a row of its own, in one update a run, for later runs', async () => {
		const first = run();
		first.note([early]);
		first.note([{ ...early, enrollment: 'bob' }]);
		const update = jest.spyOn(ledger, 'update');
		await first.write();
		await first.write();
		expect(update).toHaveBeenCalledTimes(1);
		expect((await ledger.rowsOf('7')).map(({ key }) => key)).toEqual([
			{ account: '7', sender: 'readings' },
		]);
		expect(await ruledOut()).toEqual(EARLY_FOR);
		const { readings } = await run().plans('hold');
		expect(readings.map(({ delays }) => delays)).toEqual(Array(4).fill('fromEnrollment'));
	});

	it('is of that account alone', async () => {
		const first = run();
		first.note([early]);
		await first.write();
		expect((await run('8').plans('hold')).readings).toEqual(READINGS);
	});

	it('does not change within a run, which has decided by it', async () => {
		const one = run();
		const before = await one.plans('hold');
		one.note([early]);
		await one.write();
		expect(await one.plans('hold')).toBe(before);
	});

	it('is not written where it tells nothing new', async () => {
		const first = run();
		first.note([early]);
		await first.write();
		const update = jest.spyOn(ledger, 'update');
		const next = run();
		next.note([{ ...early, order: 0, at: NOW, previous: undefined }]);
		await next.write();
		await run().write();
		expect(update).not.toHaveBeenCalled();
	});

	it('adds to what another run has learnt meanwhile', async () => {
		const one = run();
		await one.plans('hold');
		const name = readingName(READINGS[8]);
		const out = { at: NOW, why: 'LATE' as const, emails: 10 };
		await ledger.update(readingsKey('7'), () => ({
			row: { ...EMPTY_ROW, evidence: { emails: 10, readings: { [name]: { out } } } },
		}));
		one.note([early]);
		await one.write();
		expect((await ruledOut()).sort()).toEqual([...EARLY_FOR, name].sort());
	});

	it('is read once in five minutes, by all runs of the process', async () => {
		const read = jest.spyOn(ledger, 'read');
		await run().plans('hold');
		await run().plans('hold');
		now += 5 * MINUTE - 1;
		await readEvidence(ledger, '7');
		expect(read).toHaveBeenCalledTimes(1);
		now += 1;
		await run().plans('hold');
		expect(read).toHaveBeenCalledTimes(2);
	});
});

describe('where the ledger cannot be reached', () => {
	const down = (error: Error) => {
		for (const method of ['read', 'update'] as const) {
			jest.spyOn(ledger, method).mockRejectedValue(error);
		}
	};

	it('nothing is kept, and that keeps nobody from being enrolled', async () => {
		const one = run();
		one.note([early]);
		down(new LedgerUnavailable('the module is disabled'));
		await expect(one.write()).resolves.toBeUndefined();
		jest.restoreAllMocks();
		expect(await ruledOut()).toEqual([]);
	});

	it('no reading is ruled out without it: the plans are not known', async () => {
		down(new LedgerUnavailable('the module is disabled'));
		await expect(run().plans('hold')).rejects.toThrow('the module is disabled');
	});

	it('what is damaged is said', async () => {
		const one = run();
		one.note([early]);
		down(new Error('cannot be read'));
		await expect(one.write()).rejects.toThrow('cannot be read');
	});
});

it('the readings that are left are those of the evidence', async () => {
	const one = run();
	one.note([early]);
	await one.write();
	const { readings } = await run().plans('hold');
	expect(readings).toEqual(possibleReadings(await readEvidence(ledger, '7')));
});
