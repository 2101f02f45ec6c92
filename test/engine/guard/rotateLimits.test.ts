import { addSequence, type Rep } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, HOUR, limitOf, MINUTE } from '../../support/cast';
import { tellReading } from '../../support/readings';
import { addReps, enrolledBy, rotate, sendersOf, sentBefore } from './rotation';
import { ENROLLED, FAILED, HELD } from '../../support/outputs';

afterAll(closeCasts);

const OUTPUT = { onError: 'continueErrorOutput' } as const;
const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];

/** Fills a day in four days' time with `count` sends of a rep. */
async function fillFollowUpDay(cast: Cast, rep: Rep, count: number): Promise<void> {
	const inFourDays = addSequence(cast.account, { steps: [{ delayMillis: 4 * DAY }] });
	const others = Array.from({ length: count }, () => cast.addContact());
	const run = await cast.enroll(cast.itemsOf(...others), {
		parameters: { ...limitOf(count), sequence: byId(inFourDays.id), sender: byId(rep.userId) },
	});
	expect(run.json[ENROLLED]).toHaveLength(count);
}

const hoursUntil = (run: NodeRun, from: number) =>
	run.json[HELD].map(({ retryAt }) => Math.round((Date.parse(String(retryAt)) - from) / HOUR));

describe('Where all senders who take turns are full,', () => {
	it('contacts wait in one queue, each for the sender who has room first', async () => {
		const cast = await Cast.open({ contacts: 5 });
		const [second] = addReps(cast, {});
		sentBefore(cast, cast.rep, 1, 2 * HOUR);
		sentBefore(cast, second, 1, 20 * HOUR);
		const now = Date.now();
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(1) },
		});

		expect(run.json.map((items) => items.length)).toEqual([0, 5, 0]);
		expect(run.json[HELD].map(({ reason }) => reason)).toEqual(Array(5).fill('SEND_LIMIT'));
		const [a, b] = [cast.rep.email, second.email];
		expect(sendersOf(run, cast)).toEqual([b, a, b, a, b]);
		expect(hoursUntil(run, now)).toEqual([4, 22, 28, 46, 52]);
		expect(cast.enrollRequests()).toEqual([]);
	});

	it('the day of a follow-up with one of them leaves the contacts to the others', async () => {
		const cast = await Cast.open({ contacts: 4, steps: TWO_EMAILS });
		tellReading(cast.stage);
		const [second] = addReps(cast, {});
		await fillFollowUpDay(cast, cast.rep, 4);
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(4) },
		});

		expect(run.json[ENROLLED]).toHaveLength(4);
		expect(sendersOf(run, cast)).toEqual(Array(4).fill(second.email));
	});

	it('and it is the day of a follow-up, that is the reason', async () => {
		const cast = await Cast.open({ contacts: 1, steps: TWO_EMAILS });
		tellReading(cast.stage);
		const [second] = addReps(cast, {});
		await fillFollowUpDay(cast, cast.rep, 2);
		await fillFollowUpDay(cast, second, 2);
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(2) },
		});

		expect(run.json[HELD]).toMatchObject([{ reason: 'FOLLOW_UP_LIMIT' }]);
		expect(hoursUntil(run, Date.now())[0]).toBeGreaterThanOrEqual(24);
	});
});

describe('Senders who take turns, with the limit set to Fail,', () => {
	const fail = (cast: Cast, second: Rep, limit: number) => ({
		parameters: { ...rotate(cast.rep, second), ...limitOf(limit), sendLimitMode: 'fail' },
		settings: OUTPUT,
	});

	it.each([false, true])('enroll all or nobody (dry run %s)', async (dryRun) => {
		const cast = await Cast.open({ contacts: 4 });
		const [second] = addReps(cast, {});
		sentBefore(cast, second, 1);
		const run = await cast.enroll(undefined, {
			...fail(cast, second, 2),
			options: { dryRun },
		});

		expect(run.json[FAILED].map(({ error }) => error)).toEqual(
			Array(4).fill('Only 3 of 4 contacts fit in the sending limit'),
		);
		expect(JSON.stringify(run.json[FAILED][0])).toContain(
			`The limit of each of ${cast.rep.email}, ${second.email} is 2 in 24 hours.`,
		);
		expect(cast.enrollRequests()).toEqual([]);

		// And keep no room of it.
		const fitting = await cast.enroll(cast.items.slice(1), fail(cast, second, 2));
		expect(fitting.json[ENROLLED]).toHaveLength(3);
	});

	it('enroll all where only one of them has room for a follow-up', async () => {
		const cast = await Cast.open({ contacts: 4, steps: TWO_EMAILS });
		tellReading(cast.stage);
		const [second] = addReps(cast, {});
		await fillFollowUpDay(cast, cast.rep, 4);
		const run = await cast.enroll(undefined, fail(cast, second, 4));

		expect(run.json[ENROLLED]).toHaveLength(4);
		expect(enrolledBy(cast, second)).toEqual([4]);
	});
});

describe('Senders who take turns', () => {
	it.each(['hold', 'fail'])('enroll more than one reservation holds, in mode %s', async (mode) => {
		const cast = await Cast.open({ contacts: 230 });
		const [second] = addReps(cast, {});
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(115), sendLimitMode: mode },
		});
		expect(run.json[ENROLLED]).toHaveLength(230);
		expect(enrolledBy(cast, cast.rep, second)).toEqual([115, 115]);
	});
});

describe('Senders who take turns, with the limit set to Warn,', () => {
	it('enroll everybody, and each is told of that is beyond the limit', async () => {
		const cast = await Cast.open({ contacts: 6 });
		const [second] = addReps(cast, {});
		sentBefore(cast, second, 1);
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(2), sendLimitMode: 'warn' },
		});

		const exceeded = run.json[ENROLLED].filter((json) => JSON.stringify(json).includes('exceeded'));
		expect(run.json[ENROLLED]).toHaveLength(6);
		expect(exceeded).toHaveLength(3);
		const hints = run.hints.map(({ message }) => message).filter((text) => /^Beyond/.test(text));
		expect(hints.join()).toMatch(/ of 3 contacts.* of 3 contacts/);
	});

	it('share them all the same', async () => {
		const cast = await Cast.open({ contacts: 6 });
		const [second] = addReps(cast, {});
		for (const rep of [cast.rep, second]) sentBefore(cast, rep, 9, 5 * MINUTE + HOUR);
		await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(2), sendLimitMode: 'warn' },
		});
		expect(enrolledBy(cast, cast.rep, second)).toEqual([3, 3]);
	});
});
