import type { SendLimitMode } from '../../../nodes/shared/quota/decision';
import { sizeOfGroup } from '../../../nodes/shared/quota/owed';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { outcomesOf } from '../../support/unit/decisions';
import { contacts } from '../../support/unit/guard';
import { enrollment, owedIn, scheduleAt } from '../../support/unit/schedules';
import { request, SenderRooms } from '../../support/unit/senderRooms';

let rooms: SenderRooms;
beforeEach(() => {
	rooms = new SenderRooms();
});
afterEach(() => jest.restoreAllMocks());

describe('contacts that have left their sequence', () => {
	const long = NOW - 30 * HOUR;
	const schedule = scheduleAt(2 * DAY);
	const waiting = contacts(1, { from: 50, schedule });

	/** Two contacts with a follow-up each in two days: with a limit of 2 that day is full. */
	beforeEach(async () => {
		const earlier = { at: long, schedule: scheduleAt(NOW + 2 * DAY - long) };
		await rooms.enroll(enrollment(1, earlier), enrollment(2, earlier));
		rooms.findLeavers.mockResolvedValue(([id]) => id === '1');
	});

	/** Whose emails are still to come, once it is too late for them to have gone out unseen. */
	const toCome = async () =>
		owedIn((await rooms.ledger.read(rooms.key)).owed, NOW + HOUR).filter(
			(one) => !one.endsWith(': 0'),
		);

	it('are asked for where somebody waits, and free their room', async () => {
		const room = rooms.open('hold', 2);
		const { verdicts } = await room.reserve(waiting, request());
		expect(outcomesOf(verdicts)).toEqual(['admitted']);
		expect(await toCome()).toEqual(['2@-30: 1', '50@0: 1']);
		const [row, asked] = rooms.findLeavers.mock.calls[0];
		expect(row.owed.groups.map(sizeOfGroup)).toEqual([2]);
		expect(asked).toBe(NOW);
	});

	it('are asked for once a run', async () => {
		const room = rooms.open('hold', 2);
		await room.reserve(waiting, request());
		await room.reserve(contacts(2, { from: 60, schedule }), request());
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
		expect(await toCome()).toEqual(['1@-30: 1', '2@-30: 1']);
		expect(await rooms.stored()).toEqual([2]);
	});

	it('do not give anything back a second time', async () => {
		const room = rooms.open('hold', 3);
		const [one] = waiting;
		await room.reserve([one], request());
		await rooms.enroll(enrollment(50, { schedule }));
		await room.reserve(contacts(2, { from: 60, schedule }), request({ release: [one] }));
		const { owed } = await rooms.ledger.read(rooms.key);
		expect(owedIn(owed).filter((entry) => entry.startsWith('50@'))).toEqual(['50@0: 1']);
	});
});
