import { sleep } from 'n8n-workflow';

import { addEnrollment, BRIDGE_PROPERTY } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { Cast, closeCasts, DAY, limitOf } from '../../support/cast';
import { ENROLLED } from '../../support/outputs';

afterAll(closeCasts);

/** Cancels once HubSpot has seen so many requests that match, and tells how long the end took. */
async function cancelAt(
	cast: Cast,
	path: RegExp,
	count: number,
	start: (signal: AbortSignal) => Promise<NodeRun>,
) {
	const controller = new AbortController();
	const running = start(controller.signal);
	while (cast.hubspot.requests.count({ path }) < count) await sleep(10);
	await sleep(100);
	const at = Date.now();
	controller.abort();
	const run = await running;
	return { run, took: Date.now() - at };
}

describe('Cancelling the execution', () => {
	it('ends the waiting for the rate limit at once, and frees the room of those not tried', async () => {
		const cast = await Cast.open({ contacts: 6 });
		// Without Retry-After, the node waits 10 seconds.
		cast.hubspot.faults.add({ method: 'POST', path: /enrollments$/, effect: { status: 429 } });
		const { run, took } = await cancelAt(
			cast,
			/enrollments$/,
			1,
			async (cancelSignal) =>
				await cast.enroll(undefined, {
					parameters: limitOf(6),
					options: { concurrency: 1 },
					cancelSignal,
				}),
		);

		expect(took).toBeLessThan(1000);
		expect(run.result.run.status).toBe('canceled');
		expect(run.json.flat()).toEqual([]);
		const requests = cast.hubspot.requests.count();
		await sleep(200);
		expect(cast.hubspot.requests.count()).toBe(requests);

		// The same sender of the same account, behind another address that has no wait to keep.
		const elsewhere = await Cast.open({ contacts: 6, rep: { email: cast.rep.email } });
		const next = await elsewhere.enroll(undefined, { parameters: limitOf(6) });
		expect(next.json[ENROLLED].length).toBeGreaterThanOrEqual(5);
	});

	it('starts no further enrollment', async () => {
		const cast = await Cast.open({ contacts: 30 });
		cast.hubspot.faults.add({
			method: 'POST',
			path: /enrollments$/,
			effect: { latencyMs: 50 },
		});
		const { took } = await cancelAt(
			cast,
			/enrollments$/,
			2,
			async (cancelSignal) =>
				await cast.enroll(undefined, { options: { concurrency: 1 }, cancelSignal }),
		);

		expect(took).toBeLessThan(1000);
		const tried = cast.enrollRequests().length;
		await sleep(200);
		expect(cast.enrollRequests()).toHaveLength(tried);
		expect(tried).toBeLessThan(10);
	});

	it.each([1, 6])(
		'ends the watching of Unenroll at once (poll every %s s)',
		async (pollSeconds) => {
			const cast = await Cast.open({ steps: [{}, { delayMillis: 4 * DAY }] });
			cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
			addEnrollment(cast.account, {
				contactId: cast.contacts[0].id,
				sequenceId: cast.sequence.id,
			});
			const { run, took } = await cancelAt(
				cast,
				/batch\/update$/,
				1,
				async (cancelSignal) =>
					await cast.unenroll(undefined, { options: { pollSeconds }, cancelSignal }),
			);

			expect(took).toBeLessThan(1000);
			expect(run.result.run.status).toBe('canceled');
		},
	);
});
