import { shortcomings } from '../../../tools/trace/report';
import { NOTHING, outcomeWith, room } from '../../support/unit/traceOutcome';

const counting = (roomLater: typeof NOTHING) => ({
	withByHand: { overLimit: 0, room: NOTHING, roomAtFirst: room(0.1), roomLater },
});

describe('A month fails', () => {
	it.each([
		['one send over the limit', { overLimit: 1 }, ['1 sends over the limit']],
		[
			'less than 95 % of the room, mail by hand counted, from the third week on',
			{ roomLater: room(1), ...counting(room(0.944)) },
			['94.4 % of the room used from the third week on, not 95.0 %'],
		],
		['not with 95 % of it', { roomLater: room(0.9), ...counting(room(0.95)) }, []],
		['not with the first weeks alone, in which it learns', counting(NOTHING), []],
	])('with %s', (_, given, wrong) => {
		expect(shortcomings(outcomeWith(given), { seat: false })).toEqual(wrong);
	});

	it('by sequence mail alone where the limit is that of a seat', () => {
		const outcome = outcomeWith({ roomLater: room(0.9), ...counting(room(1)) });
		expect(shortcomings(outcome, { seat: true })).toHaveLength(1);
	});
});
