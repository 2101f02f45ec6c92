import * as fc from 'fast-check';

import { addressMark, spanOfHour, type CohortSend } from '../../../nodes/shared/quota/cohort';
import { joinSends, SEARCH_LAG_MS, type LoggedSend } from '../../../nodes/shared/quota/joinSends';
import { exactly, type Span } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW as FULL_HOUR } from '../../support/unit/arbitraries';

const NOW = FULL_HOUR + 20 * MINUTE;
const TO_ANN = 'ann@example.com';
const TO_BOB = 'bob@example.com';

const logged = (to: string, ...times: number[]): LoggedSend[] => times.map((at) => ({ at, to }));

const hourOf = (at: number): Span => spanOfHour(Math.floor(at / HOUR));
const planned = (to: string, ...times: number[]): CohortSend[] =>
	times.map((at) => ({ ...hourOf(at), ...(to !== '' && { address: addressMark(to) }) }));

const spansOf = (sends: readonly Span[]) =>
	sends
		.map(({ from, until }) => ({ from, until }))
		.sort((a, b) => a.from - b.from || a.until - b.until);

/** The first instant at which the log would show a send of the hour before. */
const edge = FULL_HOUR - 1 + SEARCH_LAG_MS;

describe("HubSpot's log and the ledger as one list", () => {
	it.each<[string, LoggedSend[], CohortSend[], Span[]]>([
		[
			'has what HubSpot alone knows of',
			logged(TO_ANN, NOW - 3 * HOUR),
			[],
			[exactly(NOW - 3 * HOUR)],
		],
		[
			'has mail of the log that is later than now',
			logged(TO_ANN, NOW + MINUTE),
			[],
			[exactly(NOW + MINUTE)],
		],
		['has what is still to come', [], planned(TO_ANN, NOW + DAY), [hourOf(NOW + DAY)]],
		[
			'has a send once that both know of, as the log has it',
			logged(TO_ANN, NOW - 2 * MINUTE),
			planned(TO_ANN, NOW),
			[exactly(NOW - 2 * MINUTE)],
		],
		[
			'knows an address again whatever its case',
			logged('ANN@Example.com', NOW - 2 * MINUTE),
			planned(TO_ANN, NOW),
			[exactly(NOW - 2 * MINUTE)],
		],
		['has a send of this hour that is not shown yet', [], planned(TO_ANN, NOW), [hourOf(NOW)]],
		[
			'has it beside mail to others, which n8n did not cause',
			logged(TO_BOB, NOW - 3 * MINUTE, NOW - 2 * MINUTE),
			planned(TO_ANN, NOW),
			[hourOf(NOW), exactly(NOW - 3 * MINUTE), exactly(NOW - 2 * MINUTE)],
		],
		[
			'has sends of this hour to several, of which HubSpot shows some',
			logged(TO_BOB, NOW - MINUTE),
			planned(TO_ANN, NOW).concat(planned(TO_BOB, NOW)),
			[hourOf(NOW), exactly(NOW - MINUTE)],
		],
		[
			'has the second of two to one address where HubSpot shows one',
			logged(TO_ANN, NOW - 4 * MINUTE),
			planned(TO_ANN, NOW, NOW),
			[hourOf(NOW), exactly(NOW - 4 * MINUTE)],
		],
		[
			'has both of two to one address where HubSpot shows both',
			logged(TO_ANN, NOW - 4 * MINUTE, NOW - MINUTE),
			planned(TO_ANN, NOW, NOW),
			[exactly(NOW - 4 * MINUTE), exactly(NOW - MINUTE)],
		],
		[
			'has a send beside mail that HubSpot logs without an address',
			logged('', NOW - MINUTE),
			planned(TO_ANN, NOW),
			[hourOf(NOW), exactly(NOW - MINUTE)],
		],
		[
			'has a send without an address, which nothing of the log can be',
			logged('', NOW - MINUTE),
			planned('', NOW),
			[hourOf(NOW), exactly(NOW - MINUTE)],
		],
		[
			'has a send beside mail to the same address of the hour before',
			logged(TO_ANN, FULL_HOUR - 2 * MINUTE),
			planned(TO_ANN, NOW),
			[exactly(FULL_HOUR - 2 * MINUTE), hourOf(NOW)],
		],
		[
			"knows a send again where HubSpot's clock is a minute behind",
			logged(TO_ANN, FULL_HOUR - MINUTE),
			planned(TO_ANN, NOW),
			[exactly(FULL_HOUR - MINUTE)],
		],
		[
			'has a follow-up to come beside the first email to the same address',
			logged(TO_ANN, NOW - MINUTE),
			planned(TO_ANN, NOW, NOW + 2 * DAY),
			[exactly(NOW - MINUTE), hourOf(NOW + 2 * DAY)],
		],
		['is empty where neither knows of any', [], [], []],
	])('%s', (_, log, plan, expected) => {
		expect(spansOf(joinSends(log, plan, NOW))).toEqual(spansOf(expected));
	});

	it.each<[string, number, LoggedSend[], Span[]]>([
		['keeps a plan that the log may still lack', edge - 1, [], [hourOf(FULL_HOUR - 1)]],
		['drops a plan past that which HubSpot never sent', edge, [], []],
		[
			'knows again what a run sent in the minutes after the hour it was planned in',
			edge - 1,
			logged(TO_ANN, FULL_HOUR + 10 * MINUTE),
			[exactly(FULL_HOUR + 10 * MINUTE)],
		],
		[
			'goes by HubSpot alone from then on',
			edge,
			logged(TO_ANN, FULL_HOUR - MINUTE),
			[exactly(FULL_HOUR - MINUTE)],
		],
	])('%s', (_, now, log, expected) => {
		const plan = planned(TO_ANN, FULL_HOUR - 1);
		expect(spansOf(joinSends(log, plan, now))).toEqual(spansOf(expected));
	});

	it('has a follow-up of the coming hour beside mail of the minute before it', () => {
		const log = logged(TO_ANN, FULL_HOUR - MINUTE / 2);
		expect(joinSends(log, planned(TO_ANN, FULL_HOUR), FULL_HOUR - 1)).toHaveLength(2);
	});

	it('has an email of this hour beside a late one of the hour before to the same address', () => {
		const log = logged(TO_ANN, FULL_HOUR + 5 * MINUTE);
		const plan = planned(TO_ANN, NOW, FULL_HOUR - MINUTE);
		expect(spansOf(joinSends(log, plan, NOW))).toEqual(
			spansOf([hourOf(NOW), exactly(FULL_HOUR + 5 * MINUTE)]),
		);
	});

	it('has both emails of two hours whose mail the log has out of order', () => {
		const log = logged(TO_ANN, FULL_HOUR + MINUTE, FULL_HOUR - MINUTE);
		const plan = planned(TO_ANN, NOW, FULL_HOUR - MINUTE);
		const both = [exactly(FULL_HOUR - MINUTE), exactly(FULL_HOUR + MINUTE)];
		expect(spansOf(joinSends(log, plan, FULL_HOUR + 2 * MINUTE))).toEqual(spansOf(both));
	});

	it('has an email to nobody in particular, which mail without an address is not', () => {
		const plan = [{ ...hourOf(NOW), address: addressMark('') }];
		expect(joinSends(logged('', NOW - MINUTE), plan, NOW)).toHaveLength(2);
	});

	it('leaves both lists as they are', () => {
		const log = logged(TO_ANN, NOW - MINUTE, NOW - HOUR);
		const plan = planned(TO_ANN, NOW + 1, NOW - MINUTE);
		const copies = structuredClone([log, plan]);
		joinSends(log, plan, NOW);
		expect([log, plan]).toEqual(copies);
	});

	it('never has more sends than both lists, nor fewer than the one that decides', () => {
		const some = fc.array(
			fc.record({
				at: fc.integer({ min: -150, max: 150 }).map((minute) => NOW + minute * MINUTE),
				to: fc.constantFrom('', TO_ANN, TO_BOB, 'cleo@example.com'),
			}),
		);
		fc.assert(
			fc.property(some, some, (log, plan) => {
				const sends = plan.flatMap(({ at, to }) => planned(to, at));
				const counting = sends.filter(({ until }) => until > NOW - SEARCH_LAG_MS).length;
				const joined = joinSends(log, sends, NOW);
				expect(joined.length).toBeGreaterThanOrEqual(Math.max(log.length, counting));
				expect(joined.length).toBeLessThanOrEqual(log.length + counting);
			}),
		);
	});
});

describe('where HubSpot does not tell, what is planned', () => {
	it.each<[string, number, number]>([
		['counts while it is to come', NOW + DAY, 1],
		['counts for a day', NOW - DAY + HOUR, 1],
		['counts until the hour it was planned in is a day ago', NOW - DAY, 1],
		['counts no more after that', NOW - DAY - HOUR, 0],
	])('%s', (_, at, count) => {
		expect(joinSends(undefined, planned(TO_ANN, at), NOW)).toHaveLength(count);
	});
});
