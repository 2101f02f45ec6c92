import { MINUTE, NOW } from '../../support/unit/arbitraries';
import { outcomesOf } from '../../support/unit/decisions';
import { contacts } from '../../support/unit/guard';
import { enrollment } from '../../support/unit/schedules';
import { request, SenderRooms } from '../../support/unit/senderRooms';

const oneByOne = request({ chunk: 1 });

let rooms: SenderRooms;
beforeEach(() => {
	rooms = new SenderRooms();
});
afterEach(() => jest.restoreAllMocks());

/** Another run takes the room of one contact. */
async function reserveElsewhere(from = 90) {
	await rooms.enroll(enrollment(from));
}

describe('contacts of which a chunk is reserved at a time', () => {
	// The mail of the log and a limit of 4: three of them fit.
	const all = contacts(5);

	it('are decided once', async () => {
		const room = rooms.open('hold', 4);
		const verdicts = outcomesOf((await room.reserve(all, oneByOne)).verdicts);
		expect(verdicts).toEqual([...Array(3).fill('admitted'), 'SEND_LIMIT', 'SEND_LIMIT']);
		const next = await room.reserve(all.slice(1), oneByOne);
		expect(outcomesOf(next.verdicts)).toEqual(verdicts.slice(1));
		const last = await room.reserve(all.slice(2), oneByOne);
		expect(outcomesOf(last.verdicts)).toEqual(verdicts.slice(2));
		expect([next.reserved, last.reserved, await rooms.stored()]).toEqual([1, 1, [3]]);
		expect(rooms.plans).toHaveBeenCalledTimes(1);
		expect([...(await room.retryTimes()).values()].filter(Boolean)).toHaveLength(2);
	});

	it('are decided again, those that are left, where another run has taken room', async () => {
		const room = rooms.open('hold', 4);
		await room.reserve(all, oneByOne);
		await reserveElsewhere();
		const { verdicts } = await room.reserve(all.slice(1), oneByOne);
		expect(outcomesOf(verdicts)).toEqual(['admitted', ...Array(3).fill('SEND_LIMIT')]);
		expect(rooms.plans).toHaveBeenCalledTimes(2);
	});

	it("are decided again on HubSpot's log of later", async () => {
		const room = rooms.open('hold', 4);
		await room.reserve(all, oneByOne);
		rooms.now = NOW + 6 * MINUTE;
		await room.reserve(all.slice(1), oneByOne);
		expect([rooms.plans.mock.calls.length, room.now]).toEqual([2, NOW + 6 * MINUTE]);
	});

	it.each([
		['gives its room back', 1, all.slice(0, 1)],
		['that fits is not asked for any more', 2, []],
	])('are decided again where one %s', async (_, gone, refused) => {
		const room = rooms.open('hold', 4);
		await room.reserve(all, oneByOne);
		const more = request({ release: refused, chunk: 1 });
		const { verdicts } = await room.reserve(all.slice(gone), more);
		expect(outcomesOf(verdicts).at(-2)).toBe('admitted');
	});

	it('do not go over the limit where other runs change the row during every decision', async () => {
		const read = rooms.ledger.read.bind(rooms.ledger);
		let others = 0;
		jest.spyOn(rooms.ledger, 'read').mockImplementation(async (key) => {
			const row = await read(key);
			if (others < 3) await reserveElsewhere(90 + others++);
			else await rooms.ledger.update(key, (same) => ({ row: { ...same } }));
			return row;
		});
		const { verdicts, reserved } = await rooms.open('hold', 6).reserve(all, oneByOne);
		expect(outcomesOf(verdicts).filter((outcome) => outcome === 'admitted')).toHaveLength(2);
		jest.mocked(rooms.ledger.read).mockRestore();
		expect([reserved, await rooms.stored()]).toEqual([1, [4]]);
	});
});
