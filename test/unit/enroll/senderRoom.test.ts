import { mailLog } from '../../../nodes/shared/enroll/mailLog';
import { SenderRoom } from '../../../nodes/shared/enroll/senderRoom';
import type { SendLimitMode } from '../../../nodes/shared/quota/decision';
import type { LoggedEmail } from '../../../nodes/shared/quota/look';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { outcomesOf } from '../../support/unit/decisions';
import { byHand, contacts, sentTo, settingsOf } from '../../support/unit/guard';
import { enrollment, owedIn, scheduleAt } from '../../support/unit/schedules';
import { request, SenderRooms } from '../../support/unit/senderRooms';

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
		const release = contacts(2);
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
		const release = contacts(1);
		const next = await room.reserve(contacts(1, { from: 5 }), request({ release }));
		expect(outcomesOf(next.verdicts)).toEqual(['admitted']);
		expect(update).toHaveBeenCalledTimes(1);
		const { owed } = await rooms.ledger.read(rooms.key);
		expect(owedIn(owed)).toEqual(['2@0: 1', '5@0: 1']);
	});

	it('takes back what it is given, and writes nothing where that is nothing', async () => {
		const room = rooms.open();
		await room.reserve(contacts(2), request());
		const update = jest.spyOn(rooms.ledger, 'update');
		await room.release([]);
		expect(update).not.toHaveBeenCalled();
		await room.release(contacts(1));
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
		rooms.readLog.mockResolvedValue([byHand(NOW, 'one'), byHand(NOW, 'other')]);
		expect(await room.left()).toBe(1);
		expect([rooms.readLog.mock.calls.length, room.now]).toEqual([2, rooms.now]);
	});

	it('of one inbox serves all that ask for it', async () => {
		const readLog = mailLog(rooms.readLog);
		const [one, other] = [3, 5].map(
			(limit) => new SenderRoom({ ...rooms, began: NOW, readLog }, settingsOf('hold', limit)),
		);
		expect(await Promise.all([one.left(), other.left()])).toEqual([2, 4]);
		rooms.now = NOW + 5 * MINUTE;
		expect(await other.left()).toBe(4);
		expect([rooms.readLog.mock.calls.length, one.now, other.now]).toEqual([1, NOW, NOW]);
	});

	it('may be missing: the ledger counts alone', async () => {
		const { key, ledger, plans } = rooms;
		const alone = new SenderRoom({ began: Date.now(), key, ledger, plans }, settingsOf('hold', 3));
		expect(await alone.left()).toBe(3);
		rooms.readLog.mockResolvedValue(undefined);
		expect(await rooms.open().left()).toBe(3);
	});

	it('is read from a day ago on, or from the oldest enrollment that owes', async () => {
		await rooms.open().left();
		expect(rooms.readLog.mock.calls).toEqual([[NOW - DAY]]);
		await rooms.enroll(enrollment(1, { at: NOW - 9 * DAY }));
		const room = rooms.open();
		await room.left();
		expect(rooms.readLog.mock.calls.slice(1)).toEqual([[NOW - 9 * DAY]]);
		// After that look, from it on: what was seen is in the row.
		await room.reserve(contacts(1, { from: 5 }), request());
		await rooms.open().left();
		expect(rooms.readLog.mock.calls.slice(2)).toEqual([[NOW - DAY]]);
	});

	describe('that another run has read later', () => {
		/** What the other one has seen is in the row, and not in the log of this one. */
		beforeEach(async () => {
			await rooms.enroll(enrollment(1, { schedule: scheduleAt(0, 2 * DAY) }));
			rooms.readLog.mockResolvedValue([]);
		});
		const look = async () => {
			rooms.now = NOW + MINUTE;
			rooms.readLog.mockResolvedValue([sentTo(1, NOW)]);
			await rooms.open().reserve(contacts(1, { from: 8 }), request());
		};

		it('is read again: what it has shown would count nowhere else', async () => {
			const room = rooms.open();
			expect(await room.left()).toBe(2);
			await look();
			expect(await room.left()).toBe(1);
			expect(rooms.readLog).toHaveBeenCalledTimes(3);
		});

		it('is not where it was read before this one', async () => {
			await look();
			const room = rooms.open();
			await room.left();
			await room.reserve(contacts(1, { from: 5 }), request());
			expect(rooms.readLog).toHaveBeenCalledTimes(2);
		});

		it('while each of five decisions came too late, is read again before the sixth', async () => {
			const room = rooms.open('hold', 3);
			const update = rooms.ledger.update.bind(rooms.ledger);
			let before = 6;
			jest.spyOn(rooms.ledger, 'update').mockImplementation(async (key, change) => {
				if (--before > 0) await update(key, (row) => ({ row: { ...row } }));
				if (before === 0) await look();
				return await update(key, change);
			});
			const { verdicts } = await room.reserve(contacts(3, { from: 20 }), request());
			// One email is seen, and another run has one: one of three is left.
			expect(outcomesOf(verdicts)).toEqual(['admitted', 'SEND_LIMIT', 'SEND_LIMIT']);
		});
	});

	it('shows what was not seen before, and that is told once it is written', async () => {
		await rooms.enroll(enrollment(1));
		rooms.readLog.mockResolvedValue([sentTo(1, NOW)]);
		const room = rooms.open();
		await room.reserve(contacts(1, { from: 5 }), request({ chunk: 0 }));
		expect(rooms.learn).not.toHaveBeenCalled();
		await room.reserve(contacts(1, { from: 5 }), request());
		await room.reserve(contacts(1, { from: 6 }), request());
		const told = rooms.learn.mock.calls.flatMap(([sightings]) => sightings);
		expect(told).toMatchObject([{ order: 0, at: NOW }]);
	});

	it('that fails decides nothing, and nothing is reserved', async () => {
		rooms.readLog.mockRejectedValue(new Error('HubSpot is down'));
		await expect(rooms.open().reserve(contacts(1), request())).rejects.toThrow('HubSpot is down');
		expect(await rooms.stored()).toEqual([]);
	});
});

describe("HubSpot's own word that a sender is at the limit", () => {
	const sendOf = (ms: number) => byHand(NOW - ms);

	it.each<[string, LoggedEmail[], number, number]>([
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
		await room.release([first]);
		expect(await rooms.ledger.read(rooms.key)).toMatchObject({
			owed: { groups: [] },
			fullUntil: until,
		});
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
		await room.reserve([second], request({ release: [first] }));
		expect((await rooms.ledger.read(rooms.key)).fullUntil).toBe(NOW + HOUR);
	});

	it('stays in the row where another run gives room back', async () => {
		const other = rooms.open();
		await other.reserve(contacts(1), request());
		await rooms.ledger.update(rooms.key, (row) => ({ row: { ...row, fullUntil: NOW + MINUTE } }));
		await other.release(contacts(1));
		expect(await rooms.ledger.read(rooms.key)).toMatchObject({
			owed: { groups: [] },
			fullUntil: NOW + MINUTE,
		});
	});
});
