import { Bounds } from '../../../nodes/shared/quota/bounds';
import { Shares } from '../../../nodes/shared/quota/shares';
import { HOUR, NOW } from '../../support/unit/arbitraries';

const WEEK = 7 * 48;

/** Bounds of a limit of 100 with 15 kept free, and the half hours that are worked out meanwhile. */
function watched() {
	const spread = new Shares(NOW);
	const bounds = new Bounds({ limit: 100, reserve: 15 }, spread);
	const of = jest.spyOn(bounds, 'of');
	const workedOut = (act: () => void) => {
		of.mockClear();
		act();
		return of.mock.calls.map(([place]) => place);
	};
	return { spread, bounds, workedOut };
}

const range = (from: number, until: number) =>
	Array.from({ length: until - from }, (_, order) => from + order);

describe('the bounds of half hours', () => {
	it('are worked out a week ahead, each once', () => {
		const { bounds, workedOut } = watched();
		expect(workedOut(() => bounds.upTo(5))).toEqual(range(0, 5 + WEEK));
		expect(workedOut(() => bounds.upTo(5 + WEEK - 1))).toEqual([]);
		expect(workedOut(() => bounds.upTo(5 + WEEK))).toEqual(range(5 + WEEK, 5 + 2 * WEEK));
	});

	it('are worked out again where what is spread has changed, once', () => {
		const { bounds, workedOut } = watched();
		bounds.upTo(5);
		bounds.change({ first: 4, last: 4 });
		bounds.change({ first: 2, last: 3 });
		expect(workedOut(() => bounds.upTo(5))).toEqual([2, 3, 4]);
		expect(workedOut(() => bounds.upTo(5))).toEqual([]);
		bounds.change({ first: 0, last: 0 });
		expect(workedOut(() => bounds.upTo(5))).toEqual([0]);
	});

	it('are not worked out for what nobody has asked for yet', () => {
		const { bounds, workedOut } = watched();
		bounds.upTo(5);
		bounds.change({ first: 4 + WEEK, last: 9 + WEEK });
		expect(workedOut(() => bounds.upTo(5))).toEqual([4 + WEEK]);
	});

	it('stay in one array for as long as it has room, and move with what is in it', () => {
		const { bounds } = watched();
		const first = bounds.upTo(0);
		expect(bounds.upTo(WEEK)).toBe(first);
		const moved = bounds.upTo(2 * WEEK);
		expect(moved).not.toBe(first);
		expect([...moved.subarray(0, 3 * WEEK)]).toEqual(range(0, 3 * WEEK).map(() => 85));
	});

	it('are the limit less what is kept free, exactly, where nothing is spread', () => {
		const { bounds, spread } = watched();
		expect(bounds.of(3)).toBe(85);
		spread.add({ from: NOW, until: NOW + 10 * HOUR - 1 }, 20);
		expect(bounds.of(19)).toBeCloseTo(65, 4);
		expect(bounds.of(2 * 48)).toBe(85);
	});
});
