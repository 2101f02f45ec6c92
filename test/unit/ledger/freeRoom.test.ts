import { freeRoom, lastSettledHour, plannedFor } from '../../../nodes/shared/ledger/freeRoom';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import { isSettled } from '../../../nodes/shared/quota/owed';
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

/** Frees what is planned for contacts up to an hour, after something has happened meanwhile. */
async function free(ids: string[], { hours = 0, meanwhile = async () => {} } = {}) {
	const contacts = new Map(ids.map((id) => [id, NOW / HOUR + hours]));
	const planned = await plannedFor(ledger, '7', contacts);
	await meanwhile();
	await freeRoom(ledger, '7', planned, new Set(ids));
}

describe('what is planned for contacts that have left', () => {
	beforeEach(async () => {
		await put(rep, two(1), two(2));
		await put(other, two(1, { targetId: '8', at: NOW - DAY }));
		await put(abroad, two(1));
	});

	it('is free at every sender of the account', async () => {
		await free(['1']);
		expect(await owed(rep)).toEqual(['1@0: 0', '2@0: 2']);
		expect(await owed(other)).toEqual(['1@-24: 0']);
		expect(await owed(abroad)).toEqual(['1@0: 2']);
	});

	it('stays where it was made later than what they have left', async () => {
		await free(['1', '2'], { hours: -1 });
		expect(await owed(rep)).toEqual(['1@0: 2', '2@0: 2']);
		expect(await owed(other)).toEqual(['1@-24: 0']);
	});

	it.each<[string, Partial<NewEnrollment>]>([
		['in the same sequence and hour', {}],
		['in another sequence', { targetId: '8' }],
		['in an earlier hour, by another clock', { at: NOW - HOUR }],
	])('stays where it was planned meanwhile %s', async (_, given) => {
		await free(['1'], { meanwhile: async () => await put(rep, two(1, given)) });
		const all = await owed(rep);
		expect(all.filter((one) => one.startsWith('1@')).map((one) => one.split(' ')[1])).toEqual(
			expect.arrayContaining(['0', '2']),
		);
		expect(all).toHaveLength(3);
	});

	it('stays of those who have not left', async () => {
		const planned = await plannedFor(ledger, '7', new Map([['1', NOW / HOUR]]));
		await freeRoom(ledger, '7', planned, new Set(['2']));
		expect(await owed(rep)).toEqual(['1@0: 2', '2@0: 2']);
	});

	it('stays for as long as it may have been sent, and the log not show it', async () => {
		await free(['1', '2']);
		expect(owedIn((await ledger.read(rep)).owed, NOW)).toEqual(['1@0: 2', '2@0: 2']);
	});

	it('leaves what else is in the row', async () => {
		await ledger.update(rep, (row) => ({ row: { ...row, fullUntil: NOW + HOUR } }));
		await free(['1']);
		expect((await ledger.read(rep)).fullUntil).toBe(NOW + HOUR);
	});

	it('is all that is written: nothing else, and nothing where nobody has left', async () => {
		const update = jest.spyOn(ledger, 'update');
		await free(['2']);
		expect(update.mock.calls.map(([key]) => key)).toEqual([rep]);
		await free(['9']);
		await free([]);
		expect(update).toHaveBeenCalledTimes(1);
	});
});

it('the last hour of which properties speak for sure is the one before the last', () => {
	expect(isSettled({ hour: lastSettledHour() }, NOW)).toBe(true);
	expect(isSettled({ hour: lastSettledHour() + 1 }, NOW)).toBe(false);
});
