import { ExpectedLoad, type StartPlanner } from '../../../nodes/shared/quota/expectedLoad';
import { LoadUnderReadings } from '../../../nodes/shared/quota/loadUnderReadings';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { emailAt as at } from '../../support/unit/emails';

const SPAN = { from: NOW, until: NOW + 3 * HOUR };
/** One email at once, and one with a follow-up. */
const first: StartPlanner = (start) => [at(start)];
const withFollowUp: StartPlanner = (start) => [at(start), at(start + 3 * DAY)];

/** Five in a day; under the first reading some are sent already, under the second others. */
function loadWith(...sent: number[]) {
	const loads = sent.map((count) => {
		const load = new ExpectedLoad({ limit: 5, reserve: 0 }, NOW);
		load.count(Array.from({ length: count }, (_, order) => NOW - order * HOUR));
		return load;
	});
	return { loads, load: new LoadUnderReadings(loads) };
}

describe.each([
	[1, 4],
	[4, 1],
])('of two readings, under which %d and %d are sent, what counts is the fuller one', (a, b) => {
	it('in what is used, what is left, and how full a span is', () => {
		const { load } = loadWith(a, b);
		expect([load.used, load.left, load.leftIn(SPAN)]).toEqual([4, 1, 1]);
		expect(load.fullestIn(SPAN)).toEqual({ expected: 4, atMost: 4 });
	});

	it('in what fits, which takes its room under both or under none', () => {
		const { load, loads } = loadWith(a, b);
		const plan = [first, first];
		expect([load.tryTake(plan, NOW), load.tryTake(plan, NOW)]).toEqual([true, false]);
		expect(loads.map(({ used }) => used)).toEqual([a + 1, b + 1]);
		expect([load.fits(plan, NOW), load.firstFits(plan, NOW)]).toEqual([false, false]);
	});
});

it('the first email has room where a follow-up has none under one of the readings', () => {
	const { load, loads } = loadWith(0, 0);
	loads[1].take(Array.from({ length: 5 }, () => at(NOW + 3 * DAY)));
	const plan = [first, withFollowUp];
	expect([load.fits(plan, NOW), load.firstFits(plan, NOW)]).toEqual([false, true]);
	expect(load.earliest(plan, NOW)).toBe(NOW + DAY);
	expect(load.takeEarliest(plan, NOW)).toBe(NOW + DAY);
	expect(loads.map((one) => one.fullestIn(exactly(NOW + DAY)).expected)).toEqual([1, 1]);
});
