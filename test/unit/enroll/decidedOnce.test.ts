import { enroll } from '../../../nodes/shared/quota/cohort';
import type { SendPlanner } from '../../../nodes/shared/quota/rollingRoom';
import { MINUTE, NOW } from '../../support/unit/arbitraries';
import { outcomesOf } from '../../support/unit/decisions';
import { contacts } from '../../support/unit/guard';
import { planned, request, SenderRooms } from '../../support/unit/senderRooms';

const oneByOne = request({ chunk: 1 });

let rooms: SenderRooms;
/** The instants for which it was asked what an enrollment would send: once for each decision. */
let asked: number[];
const planner: SendPlanner = (start) => {
	asked.push(start);
	return [start];
};
beforeEach(() => {
	rooms = new SenderRooms();
	asked = [];
});
afterEach(() => jest.restoreAllMocks());

/** Another run takes the room of one contact. */
async function reserveElsewhere(from = 90) {
	const taken = contacts(1, { from }).map((one) => planned(one));
	await rooms.ledger.update(rooms.key, (row) => ({
		row: { ...row, cohorts: enroll(row.cohorts, taken) },
	}));
}

describe('contacts of which a chunk is reserved at a time', () => {
	// The mail of the log and a limit of 4: three of them fit.
	const all = contacts(5, { planner: (start) => planner(start) });

	it('are decided once', async () => {
		const room = rooms.open('hold', 4);
		const verdicts = outcomesOf((await room.reserve(all, oneByOne)).verdicts);
		expect(verdicts).toEqual([...Array(3).fill('admitted'), 'SEND_LIMIT', 'SEND_LIMIT']);
		const next = await room.reserve(all.slice(1), oneByOne);
		expect(outcomesOf(next.verdicts)).toEqual(verdicts.slice(1));
		const last = await room.reserve(all.slice(2), oneByOne);
		expect(outcomesOf(last.verdicts)).toEqual(verdicts.slice(2));
		expect([next.reserved, last.reserved, await rooms.stored()]).toEqual([1, 1, [3]]);
		expect(asked).toEqual([NOW]);
		expect([...(await room.retryTimes()).values()].filter(Boolean)).toHaveLength(2);
	});

	it('are decided again, those that are left, where another run has taken room', async () => {
		const room = rooms.open('hold', 4);
		await room.reserve(all, oneByOne);
		await reserveElsewhere();
		const { verdicts } = await room.reserve(all.slice(1), oneByOne);
		expect(outcomesOf(verdicts)).toEqual(['admitted', ...Array(3).fill('SEND_LIMIT')]);
		expect(asked).toEqual([NOW, NOW]);
	});

	it.each([
		['gives its room back', 1, all.slice(0, 1)],
		['that fits is not asked for any more', 2, []],
	])('are decided again where one %s', async (_, gone, refused) => {
		const room = rooms.open('hold', 4);
		await room.reserve(all, oneByOne);
		const [left, release] = [all.slice(gone), refused.map((one) => planned(one))];
		const { verdicts } = await room.reserve(left, request({ release, chunk: 1 }));
		expect(outcomesOf(verdicts).at(-2)).toBe('admitted');
	});

	it("are decided again on HubSpot's log of later", async () => {
		const room = rooms.open('hold', 4);
		await room.reserve(all, oneByOne);
		rooms.now = NOW + 6 * MINUTE;
		await room.reserve(all.slice(1), oneByOne);
		expect(asked).toEqual([NOW, NOW + 6 * MINUTE]);
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
