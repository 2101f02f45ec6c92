import {
	cellRow,
	toldRow,
	wrongWithCells,
	wrongWithTold,
	CELL_HEAD,
	TOLD_HEAD,
} from '../../../tools/trace/cellReport';
import { outcomeWith, room } from '../../support/unit/traceOutcome';

describe('A cell in the table', () => {
	it('shows the rep that came closest to the limit, and no room where nobody waits', () => {
		const row = cellRow({ name: 'one', outcome: outcomeWith({ overLimit: 2 }) });
		expect(row).toEqual(['one', '2', '112/110', '1500', '90.0 %', '–', '1']);
		expect(row).toHaveLength(CELL_HEAD.length);
	});

	it('shows what the node that learns uses of what one that is told uses', () => {
		const row = toldRow({
			name: 'one',
			outcome: outcomeWith({ roomAtFirst: room(0.6), roomLater: room(0.95) }),
			told: outcomeWith({ roomAtFirst: room(0.8), roomLater: room(1), overLimit: 1 }),
		});
		expect(row).toEqual([
			...['one', '0, 1'],
			...['60.0 %', '80.0 %', '75.0 %'],
			...['95.0 %', '100.0 %', '95.0 %'],
		]);
		expect(row).toHaveLength(TOLD_HEAD.length);
	});

	it('compares no rooms where nobody waits', () => {
		const outcome = outcomeWith({});
		const row = toldRow({ name: 'one', outcome, told: outcomeWith({ roomLater: room(1) }) });
		expect(row.slice(-3)).toEqual(['–', '100.0 %', '–']);
	});
});

describe('A cell fails', () => {
	it('with one send over the limit', () => {
		const cells = [0, 1].map((overLimit) => ({
			name: `${overLimit} over`,
			outcome: outcomeWith({ overLimit }),
		}));
		expect(wrongWithCells(cells)).toEqual(['1 sends over the limit (1 over)']);
	});

	it('where the node ruled out what HubSpot does', () => {
		const outcome = outcomeWith({ learnt: { left: 1, isTrueLeft: false } });
		expect(wrongWithCells([{ name: 'one', outcome }])).toEqual([
			'what HubSpot does was ruled out (one)',
		]);
	});

	it.each([
		['less than 95 % of what it uses when told', 0.94, 1],
		['not with 95 % of it', 0.76, 0],
	])('from the third week on with %s', (_, learns, failures) => {
		const outcome = outcomeWith({ roomLater: room(learns) });
		const told = outcomeWith({ roomLater: room(failures === 0 ? 0.8 : 1) });
		expect(wrongWithTold([{ name: 'one', outcome, told }])).toHaveLength(failures);
	});

	it('with the first weeks alone it does not: there it learns', () => {
		const outcome = outcomeWith({ roomAtFirst: room(0.1) });
		expect(wrongWithTold([{ name: 'one', outcome, told: outcomeWith({}) }])).toEqual([]);
	});
});
