import { enroll } from '../../../nodes/shared/quota/cohort';
import type { SendLimitMode } from '../../../nodes/shared/quota/decide';
import type { LoggedSend } from '../../../nodes/shared/quota/joinSends';
import { mailLog } from '../../../nodes/shared/enroll/mailLog';
import { SenderRoom } from '../../../nodes/shared/enroll/senderRoom';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { outcomesOf } from '../../support/unit/decisions';
import { contacts } from '../../support/unit/guard';
import { planned, request, SenderRooms } from '../../support/unit/senderRooms';

let rooms: SenderRooms;
beforeEach(() => {
	rooms = new SenderRooms();
});
afterEach(() => jest.restoreAllMocks());

describe('the room of a sender', () => {
	it.each<[SendLimitMode, number]>([
		['hold', 2],
		['fail', 0],
		['warn', 3],
		['off', 3],
	])('in mode %s has %d of three reserved, and asked only none', async (mode, count) => {
		const asked = await rooms.open(mode).reserve(contacts(3), request({ chunk: 0 }));
		expect(await rooms.stored()).toEqual([]);
		const reserving = await rooms.open(mode).reserve(contacts(3), request());
		expect(reserving.verdicts).toEqual(asked.verdicts);
		expect(await rooms.stored()).toEqual(count === 0 ? [] : [count]);
	});

	it('knows, asked only, what an earlier run has reserved, and releases nothing', async () => {
		await rooms.open().reserve(contacts(2), request());
		const release = contacts(2).map((one) => planned(one));
		const asked = await rooms.open().reserve(contacts(1, { from: 5 }), request({ chunk: 0 }));
		expect(outcomesOf(asked.verdicts)).toEqual(['SEND_LIMIT']);
		await rooms.open().reserve(contacts(1, { from: 5 }), request({ chunk: 0, release }));
		expect(await rooms.stored()).toEqual([2]);
	});

	it('is given out once to runs at the same time', async () => {
		const runs = await Promise.all(
			Array.from({ length: 12 }, async (_, run) => {
				const room = rooms.open('hold', 8);
				return await room.reserve(contacts(2, { from: 2 * run + 1 }), request());
			}),
		);
		const all = runs.flatMap(({ verdicts }) => outcomesOf(verdicts));
		expect(all.filter((outcome) => outcome === 'admitted')).toHaveLength(7);
		expect(await rooms.stored()).toEqual([7]);
	});

	it('takes what is given back in the step that reserves', async () => {
		const room = rooms.open();
		await room.reserve(contacts(2), request());
		const update = jest.spyOn(rooms.ledger, 'update');
		const release = [planned(contacts(1)[0])];
		const next = await room.reserve(contacts(1, { from: 5 }), request({ release }));
		expect(outcomesOf(next.verdicts)).toEqual(['admitted']);
		expect(update).toHaveBeenCalledTimes(1);
		const [{ enrollees }] = (await rooms.ledger.read(rooms.key)).cohorts;
		expect(enrollees.map(([id]) => id)).toEqual(['2', '5']);
	});

	it('takes back what it is given, and writes nothing where that is nothing', async () => {
		const room = rooms.open();
		await room.reserve(contacts(2), request());
		const update = jest.spyOn(rooms.ledger, 'update');
		await room.release([]);
		expect(update).not.toHaveBeenCalled();
		await room.release([planned(contacts(1)[0])]);
		expect(await rooms.stored()).toEqual([1]);
	});

	it('says what the window holds, and how many more emails it would', async () => {
		const room = rooms.open('hold', 5);
		expect(await room.left()).toBe(4);
		expect(room.used).toBe(1);
		await room.reserve(contacts(3), request());
		expect(room.used).toBe(1);
		expect(await room.left()).toBe(1);
		expect(room.used).toBe(4);
	});
});

describe("HubSpot's log", () => {
	it.each<[SendLimitMode, number]>([
		['hold', 1],
		['fail', 1],
		['warn', 1],
		['off', 0],
	])('in mode %s is read %d times in a run', async (mode, times) => {
		const room = rooms.open(mode);
		await room.reserve(contacts(1), request());
		await room.left();
		await room.reserve(contacts(3, { from: 5 }), request({ chunk: 1 }));
		expect(rooms.readLog).toHaveBeenCalledTimes(times);
	});

	it('is read again where it is older than five minutes', async () => {
		const room = rooms.open();
		await room.left();
		rooms.now = NOW + 5 * MINUTE;
		await room.left();
		expect([rooms.readLog.mock.calls.length, room.now]).toEqual([1, NOW]);
		rooms.now = NOW + 5 * MINUTE + 1;
		rooms.readLog.mockResolvedValue([
			{ at: NOW, to: '' },
			{ at: NOW, to: '' },
		]);
		expect(await room.left()).toBe(1);
		expect([rooms.readLog.mock.calls.length, room.now]).toEqual([2, rooms.now]);
	});

	it('of one inbox serves all that ask for it', async () => {
		const readLog = mailLog(rooms.readLog);
		const [one, other] = [3, 5].map(
			(capacity) =>
				new SenderRoom(
					{ key: rooms.key, ledger: rooms.ledger, readLog },
					{ mode: 'hold', capacity, maxPerDomain: 0 },
				),
		);
		expect(await Promise.all([one.left(), other.left()])).toEqual([2, 4]);
		rooms.now = NOW + 5 * MINUTE;
		expect(await other.left()).toBe(4);
		expect([rooms.readLog.mock.calls.length, one.now, other.now]).toEqual([1, NOW, NOW]);
	});

	it('may be missing: the ledger counts alone', async () => {
		const alone = new SenderRoom(
			{ key: rooms.key, ledger: rooms.ledger },
			{ mode: 'hold', capacity: 3, maxPerDomain: 0 },
		);
		expect(await alone.left()).toBe(3);
		rooms.readLog.mockResolvedValue(undefined);
		expect(await rooms.open().left()).toBe(3);
	});

	it('that fails decides nothing, and nothing is reserved', async () => {
		rooms.readLog.mockRejectedValue(new Error('HubSpot is down'));
		await expect(rooms.open().reserve(contacts(1), request())).rejects.toThrow('HubSpot is down');
		expect(await rooms.stored()).toEqual([]);
	});
});

describe("HubSpot's own word that a sender is at the limit", () => {
	const sendOf = (ms: number) => ({ at: NOW - ms, to: '' });

	it.each<[string, LoggedSend[], number, number]>([
		['until the oldest send has left', [sendOf(DAY - MINUTE)], NOW + MINUTE, NOW + MINUTE],
		['for an hour at most', [sendOf(DAY - 3 * HOUR)], NOW + 3 * HOUR, NOW + HOUR],
		['for an hour where nothing is known', [], NOW + DAY, NOW + HOUR],
	])('reaches other runs with what is given back, %s', async (_, log, release, until) => {
		rooms.readLog.mockResolvedValue(log);
		const room = rooms.open();
		const [first] = contacts(1);
		await room.reserve([first], request());
		expect(room.markFull()).toBe(release);
		expect((await rooms.ledger.read(rooms.key)).fullUntil).toBeUndefined();
		await room.release([planned(first)]);
		expect(await rooms.ledger.read(rooms.key)).toEqual({ cohorts: [], fullUntil: until });
		const other = rooms.open();
		expect(await other.left()).toBe(0);
		const answer = await other.reserve(contacts(1), request());
		expect(outcomesOf(answer.verdicts)).toEqual(['HUBSPOT_SEND_LIMIT']);
		expect([...(await other.retryTimes()).values()]).toEqual([until]);
	});

	it('reaches them in the step that reserves, too', async () => {
		const room = rooms.open();
		const [first, second] = contacts(2);
		await room.reserve([first], request());
		room.markFull();
		await room.reserve([second], request({ release: [planned(first)] }));
		expect((await rooms.ledger.read(rooms.key)).fullUntil).toBe(NOW + HOUR);
	});

	it('stays in the row where another run gives room back', async () => {
		await rooms.ledger.update(rooms.key, () => ({
			row: { cohorts: enroll([], [planned(contacts(1)[0])]), fullUntil: NOW + MINUTE },
		}));
		await rooms.open().release([planned(contacts(1)[0])]);
		expect(await rooms.ledger.read(rooms.key)).toEqual({ cohorts: [], fullUntil: NOW + MINUTE });
	});
});
