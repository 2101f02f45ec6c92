import { rateWindows, type RateWindow } from '../../../nodes/shared/transport/rateWindow';
import { decideRetry } from '../../../nodes/shared/transport/retryPolicy';
import { Agenda } from '../../../tools/trace/agenda';
import { answered } from '../../support/unit/failureDetails';

const WAY_MS = 50;

interface Limit {
	max: number;
	intervalMs: number;
	policyName: string;
	/** Whether HubSpot's answers tell what is left; those of a search do not (hubspot-api.md 9.2). */
	told: boolean;
}

/** Who asks: of how many requests it still needs an answer, and how often this one was repeated. */
interface Asker {
	window: RateWindow;
	left: number;
	repeats: number;
}

const SEARCH = { max: 5, intervalMs: 1_000, policyName: 'SECONDLY', told: false };
const BURST = { max: 100, intervalMs: 10_000, policyName: 'TEN_SECONDLY_ROLLING', told: true };

/**
 * Executions that ask for one thing after another, in several processes that know nothing of each
 * other, of a HubSpot that counts all of them together.
 */
function play(limit: Limit, processes: number, executions: number, requests: number) {
	const agenda = new Agenda();
	const counted: number[] = [];
	const result = { answered: 0, givenUp: 0, endedAt: 0 };
	const refusal = answered(429, { policyName: limit.policyName });

	const plan = (at: number, act: (now: number) => void) => agenda.note(at, () => act(at));

	function ask(asker: Asker, now: number): void {
		const wait = asker.window.take(now);
		if (wait > 0) plan(now + wait, (at) => ask(asker, at));
		else plan(now + WAY_MS, (at) => arrive(asker, at));
	}

	function arrive(asker: Asker, now: number): void {
		const remaining = limit.max - counted.filter((at) => at > now - limit.intervalMs).length;
		if (remaining === 0) return plan(now + WAY_MS, (at) => beRefused(asker, at));
		counted.push(now);
		plan(now + WAY_MS, (at) => beAnswered(asker, at, remaining - 1));
	}

	function beAnswered({ window, left }: Asker, now: number, remaining: number): void {
		result.answered++;
		result.endedAt = now;
		if (limit.told) window.observe({ ...limit, remaining }, now);
		if (left > 1) ask({ window, left: left - 1, repeats: 0 }, now);
	}

	function beRefused({ window, left, repeats }: Asker, now: number): void {
		const decision = decideRetry(refusal, repeats, true);
		if (decision.action === 'stop') {
			result.givenUp++;
			return;
		}
		window.block(now + decision.waitMs, now);
		plan(now + decision.waitMs, (at) => ask({ window, left, repeats: repeats + 1 }, at));
	}

	for (let process = 0; process < processes; process++) {
		// As in a process that knows of no other.
		const { app, search } = rateWindows(`${limit.policyName} ${processes} ${requests} ${process}`);
		const window = limit.told ? app : search;
		for (let execution = 0; execution < executions; execution++) {
			plan(0, (now) => ask({ window, left: requests, repeats: 0 }, now));
		}
	}
	for (let next = agenda.next(Infinity); next; next = agenda.next(Infinity)) void next.run();
	return result;
}

describe.each([
	[3, 10, 3, 'searches', SEARCH],
	[3, 10, 10, 'searches', SEARCH],
	[8, 10, 5, 'searches', SEARCH],
	[3, 30, 20, 'requests', BURST],
	[8, 30, 20, 'requests', BURST],
])('%d processes with %d executions of %d %s each', (processes, executions, each, _, limit) => {
	const asked = processes * executions * each;
	const { endedAt, ...became } = play(limit, processes, executions, each);

	it('get every answer', () => {
		expect(became).toEqual({ answered: asked, givenUp: 0 });
	});

	it('within half as long again as the limit takes, and a wait', () => {
		expect(endedAt).toBeLessThan((asked / limit.max) * limit.intervalMs * 1.5 + 10_000);
	});
});
