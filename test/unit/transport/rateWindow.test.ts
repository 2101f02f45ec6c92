import * as fc from 'fast-check';

import { RateWindow, rateWindows } from '../../../nodes/shared/transport/rateWindow';

/** The most accepted takes in any `intervalMs`, counted one by one. */
function busiest(accepted: number[], intervalMs: number): number {
	const from = (start: number) =>
		accepted.filter((at) => at >= start && at < start + intervalMs).length;
	return Math.max(0, ...accepted.map(from));
}

/** Takes a place as the client does: waits as told and asks again. */
function takeAsTold(window: RateWindow, now: number): number {
	for (let at = now, tries = 0; tries < 20; tries++) {
		const wait = window.take(at);
		if (wait === 0) return at;
		at += wait;
	}
	throw new Error('No place even after 20 waits');
}

/** How many requests of one instant a window lets through. */
function burst(window: RateWindow, now: number): number {
	let count = 0;
	while (count < 1_000 && window.take(now) === 0) count++;
	return count;
}

const limits = fc.record({
	max: fc.integer({ min: 1, max: 5 }),
	intervalMs: fc.integer({ min: 1, max: 20 }),
});
const steps = fc.array(fc.nat({ max: 12 }), { maxLength: 60 });

describe('a rate window', () => {
	it('accepts no more than the limit in any interval, whenever it is asked', () => {
		fc.assert(
			fc.property(limits, steps, ({ max, intervalMs }, advances) => {
				const window = new RateWindow(max, intervalMs);
				let now = 1000;
				const accepted: number[] = [];
				for (const advance of advances) {
					now += advance;
					if (window.take(now) === 0) accepted.push(now);
				}
				expect(busiest(accepted, intervalMs)).toBeLessThanOrEqual(max);
			}),
		);
	});

	it('names the shortest wait after which there is a place', () => {
		fc.assert(
			fc.property(limits, steps, ({ max, intervalMs }, advances) => {
				const window = new RateWindow(max, intervalMs);
				const accepted: number[] = [];
				const freeAt = (at: number) =>
					accepted.filter((start) => start > at - intervalMs).length < max;
				let now = 1000;
				for (const advance of advances) {
					now += advance;
					let earliest = now;
					while (!freeAt(earliest)) earliest++;
					now = takeAsTold(window, now);
					expect(now).toBe(earliest);
					accepted.push(now);
				}
			}),
		);
	});

	it('frees a place exactly one interval after it was taken', () => {
		const window = new RateWindow(1, 10_000);
		expect(window.take(500)).toBe(0);
		expect(window.take(10_499)).toBe(1);
		expect(window.take(10_500)).toBe(0);
	});
});

describe('what HubSpot says of the limit', () => {
	const take = (window: RateWindow, count: number, now: number) =>
		Array.from({ length: count }, () => window.take(now)).filter((wait) => wait === 0).length;

	it('raises it from the next request on', () => {
		const window = new RateWindow(2, 10_000);
		expect(take(window, 5, 0)).toBe(2);
		window.observe({ max: 4 }, 1);
		expect(take(window, 5, 1)).toBe(2);
	});

	it('lowers it, and takes before that still count', () => {
		const window = new RateWindow(5, 10_000);
		expect(take(window, 3, 0)).toBe(3);
		window.observe({ max: 2 }, 1);
		expect(window.take(9_999)).toBeGreaterThan(0);
		expect(take(window, 5, 10_000)).toBe(2);
	});

	it('sets the interval', () => {
		const window = new RateWindow(1, 10_000);
		window.observe({ max: 1, intervalMs: 1_000 }, 0);
		expect(window.take(0)).toBe(0);
		expect(window.take(400)).toBe(600);
		expect(window.take(1_000)).toBe(0);
	});

	it.each([
		['no headers at all', {}],
		['a limit of zero', { max: 0, remaining: 0 }],
		['an interval of zero', { max: 9, intervalMs: 0 }],
		['an interval of eleven days', { max: 9, remaining: 1, intervalMs: 1e9 }],
		['no number in place of the limit', { max: NaN, remaining: 1, intervalMs: 1_000 }],
		['no number in place of what remains', { max: 9, remaining: NaN, intervalMs: 1_000 }],
		['no number in place of the interval', { max: 9, remaining: 1, intervalMs: NaN }],
		['a negative limit', { max: -9, remaining: 1, intervalMs: 1_000 }],
		['less than nothing remaining', { max: 9, remaining: -1, intervalMs: 1_000 }],
		['more remaining than the limit', { max: 9, remaining: 10, intervalMs: 1_000 }],
		['a limit without end', { max: Infinity, remaining: 1, intervalMs: 1_000 }],
		['a part of a request', { max: 0.5, remaining: 0, intervalMs: 1_000 }],
	])('changes nothing with %s', (_, headers) => {
		const window = new RateWindow(2, 10_000);
		window.observe(headers, 0);
		expect(take(window, 5, 0)).toBe(2);
		expect(window.take(9_999)).toBe(1);
		expect(take(window, 5, 10_000)).toBe(2);
	});

	it('counts what other processes have used, for one interval', () => {
		const window = new RateWindow(10, 10_000);
		expect(take(window, 3, 0)).toBe(3);
		// Ten places, one left, three of the nine are ours: six are of others.
		window.observe({ max: 10, remaining: 1 }, 100);
		expect(take(window, 10, 100)).toBe(1);
		expect(window.take(9_999)).toBeGreaterThan(0);
		expect(take(window, 20, 10_100)).toBe(10);
	});

	it('waits for others where they use it all', () => {
		const window = new RateWindow(10, 10_000);
		window.observe({ max: 10, remaining: 0 }, 500);
		expect(window.take(600)).toBe(9_900);
		expect(window.take(10_500)).toBe(0);
	});

	it('waits for the end of what others use where an own request frees its place later', () => {
		const window = new RateWindow(10, 10_000);
		window.observe({ max: 10, remaining: 1 }, 0);
		expect(window.take(9_000)).toBe(0);
		expect(window.take(9_100)).toBe(900);
		expect(take(window, 20, 10_000)).toBe(9);
	});

	it('waits for an own request where it frees its place before others do', () => {
		const window = new RateWindow(2, 10_000);
		expect(window.take(0)).toBe(0);
		window.observe({ max: 2, remaining: 0 }, 5_000);
		expect(window.take(6_000)).toBe(4_000);
		expect(window.take(10_000)).toBe(0);
	});

	it('does not take own requests for those of others that HubSpot still counts', () => {
		const window = new RateWindow(10, 10_000);
		expect(take(window, 10, 0)).toBe(10);
		expect(window.take(10_000)).toBe(0);
		// The ten left the window here, but arrived at HubSpot later than they started.
		window.observe({ max: 10, remaining: 0 }, 10_040);
		expect(take(window, 20, 10_100)).toBe(9);
	});

	it('takes what HubSpot counts for that of others once the own requests are long gone', () => {
		const window = new RateWindow(10, 10_000);
		expect(take(window, 10, 0)).toBe(10);
		window.observe({ max: 10, remaining: 2 }, 11_000);
		expect(take(window, 20, 11_000)).toBe(2);
	});

	it('never takes requests still under way for a negative use by others', () => {
		const window = new RateWindow(10, 10_000);
		expect(take(window, 8, 0)).toBe(8);
		window.observe({ max: 10, remaining: 9 }, 100);
		expect(take(window, 10, 100)).toBe(2);
	});

	it('never lets own requests and those of others go above the limit it names', () => {
		fc.assert(
			fc.property(steps, fc.nat({ max: 10 }), fc.nat({ max: 9 }), (advances, before, remaining) => {
				const window = new RateWindow(10, 1_000_000);
				const own = take(window, before, 0);
				window.observe({ max: 10, remaining }, 1);
				const others = Math.max(0, 10 - remaining - own);
				let now = 1;
				let accepted = own;
				for (const advance of advances) {
					now += advance;
					if (window.take(now) === 0) accepted++;
				}
				expect(accepted + others).toBeLessThanOrEqual(10);
			}),
		);
	});
});

describe('HubSpot, which counts a request when it arrives', () => {
	const WAY_MS = 50;
	const INTERVAL_MS = 10_000;
	const RUN_MS = 10 * INTERVAL_MS;

	/** Sends as fast as the window lets it, each request answered with HubSpot's own figures. */
	function simulate(max: number, atOnce: number) {
		const window = new RateWindow(max, INTERVAL_MS);
		const starts: number[] = [];
		const arrivals: number[] = [];
		const answers: Array<{ at: number; remaining: number }> = [];
		let askAt = 0;
		for (let now = 0; now < RUN_MS; now++) {
			for (let next = answers[0]; next && next.at <= now; next = answers[0]) {
				window.observe({ max, remaining: next.remaining, intervalMs: INTERVAL_MS }, now);
				answers.shift();
			}
			while (answers.length < atOnce && now >= askAt) {
				askAt = now + window.take(now);
				if (askAt > now) break;
				const arrival = now + WAY_MS;
				starts.push(now);
				arrivals.push(arrival);
				const counted = arrivals.filter((at) => at > arrival - INTERVAL_MS).length;
				answers.push({ at: arrival + WAY_MS, remaining: Math.max(0, max - counted) });
			}
		}
		return { starts, arrivals };
	}

	describe.each([
		[10, 1],
		[10, 3],
		[100, 5],
		[100, 100],
	])('with a limit of %d, by %d requests at once', (max, atOnce) => {
		const { starts, arrivals } = simulate(max, atOnce);

		it('never meets more than its limit', () => {
			expect(busiest(arrivals, INTERVAL_MS)).toBeLessThanOrEqual(max);
		});

		it('is used to the full in every interval', () => {
			for (let from = 0; from < RUN_MS; from += INTERVAL_MS) {
				const within = starts.filter((at) => at >= from && at < from + INTERVAL_MS).length;
				expect(within).toBeGreaterThanOrEqual(max * 0.9);
			}
		});

		it('never waits for more than one interval', () => {
			const gaps = starts.slice(1).map((at, index) => at - starts[index]);
			expect(Math.max(...gaps)).toBeLessThanOrEqual(INTERVAL_MS);
		});
	});
});

describe('after a 429', () => {
	it('nobody starts before the block ends', () => {
		const window = new RateWindow(10, 1_000);
		window.block(5_000, 0);
		expect(window.take(1_000)).toBe(4_000);
		expect(window.take(4_999)).toBe(1);
		expect(window.take(5_000)).toBe(0);
	});

	it('a shorter block does not end a longer one', () => {
		const window = new RateWindow(10, 1_000);
		window.block(5_000, 0);
		window.block(2_000, 0);
		expect(window.take(3_000)).toBe(2_000);
	});

	it.each([
		['half of it is left to others', 1, 5],
		['two 429s later three quarters', 2, 3],
		['something is left for oneself, however many come', 9, 1],
	])('%s', (_, refusals, left) => {
		const window = new RateWindow(10, 1_000);
		for (let refusal = 0; refusal < refusals; refusal++) {
			window.block(refusal * 10 + 10, refusal * 10);
		}
		expect(burst(window, refusals * 10)).toBe(left);
	});

	it('the other answers of the same burst take nothing more away', () => {
		const window = new RateWindow(10, 1_000);
		for (let refusal = 0; refusal < 9; refusal++) window.block(1_000 + refusal, refusal);
		expect(burst(window, 1_008)).toBe(5);
	});

	it('all of it is taken again ten intervals later, or once a header says what others use', () => {
		const window = new RateWindow(10, 1_000);
		window.block(1_000, 0);
		expect(burst(window, 10_999)).toBe(5);
		expect(burst(window, 12_000)).toBe(10);
		window.block(13_000, 12_000);
		window.observe({ max: 10, remaining: 9 }, 14_000);
		expect(burst(window, 14_000)).toBe(9);
	});
});

describe('the windows of an app', () => {
	it('are shared by all who use the same app, and by nobody else', () => {
		expect(rateWindows('https://api.hubapi.com 1')).toBe(rateWindows('https://api.hubapi.com 1'));
		expect(rateWindows('https://api.hubapi.com 1')).not.toBe(
			rateWindows('https://api.hubapi.com 2'),
		);
	});

	it('give a place out again only when HubSpot, which counts by arrival, has freed it', () => {
		const window = new RateWindow(1, 1_000, 50);
		expect([window.take(0), window.take(1_000), window.take(1_050)]).toEqual([0, 50, 0]);
	});

	it('start with 100 requests in ten seconds, and 5 searches a second apart from them', () => {
		const { app, search } = rateWindows('https://api.hubapi.com burst');
		expect([burst(app, 0), app.take(0)]).toEqual([100, 10_300]);
		expect([burst(search, 0), search.take(0)]).toEqual([5, 1_050]);
	});
});
