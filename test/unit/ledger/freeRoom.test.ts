import { freeRoom, isRecent } from '../../../nodes/shared/ledger/freeRoom';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import { addEnrollments, type NewEnrollment } from '../../../nodes/shared/quota/owed';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { enrollment, owedIn, scheduleAt } from '../../support/unit/schedules';

const rep = { account: '7', sender: 'rep@example.com' };
const other = { account: '7', sender: 'other@example.com' };
const abroad = { account: '8', sender: 'rep@example.com' };

let ledger: InProcessLedger;
beforeEach(() => {
	jest.spyOn(Date, 'now').mockReturnValue(NOW);
	ledger = new InProcessLedger();
});
afterEach(() => jest.restoreAllMocks());

/** An enrollment in a sequence of two emails. */
const two = (contact: number, given: Partial<NewEnrollment> = {}) =>
	enrollment(contact, { schedule: scheduleAt(0, 2 * DAY), ...given });
const put = async (key: typeof rep, ...made: NewEnrollment[]) => {
	await ledger.update(key, (row) => ({ row: { ...row, owed: addEnrollments(row.owed, made) } }));
};
/** Whose emails are owed once it is too late for them to have gone out unseen. */
const owed = async (key: typeof rep) => owedIn((await ledger.read(key)).owed, NOW + HOUR);

describe('what is planned for contacts that have left', () => {
	beforeEach(async () => {
		await put(rep, two(1), two(2));
		await put(other, two(1, { source: '8', at: NOW - DAY }));
		await put(abroad, two(1));
	});

	it('is free at every sender of the account', async () => {
		await freeRoom(ledger, '7', new Set(['1']));
		expect(await owed(rep)).toEqual(['1@0: 0', '2@0: 2']);
		expect(await owed(other)).toEqual(['1@-24: 0']);
		expect(await owed(abroad)).toEqual(['1@0: 2']);
	});

	it('stays where it goes on', async () => {
		await freeRoom(ledger, '7', new Set(['1', '2']), isRecent);
		expect(await owed(rep)).toEqual(['1@0: 2', '2@0: 2']);
		expect(await owed(other)).toEqual(['1@-24: 0']);
	});

	it('stays for as long as it may have been sent, and the log not show it', async () => {
		await freeRoom(ledger, '7', new Set(['1', '2']));
		expect(owedIn((await ledger.read(rep)).owed, NOW)).toEqual(['1@0: 2', '2@0: 2']);
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
	expect(isRecent({ hour: NOW / HOUR + hours })).toBe(recent);
});
