import { enroll, sendsOf, sizeOf } from '../../../nodes/shared/quota/cohort';
import type { SendLimitMode } from '../../../nodes/shared/quota/decide';
import { plannedEnrollment } from '../../../nodes/shared/quota/guard';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { outcomesOf, plannerOf } from '../../support/unit/decisions';
import { addressOf, contacts } from '../../support/unit/guard';
import { planned, request, SenderRooms } from '../../support/unit/senderRooms';

let rooms: SenderRooms;
beforeEach(() => {
	rooms = new SenderRooms();
});
afterEach(() => jest.restoreAllMocks());

describe('contacts that have left their sequence', () => {
	const long = NOW - 30 * HOUR;
	const shape = plannerOf([2 * DAY]);
	const waiting = contacts(1, { from: 50, planner: shape });

	/** Two contacts with a follow-up each in two days: with a limit of 2 that day is full. */
	beforeEach(async () => {
		const earlier = contacts(2).map((one) => plannedEnrollment(one, [long, NOW + 2 * DAY], long));
		await rooms.ledger.update(rooms.key, ({ cohorts }) => ({
			row: { cohorts: enroll(cohorts, earlier) },
		}));
		rooms.findLeavers.mockResolvedValue(([id]) => id === '1');
	});

	const toCome = async () => {
		const sends = [...sendsOf((await rooms.ledger.read(rooms.key)).cohorts)];
		return sends.filter(({ from }) => from > NOW).length;
	};

	it('are asked for where somebody waits, and free their room', async () => {
		const room = rooms.open('hold', 2);
		const { verdicts } = await room.reserve(waiting, request());
		expect(outcomesOf(verdicts)).toEqual(['admitted']);
		expect(await toCome()).toBe(2);
		const [row, asked] = rooms.findLeavers.mock.calls[0];
		expect(row.cohorts.map(sizeOf)).toEqual([2]);
		expect(asked).toBe(NOW);
	});

	it('are asked for once a run', async () => {
		const room = rooms.open('hold', 2);
		await room.reserve(waiting, request());
		await room.reserve(contacts(2, { from: 60, planner: shape }), request());
		expect(rooms.findLeavers).toHaveBeenCalledTimes(1);
	});

	it.each<[string, SendLimitMode, number]>([
		['where everybody fits', 'hold', 3],
		['in mode warn', 'warn', 2],
		['in mode off', 'off', 2],
	])('are not asked for %s', async (_, mode, capacity) => {
		await rooms.open(mode, capacity).reserve(waiting, request());
		expect(rooms.findLeavers).not.toHaveBeenCalled();
	});

	it('are not asked for where only the cap of a company holds somebody back', async () => {
		const room = rooms.open('hold', 9, 1);
		const { verdicts } = await room.reserve(contacts(2, { from: 50 }), request());
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'DOMAIN_CAP']);
		expect(rooms.findLeavers).not.toHaveBeenCalled();
	});

	it('let the others be asked about again, once those reserved by now are enrolled', async () => {
		const room = rooms.open('hold', 2);
		const mixed = [...contacts(1, { from: 40 }), ...waiting];
		const first = await room.reserve(mixed, request());
		expect(outcomesOf(first.verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
		expect([first.reserved, first.mayFitNow]).toEqual([1, true]);
		const next = await room.reserve(waiting, request());
		expect(outcomesOf(next.verdicts)).toEqual(['admitted']);
		expect(next.mayFitNow).toBeUndefined();
	});

	it('leave those waiting who still do not fit', async () => {
		rooms.findLeavers.mockResolvedValue(undefined);
		const { verdicts, mayFitNow } = await rooms.open('hold', 2).reserve(waiting, request());
		expect([outcomesOf(verdicts), mayFitNow]).toEqual([['SEND_LIMIT'], undefined]);
	});

	it('free their room for the answer alone where nothing is reserved', async () => {
		const mixed = [...contacts(1, { from: 40 }), ...waiting];
		const asked = await rooms.open('hold', 2).reserve(mixed, request({ chunk: 0 }));
		expect(outcomesOf(asked.verdicts)).toEqual(['admitted', 'admitted']);
		expect(await toCome()).toBe(2);
		expect(await rooms.stored()).toEqual([2]);
	});

	it('do not give anything back a second time', async () => {
		const room = rooms.open('hold', 2);
		const one = { ...waiting[0], to: addressOf(50) };
		await rooms.ledger.update(rooms.key, ({ cohorts }) => ({
			row: { cohorts: enroll(cohorts, [planned(one), planned(one)]) },
		}));
		await room.reserve(waiting, request({ release: [planned(one)] }));
		const ids = (await rooms.ledger.read(rooms.key)).cohorts
			.filter(({ sends }) => sends.join() === '0')
			.flatMap(({ enrollees }) => enrollees.map(([id]) => id));
		expect(ids.filter((id) => id === '50')).toEqual(['50']);
	});
});
