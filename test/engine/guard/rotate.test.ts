import type { Rep } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, HOUR, limitOf, MINUTE } from '../../support/cast';
import { addReps, enrolledBy, rotate, sendersOf, sentBefore } from './rotation';
import { ENROLLED, HELD } from '../../support/outputs';
import { present } from '../../support/present';

afterAll(closeCasts);

const MODES = ['hold', 'fail', 'warn', 'off'] as const;

describe('Senders who take turns', () => {
	it.each(MODES)('share the contacts where they have equal room, in mode %s', async (mode) => {
		const cast = await Cast.open({ contacts: 5 });
		const [second, third] = addReps(cast, {}, {});
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second, third), ...limitOf(9), sendLimitMode: mode },
		});

		const [a, b, c] = [cast.rep, second, third].map(({ email }) => email);
		expect(sendersOf(run, cast)).toEqual([a, b, c, a, b]);
		expect(enrolledBy(cast, cast.rep, second, third)).toEqual([2, 2, 1]);
	});

	it('are chosen for each contact by the room that is left, those before it counted', async () => {
		const cast = await Cast.open({ contacts: 6 });
		const [second, third] = addReps(cast, {}, {});
		sentBefore(cast, cast.rep, 3);
		sentBefore(cast, second, 1);
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second, third), ...limitOf(10) },
		});

		// Room for 7, 9 and 10 of them.
		const [a, b, c] = [cast.rep, second, third].map(({ email }) => email);
		expect(sendersOf(run, cast)).toEqual([c, b, c, b, c, a]);
	});

	it('fill up together, and no rep goes over the limit', async () => {
		const cast = await Cast.open({ contacts: 9, rep: { dailyLimit: 4 } });
		const [second] = addReps(cast, { dailyLimit: 4 });
		sentBefore(cast, second, 1);
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(4) },
		});

		expect(run.json.map((items) => items.length)).toEqual([7, 2, 0]);
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual(
			cast.contacts.slice(0, 7).map(({ id }) => id),
		);
		expect(enrolledBy(cast, cast.rep, second)).toEqual([4, 3]);
		expect(cast.account.overLimitSends).toEqual([]);
	});

	it('are named by each item, and by HubSpot', async () => {
		const cast = await Cast.open({ contacts: 4 });
		const [second] = addReps(cast, {});
		const run = await cast.enroll(undefined, { parameters: rotate(cast.rep, second) });

		const enrollments = new Map(cast.account.enrollments.map((one) => [one.contactId, one]));
		for (const { contactId, sender } of run.json[ENROLLED]) {
			const { userId, senderEmail } = present(enrollments.get(String(contactId)));
			expect(sender).toEqual({ userId, email: senderEmail });
		}
		expect(run.json[ENROLLED]).toMatchObject(
			[1, 1, 2, 2].map((used) => ({ sendLimit: { used, limit: 500 } })),
		);
	});

	it.each<[string, (reps: Rep[]) => unknown]>([
		['a list of user IDs', (reps) => reps.map(({ userId }) => userId)],
		['a list of addresses in any case', (reps) => reps.map(({ email }) => email.toUpperCase())],
		['text with commas', ([a, b]) => `={{ "${a.userId}, ${b.email}" }}`],
		['a list by expression', ([a, b]) => `={{ [${a.userId}, "${b.userId}"] }}`],
		['a list that names them twice', ([a, b]) => [a.userId, b.userId, a.email, a.userId]],
	])('come as %s', async (_, named) => {
		const cast = await Cast.open({ contacts: 4 });
		const [second] = addReps(cast, {});
		const senders = named([cast.rep, second]) as string[];
		const run = await cast.enroll(undefined, { parameters: { senderMode: 'rotate', senders } });

		const [a, b] = [cast.rep.email, second.email];
		expect(sendersOf(run, cast)).toEqual([a, b, a, b]);
	});

	it('may be one alone', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll(undefined, { parameters: rotate(cast.rep) });
		expect(sendersOf(run, cast)).toEqual([cast.rep.email, cast.rep.email]);
	});

	it('may be others for other items', async () => {
		const cast = await Cast.open({ contacts: 4 });
		const [second, third] = addReps(cast, {}, {});
		const pairs = [
			[cast.rep, second],
			[cast.rep, third],
		].map((reps) => reps.map(({ userId }) => userId).join());
		const items = cast.items.map((item, index) => ({ ...item, senders: pairs[index % 2] }));
		const run = await cast.enroll(items, {
			parameters: { senderMode: 'rotate', senders: '={{ $json.senders }}' },
		});

		const [a, b, c] = [cast.rep, second, third].map(({ email }) => email);
		expect(sendersOf(run, cast)).toEqual([a, a, b, c]);
	});

	it('go on in the next run where the last one stopped, while the log of HubSpot lags', async () => {
		const cast = await Cast.open({ contacts: 4, settings: { searchLagMs: 10 * MINUTE } });
		const [second] = addReps(cast, {});
		const parameters = rotate(cast.rep, second);
		const senders: unknown[] = [];
		for (const item of cast.items) {
			const { json } = await cast.enroll([item], { parameters });
			senders.push(...json[ENROLLED].map(({ sender }) => sender));
		}
		const [a, b] = [cast.rep, second].map(({ userId, email }) => ({ userId, email }));
		expect(senders).toEqual([a, b, a, b]);
	});

	it('keep to their limits in executions at the same time', async () => {
		const cast = await Cast.open({ contacts: 12 });
		const [second] = addReps(cast, {});
		cast.hubspot.settings.latencyMs = 5;
		const runs = await Promise.all(
			[0, 4, 8].map(
				async (start) =>
					await cast.enroll(cast.items.slice(start, start + 4), {
						parameters: { ...rotate(cast.rep, second), ...limitOf(4) },
					}),
			),
		);

		const count = (output: number) => runs.reduce((sum, { json }) => sum + json[output].length, 0);
		expect([ENROLLED, HELD].map(count)).toEqual([8, 4]);
		expect(enrolledBy(cast, cast.rep, second)).toEqual([4, 4]);
	});

	it.each([
		{ name: 'where all fit', limit: 9 },
		{ name: 'where some have to wait', limit: 2 },
	])('are told in a dry run as in a run, $name', async ({ limit }) => {
		const cast = await Cast.open({ contacts: 7 });
		const [second] = addReps(cast, {});
		sentBefore(cast, second, 1, 20 * HOUR);
		const parameters = { ...rotate(cast.rep, second), ...limitOf(limit) };
		const dry = await cast.enroll(undefined, { parameters, options: { dryRun: true } });
		expect(cast.account.enrollments).toEqual([]);
		const wet = await cast.enroll(undefined, { parameters });

		const told = (run: NodeRun) =>
			cast.contacts.map((_, index) => {
				const { output, json } = run.of(index);
				return [output, json.reason, json.sender];
			});
		expect(told(dry)).toEqual(told(wet));
	});
});

describe('Senders who take turns cannot', () => {
	it.each([
		{
			name: 'be nobody',
			senders: '={{ [] }}',
			options: {},
			error: 'The Senders of this item are empty',
		},
		{
			name: 'be something else than users',
			senders: '={{ "ann, ben" }}',
			options: {},
			error: 'The Sender of this item is neither a HubSpot user ID nor an address',
		},
		{
			name: 'share one inbox',
			senders: '={{ [8100001, 8100002] }}',
			options: { senderEmail: 'team@fjordline.example' },
			error: 'Senders that take turns cannot share one inbox',
		},
	])('$name: an error before any request', async ({ senders, options, error }) => {
		const cast = await Cast.open();
		const run = await cast.enroll(undefined, {
			parameters: { senderMode: 'rotate', senders, sender: byId('') },
			options,
		});
		expect(run.error?.message).toBe(error);
		expect(cast.hubspot.requests.count()).toBe(0);
	});
});
