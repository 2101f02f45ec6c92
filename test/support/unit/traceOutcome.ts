import type { Outcome } from '../../../tools/trace/outcome';
import { roomUsed } from '../../../tools/trace/roomUsed';

/** No day on which anybody waited. */
export const NOTHING = roomUsed([]);
export const room = (used: number) => ({ ...NOTHING, days: 10, used });

/** A month in which nothing went wrong. */
export const outcomeWith = (given: Partial<Outcome>): Outcome => ({
	arrived: 3000,
	enrolled: 1500,
	emails: 4000,
	overLimit: 0,
	peaks: [
		{ fullest: 79, limit: 80 },
		{ fullest: 112, limit: 110 },
		{ fullest: 140, limit: 150 },
	],
	room: NOTHING,
	roomAtFirst: room(0.9),
	roomLater: NOTHING,
	withByHand: { overLimit: 0, room: NOTHING, roomAtFirst: NOTHING, roomLater: NOTHING },
	held: {},
	waited: 0,
	stillWaiting: 0,
	averageWaitHours: 0,
	runs: 0,
	requests: 0,
	learnt: { left: 1, isTrueLeft: true },
	...given,
});
