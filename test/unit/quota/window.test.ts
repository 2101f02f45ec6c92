import * as fc from 'fast-check';

import { exactly, usedAt, type Span } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, knownSends, knownSpans, NOW, presents } from '../../support/unit/arbitraries';
import { countInWindow } from '../../support/unit/windowOracle';

const byHour = (from: number): Span => ({ from, until: from + HOUR - 1 });

describe('the window of 24 hours', () => {
	it.each<[string, Span, number]>([
		['holds a send of this instant', exactly(NOW), 1],
		['holds a send of a millisecond less than a day ago', exactly(NOW - DAY + 1), 1],
		['does not hold a send of exactly a day ago', exactly(NOW - DAY), 0],
		['does not hold a send that is still to come', exactly(NOW + 1), 0],
		['holds a send of an hour that has just begun', byHour(NOW), 1],
		['holds a send of an hour that may not be a day ago yet', byHour(NOW - DAY), 1],
		['does not hold a send of the hour before', byHour(NOW - DAY - HOUR), 0],
		['does not hold a send of the coming hour', byHour(NOW + 1), 0],
	])('%s', (_, send, used) => {
		expect(usedAt([send], NOW)).toBe(used);
	});

	it('counts as counting send by send does', () => {
		fc.assert(
			fc.property(knownSends, presents, (times, end) => {
				expect(usedAt(times.map(exactly), end)).toBe(countInWindow(times, end));
			}),
		);
	});

	it('never counts less than there is where sends are known by their hour', () => {
		fc.assert(
			fc.property(knownSpans('either'), presents, (known, end) => {
				const truth = known.map(({ at }) => at);
				const used = usedAt(
					known.map(({ span }) => span),
					end,
				);
				expect(used).toBeGreaterThanOrEqual(countInWindow(truth, end));
				expect(used).toBeLessThanOrEqual(countInWindow(truth, end + HOUR, DAY + 2 * HOUR));
			}),
		);
	});
});
