import { addSequence } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	timeMachine,
	type RunOptions,
} from '../../support/cast';
import { plan } from './ledgerRows';
import { addReps, rotate, sendersOf } from './rotation';
import { ENROLLED, HELD } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

/** A sender for whom `made` contacts were enrolled two hours ago, to be written to in four days. */
async function openAfter(made: number, contacts: number): Promise<Cast> {
	const cast = await Cast.open({ contacts, steps: [{ delayMillis: 10 * DAY }] });
	// Makes the row of the sender.
	await cast.enroll(cast.itemsOf(cast.addContact()));
	plan(cast, [
		{
			source: 'another',
			hour: Math.floor((Date.now() - 2 * HOUR) / HOUR),
			sends: [4 * 24],
			enrollees: Array.from({ length: made }, (_, index) => [`9${index}`, 'address', 'domain']),
			others: 0,
		},
	]);
	cast.account.enrollments.splice(0);
	return cast;
}

const enroll = async (cast: Cast, given: RunOptions = {}) =>
	await cast.enroll(undefined, {
		settings: { onError: 'continueErrorOutput' },
		...given,
		parameters: { ...limitOf(1000), ...given.parameters },
	});

describe("The 1,000 enrollments that HubSpot's API takes for one inbox in 24 hours", () => {
	it('hold back who is beyond them, although all their email has room', async () => {
		const cast = await openAfter(998, 4);
		const now = Date.now();
		const run = await enroll(cast);

		expect(run.json.map((items) => items.length)).toEqual([2, 2, 0, 0]);
		expect(run.json[HELD]).toMatchObject(
			Array(2).fill({
				reason: 'DAILY_ENROLLMENT_CAP',
				message: expect.stringMatching(/^The enrollments per 24 hours are used up; it is expected/),
				sendLimit: { limit: 1000, used: 0 },
			}),
		);
		const waits = run.json[HELD].map(({ retryAt }) => Date.parse(String(retryAt)) - now);
		for (const wait of waits) {
			expect(wait).toBeGreaterThanOrEqual(22 * HOUR);
			expect(wait).toBeLessThan(23 * HOUR + 120_000);
		}
		expect(cast.account.enrollments).toHaveLength(2);
	});

	it('are free again when they are a day old', async () => {
		const machine = timeMachine();
		const cast = await openAfter(1000, 1);
		const held = await enroll(cast);
		expect(held.json[HELD]).toMatchObject([{ reason: 'DAILY_ENROLLMENT_CAP' }]);
		machine.advanceTo(Date.parse(String(held.json[HELD][0].retryAt)));
		expect((await enroll(cast)).json[ENROLLED]).toHaveLength(1);
	});

	it('count for all sequences of the sender', async () => {
		const cast = await openAfter(1000, 1);
		const other = addSequence(cast.account);
		const run = await enroll(cast, { parameters: { sequence: byId(other.id) } });
		expect(run.json[HELD]).toMatchObject([{ reason: 'DAILY_ENROLLMENT_CAP' }]);
	});

	it('leave contacts to other senders who take turns', async () => {
		const cast = await openAfter(1000, 3);
		const [second] = addReps(cast, {});
		const run = await enroll(cast, { parameters: rotate(cast.rep, second) });
		expect(sendersOf(run, cast)).toEqual(Array(3).fill(second.email));
		expect(run.json[ENROLLED]).toHaveLength(3);
	});

	it.each([
		['fail', [0, 0, 0, 2]],
		['warn', [2, 0, 0, 0]],
		['off', [2, 0, 0, 0]],
	])('do in mode %s what the limit does', async (sendLimitMode, counts) => {
		const cast = await openAfter(999, 2);
		const run = await enroll(cast, { parameters: { sendLimitMode } });
		expect(run.json.map((items) => items.length)).toEqual(counts);
		const marks = run.json[ENROLLED].map((json) =>
			JSON.stringify(json).includes('"exceeded":true'),
		);
		expect(marks).toEqual(
			run.json[ENROLLED].map((_, index) => sendLimitMode === 'warn' && index > 0),
		);
	});
});
