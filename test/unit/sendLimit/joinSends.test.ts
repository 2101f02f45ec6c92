import * as fc from 'fast-check';

import { joinSends, SEARCH_LAG_MS } from '../../../nodes/shared/sendLimit/ledger';
import { DAY, HOUR, NOW } from '../support/arbitraries';

const MINUTE = 60_000;
const edge = NOW - SEARCH_LAG_MS;

describe("HubSpot's log and the ledger as one list", () => {
	it.each<[string, number[], number[], number[]]>([
		['has what HubSpot alone knows of', [NOW - 3 * HOUR], [], [NOW - 3 * HOUR]],
		['has what is still to come', [], [NOW + DAY], [NOW + DAY]],
		[
			'has a send once that both know of',
			[NOW - 2 * MINUTE + 700],
			[NOW - 2 * MINUTE],
			[NOW - 2 * MINUTE + 700],
		],
		['has a young send that HubSpot does not show yet', [], [NOW - 2 * MINUTE], [NOW - 2 * MINUTE]],
		[
			'has the young sends of the ledger where HubSpot shows fewer',
			[NOW - 4 * MINUTE],
			[NOW - 4 * MINUTE, NOW - MINUTE],
			[NOW - 4 * MINUTE, NOW - MINUTE],
		],
		[
			"has HubSpot's young sends where it shows more, mail that n8n did not cause",
			[NOW - 3 * MINUTE, NOW - 2 * MINUTE],
			[NOW - 3 * MINUTE],
			[NOW - 3 * MINUTE, NOW - 2 * MINUTE],
		],
		['drops a plan past the lag that HubSpot never sent', [], [edge - MINUTE], []],
		['goes by HubSpot alone from the lag on', [edge], [edge], [edge]],
		['goes by the longer list just inside the lag', [], [edge + 1], [edge + 1]],
		['takes a plan of this instant as young', [NOW], [NOW], [NOW]],
		[
			'is ascending',
			[NOW - HOUR, NOW - 2 * HOUR],
			[NOW + 2, NOW + 1],
			[NOW - 2 * HOUR, NOW - HOUR, NOW + 1, NOW + 2],
		],
		['is empty where neither knows of any', [], [], []],
	])('%s', (_, sent, planned, expected) => {
		expect(joinSends(sent, planned, NOW)).toEqual(expected);
	});

	it('never has more sends than both lists, nor fewer than the one that decides', () => {
		const minutes = (min: number, max: number) =>
			fc.array(fc.integer({ min, max }).map((minute) => NOW + minute * MINUTE));
		fc.assert(
			fc.property(minutes(-20, 0), minutes(-20, 20), (sent, planned) => {
				const joined = joinSends(sent, planned, NOW);
				const counts = (from: number, to: number) =>
					[joined, sent, planned].map(
						(times) => times.filter((at) => at > from && at <= to).length,
					);
				const [old, oldSent] = counts(-Infinity, edge);
				const [young, youngSent, youngPlanned] = counts(edge, NOW);
				const [next, , nextPlanned] = counts(NOW, Infinity);
				expect(old).toBe(oldSent);
				expect(young).toBeGreaterThanOrEqual(Math.max(youngSent, youngPlanned));
				expect(young).toBeLessThanOrEqual(youngSent + youngPlanned);
				expect(next).toBe(nextPlanned);
			}),
		);
	});
});
