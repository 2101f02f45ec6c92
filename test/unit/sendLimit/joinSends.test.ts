import * as fc from 'fast-check';

import {
	joinSends,
	SEARCH_LAG_MS,
	timesOf,
	type Send,
} from '../../../nodes/shared/sendLimit/ledger';
import { DAY, HOUR, NOW } from '../support/arbitraries';

const MINUTE = 60_000;
const edge = NOW - SEARCH_LAG_MS;

const ann = (at: number): Send => ({ at, to: 'ann@example.com' });
const bob = (at: number): Send => ({ at, to: 'bob@example.com' });
const noAddress = (at: number): Send => ({ at, to: '' });

describe("HubSpot's log and the ledger as one list", () => {
	it.each<[string, Send[], Send[], number[]]>([
		['has what HubSpot alone knows of', [ann(NOW - 3 * HOUR)], [], [NOW - 3 * HOUR]],
		['has mail of the log that is later than now', [ann(NOW + HOUR)], [], [NOW + HOUR]],
		['has what is still to come', [], [ann(NOW + DAY)], [NOW + DAY]],
		[
			'has a send once that both know of',
			[ann(NOW - 2 * MINUTE + 700)],
			[ann(NOW - 2 * MINUTE)],
			[NOW - 2 * MINUTE + 700],
		],
		[
			'has a young send that HubSpot does not show yet',
			[],
			[ann(NOW - 2 * MINUTE)],
			[NOW - 2 * MINUTE],
		],
		[
			'has a young send beside mail to others, which n8n did not cause',
			[bob(NOW - 3 * MINUTE), bob(NOW - 2 * MINUTE)],
			[ann(NOW - 3 * MINUTE)],
			[NOW - 3 * MINUTE, NOW - 3 * MINUTE, NOW - 2 * MINUTE],
		],
		[
			'has young sends to several, of which HubSpot shows some',
			[bob(NOW - MINUTE + 300)],
			[ann(NOW - MINUTE), bob(NOW - MINUTE)],
			[NOW - MINUTE, NOW - MINUTE + 300],
		],
		[
			'has the second of two sends to one address where HubSpot shows one',
			[ann(NOW - 4 * MINUTE)],
			[ann(NOW - 4 * MINUTE), ann(NOW - MINUTE)],
			[NOW - 4 * MINUTE, NOW - MINUTE],
		],
		[
			'has both of two sends to one address where HubSpot shows both',
			[ann(NOW - 4 * MINUTE + 5), ann(NOW - MINUTE + 5)],
			[ann(NOW - 4 * MINUTE), ann(NOW - MINUTE)],
			[NOW - 4 * MINUTE + 5, NOW - MINUTE + 5],
		],
		[
			'has a young send beside mail that HubSpot logs without an address',
			[noAddress(NOW - MINUTE)],
			[ann(NOW - MINUTE)],
			[NOW - MINUTE, NOW - MINUTE],
		],
		[
			'has a young send without an address, which nothing of the log can be',
			[noAddress(NOW - MINUTE)],
			[noAddress(NOW - MINUTE)],
			[NOW - MINUTE, NOW - MINUTE],
		],
		[
			'has a young send beside mail to the same address of an hour ago',
			[ann(NOW - HOUR)],
			[ann(NOW)],
			[NOW - HOUR, NOW],
		],
		[
			'has a follow-up to come beside the first email to the same address',
			[ann(NOW - MINUTE)],
			[ann(NOW - MINUTE), ann(NOW + 2 * DAY)],
			[NOW - MINUTE, NOW + 2 * DAY],
		],
		['drops a plan past the lag that HubSpot never sent', [], [ann(edge - MINUTE)], []],
		['goes by HubSpot alone from the lag on', [ann(edge)], [ann(edge)], [edge]],
		['keeps a plan just inside the lag', [], [ann(edge + 1)], [edge + 1]],
		[
			"knows a send again where HubSpot's clock is half a minute behind",
			[ann(edge + 1 - MINUTE / 2)],
			[ann(edge + 1)],
			[edge + 1 - MINUTE / 2],
		],
		['takes a plan of this instant as young', [ann(NOW)], [ann(NOW)], [NOW]],
		[
			'is ascending',
			[ann(NOW - HOUR), bob(NOW - 2 * HOUR)],
			[ann(NOW + 2), bob(NOW + 1)],
			[NOW - 2 * HOUR, NOW - HOUR, NOW + 1, NOW + 2],
		],
		['is empty where neither knows of any', [], [], []],
	])('%s', (_, sent, planned, expected) => {
		expect(joinSends(sent, planned, NOW)).toEqual(expected);
	});

	it('leaves both lists as they are', () => {
		const sent = [ann(NOW - MINUTE), bob(NOW - HOUR)];
		const planned = [ann(NOW + 1), ann(NOW - MINUTE)];
		joinSends(sent, planned, NOW);
		expect(sent).toEqual([ann(NOW - MINUTE), bob(NOW - HOUR)]);
		expect(planned).toEqual([ann(NOW + 1), ann(NOW - MINUTE)]);
	});

	it('never has more sends than both lists, nor fewer than the one that decides', () => {
		const sends = (min: number, max: number) =>
			fc.array(
				fc.record({
					at: fc.integer({ min, max }).map((minute) => NOW + minute * MINUTE),
					to: fc.constantFrom('', 'ann@example.com', 'bob@example.com', 'cleo@example.com'),
				}),
			);
		fc.assert(
			fc.property(sends(-20, 20), sends(-20, 20), (sent, planned) => {
				const joined = joinSends(sent, planned, NOW);
				const counting = planned.filter(({ at }) => at > edge).length;
				expect(joined.length).toBeGreaterThanOrEqual(Math.max(sent.length, counting));
				expect(joined.length).toBeLessThanOrEqual(sent.length + counting);
			}),
		);
	});

	it('has each mail once, as if every one could be known again by its identity', () => {
		/** One mail: whose doing, when, and whether (and at what instant) HubSpot's log shows it. */
		const mail = fc.record({
			byN8n: fc.boolean(),
			minute: fc.integer({ min: -20, max: 20 }),
			shown: fc.boolean(),
			jitterMs: fc.integer({ min: -MINUTE / 2, max: MINUTE / 2 }),
			addressed: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(mail, { maxLength: 30 }), (mails) => {
				const sent: Send[] = [];
				const planned: Send[] = [];
				const expected: number[] = [];
				mails.forEach(({ byN8n, minute, shown, jitterMs, addressed }, index) => {
					const at = NOW + minute * MINUTE;
					const to = `contact-${index}@example.com`;
					if (byN8n) planned.push({ at, to });
					// Nobody's mail is in the log before it went out; foreign mail may lack its address.
					const isShown = minute <= 0 && (shown || !byN8n);
					if (isShown) sent.push({ at: at + jitterMs, to: byN8n || addressed ? to : '' });
					if (isShown) expected.push(at + jitterMs);
					else if (byN8n && at > edge) expected.push(at);
				});
				expect(joinSends(sent, planned, NOW)).toEqual(expected.sort((a, b) => a - b));
			}),
			{ numRuns: 300 },
		);
	});
});

describe('the instants of sends', () => {
	it('are ascending and as many as the sends, which stay as they are', () => {
		const sends = [ann(NOW + 2), bob(NOW), ann(NOW)];
		expect(timesOf(sends)).toEqual([NOW, NOW, NOW + 2]);
		expect(sends).toEqual([ann(NOW + 2), bob(NOW), ann(NOW)]);
	});
});
