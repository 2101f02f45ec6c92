import { enroll, sendsOf, type PlannedEnrollment } from '../../../nodes/shared/quota/cohort';
import { freeRoom, isRecent } from '../../../nodes/shared/ledger/freeRoom';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { ann, bob, cohort, planned } from '../../support/unit/cohorts';

const rep = { account: '7', sender: 'rep@example.com' };
const other = { account: '7', sender: 'other@example.com' };
const abroad = { account: '8', sender: 'rep@example.com' };

let ledger: InProcessLedger;
beforeEach(() => {
	jest.spyOn(Date, 'now').mockReturnValue(NOW);
	ledger = new InProcessLedger();
});
afterEach(() => jest.restoreAllMocks());

const put = async (key: typeof rep, ...enrollments: PlannedEnrollment[]) => {
	await ledger.update(key, (row) => ({
		row: { ...row, cohorts: enroll(row.cohorts, enrollments) },
	}));
};
const toCome = async (key: typeof rep) => {
	const sends = [...sendsOf((await ledger.read(key)).cohorts)];
	return sends.filter(({ from }) => from > NOW).map(({ address }) => address);
};

describe('what is planned for contacts that have left', () => {
	beforeEach(async () => {
		await put(rep, planned(), planned({ enrollee: bob }));
		await put(other, planned({ source: '8' }));
		await put(abroad, planned());
	});

	it('is free at every sender of the account', async () => {
		await freeRoom(ledger, '7', new Set(['1']));
		expect(await toCome(rep)).toEqual([bob[1]]);
		expect(await toCome(other)).toEqual([]);
		expect(await toCome(abroad)).toEqual([ann[1]]);
	});

	it('stays where it goes on, and where it has been sent', async () => {
		await freeRoom(ledger, '7', new Set(['1', '2']), ({ source }) => source === '7');
		expect(await toCome(rep)).toEqual([ann[1], bob[1]]);
		expect((await ledger.read(other)).cohorts).toEqual([cohort({ source: '8', sends: [0] })]);
	});

	it('leaves what else is in the row', async () => {
		await ledger.update(rep, (row) => ({ row: { ...row, fullUntil: NOW + HOUR } }));
		await freeRoom(ledger, '7', new Set(['1']));
		expect((await ledger.read(rep)).fullUntil).toBe(NOW + HOUR);
	});

	it('is all that is written: nothing else, and nothing where nobody has left', async () => {
		const update = jest.spyOn(ledger, 'update');
		const rowsOf = jest.spyOn(ledger, 'rowsOf');
		await freeRoom(ledger, '7', new Set(['2']));
		expect(update.mock.calls.map(([key]) => key)).toEqual([rep]);
		await freeRoom(ledger, '7', new Set(['9']));
		expect(update).toHaveBeenCalledTimes(1);
		await freeRoom(ledger, '7', new Set());
		expect(rowsOf).toHaveBeenCalledTimes(2);
	});
});

it.each([
	['this hour is', 0, true],
	['the hour before is', -1, true],
	['an earlier hour is not', -2, false],
	['yesterday is not', -DAY / HOUR, false],
])('an enrollment of %s recent', (_, hours, recent) => {
	expect(isRecent(cohort({ hour: NOW / HOUR + hours }))).toBe(recent);
});
