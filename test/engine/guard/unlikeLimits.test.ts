import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, HOUR, limitOf, timeMachine } from '../../support/cast';
import { addReps, enrolledBy, rotate, sentBefore } from './rotation';
import { FAILED } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

/** Every limit setting comes from the item. */
const BY_ITEM: INodeParameters = {
	plan: 'custom',
	dailyLimit: '={{ $json.limit }}',
	sendLimitMode: '={{ $json.mode ?? "hold" }}',
	options: {
		reserve: '={{ $json.reserve ?? 0 }}',
		mailbox: '={{ $json.mailbox ?? "standard" }}',
		maxPerDomain: '={{ $json.cap ?? 0 }}',
		dryRun: '={{ $json.dry ?? false }}',
	},
};
const OUTPUT = { onError: 'continueErrorOutput' } as const;

const logReads = ({ hubspot }: Cast) => hubspot.requests.count({ path: '/emails/search' });

/** A contact for each row, with the settings of the row. */
async function enrollRows(rows: IDataObject[], more: INodeParameters = {}, cast?: Cast) {
	const on = cast ?? (await Cast.open({ contacts: rows.length }));
	const items = rows.map((row, index) => ({ ...on.items[index], ...row }));
	const run = await on.enroll(items, { parameters: { ...BY_ITEM, ...more }, settings: OUTPUT });
	return { run, cast: on };
}

const outcomes = (run: NodeRun, rows: readonly unknown[]) =>
	rows.map((_, index) => {
		const { output, json } = run.of(index);
		return output === FAILED ? 'failed' : json.outcome;
	});

const [IN, WAITS, FAIL] = ['enrolled', 'held', 'failed'];

describe('Items with unlike limits for one sender are decided each by its own:', () => {
	it.each<{ name: string; rows: IDataObject[]; come: string[] }>([
		{
			name: 'the lowest limit first',
			rows: [{ limit: 4 }, { limit: 1 }, { limit: 1 }, { limit: 1 }],
			come: [IN, IN, WAITS, WAITS],
		},
		{
			name: 'what the lower limit has taken counts under the higher one',
			rows: [{ limit: 3 }, { limit: 3 }, { limit: 3 }, { limit: 1 }, { limit: 1 }],
			come: [IN, IN, WAITS, IN, WAITS],
		},
		{
			name: 'by what the reserve leaves of the limit',
			rows: [{ limit: 4 }, { limit: 5, reserve: 4 }, { limit: 5, reserve: 4 }],
			come: [IN, IN, WAITS],
		},
		{
			name: 'one that is not checked does not free the others of their limit',
			rows: [{ limit: 1, mode: 'off' }, { limit: 1 }, { limit: 1 }],
			come: [IN, IN, WAITS],
		},
		{
			name: 'one that is only warned of does not free the others of their limit',
			rows: [{ limit: 1, mode: 'warn' }, { limit: 1 }, { limit: 1 }],
			come: [IN, IN, WAITS],
		},
		{
			name: 'what warns comes after what holds back, however low its limit',
			rows: [{ limit: 1, mode: 'warn' }, { limit: 1, mode: 'warn' }, { limit: 2 }, { limit: 2 }],
			come: [IN, IN, IN, IN],
		},
		{
			name: 'all or nothing goes by the items that are set to it',
			rows: [{ limit: 2 }, { limit: 2, mode: 'fail' }, { limit: 2, mode: 'fail' }, { limit: 2 }],
			come: [WAITS, IN, IN, WAITS],
		},
		{
			name: 'all or nothing fails none but the items that are set to it',
			rows: [{ limit: 2 }, ...Array<IDataObject>(3).fill({ limit: 2, mode: 'fail' })],
			come: [IN, FAIL, FAIL, FAIL],
		},
		{
			name: 'the cap of a company',
			rows: [{ limit: 9 }, { limit: 9, cap: 1 }, { limit: 9, cap: 1 }],
			come: [IN, IN, WAITS],
		},
	])('$name', async ({ rows, come }) => {
		const cast = await Cast.open({ contacts: 0 });
		for (const index of rows.keys()) {
			cast.contacts.push(cast.addContact({ email: `no-${index}@acme.example` }));
		}
		const { run } = await enrollRows(rows, {}, cast);

		expect(outcomes(run, rows)).toEqual(come);
		expect(cast.account.enrollments).toHaveLength(come.filter((one) => one === IN).length);
	});

	it('the limit of free Gmail', async () => {
		const cast = await Cast.open({ contacts: 4 });
		sentBefore(cast, cast.rep, 348, 10 * HOUR);
		const rows = [{}, {}, { mailbox: 'gmailFree' }, { mailbox: 'gmailFree' }];
		const { run } = await enrollRows([...rows], { plan: 'professional' }, cast);

		expect([0, 1, 2, 3].map((index) => run.of(index).json.sendLimit)).toMatchObject([
			{ limit: 500, used: 351 },
			{ limit: 500, used: 352 },
			{ limit: 350, used: 349 },
			{ limit: 350, used: 350 },
		]);
	});

	it('each item says its own limit', async () => {
		const { run } = await enrollRows([{ limit: 4 }, { limit: 1 }, { limit: 1, mode: 'off' }]);

		expect([0, 1].map((index) => run.of(index).json.sendLimit)).toMatchObject([
			{ limit: 4, used: 2 },
			{ limit: 1, used: 1 },
		]);
		expect(run.of(2).json).not.toHaveProperty('sendLimit');
	});

	it('a dry run says the same', async () => {
		const rows = [3, 3, 3, 1, 1, 2].map((limit) => ({ limit, dry: true }));
		const { run, cast } = await enrollRows(rows);

		expect(outcomes(run, rows)).toEqual([
			'wouldEnroll',
			'wouldHold',
			'wouldHold',
			'wouldEnroll',
			'wouldHold',
			'wouldEnroll',
		]);
		expect(cast.account.enrollments).toEqual([]);
		const again = await enrollRows([{ limit: 1 }], {}, cast);
		expect(outcomes(again.run, [0])).toEqual([IN]);
	});

	it('those of senders who take turns', async () => {
		const cast = await Cast.open({ contacts: 6 });
		const [second] = addReps(cast, {});
		const rows = [2, 2, 2, 1, 1, 1].map((limit) => ({ limit }));
		const { run } = await enrollRows(rows, rotate(cast.rep, second), cast);

		expect(outcomes(run, rows)).toEqual([IN, IN, WAITS, IN, IN, WAITS]);
	});

	it('also where one of the senders who take turns sends alone', async () => {
		const cast = await Cast.open({ contacts: 4 });
		const [second] = addReps(cast, {});
		const [alone, both] = [cast.rep.userId, `${cast.rep.userId}, ${second.userId}`];
		const rows = [
			{ limit: 2, users: both },
			{ limit: 2, users: both },
			{ limit: 1, users: alone },
			{ limit: 1, users: alone },
		];
		const senders = { senderMode: 'rotate', senders: '={{ $json.users }}' };
		const { run } = await enrollRows(rows, senders, cast);

		expect(outcomes(run, rows)).toEqual([IN, IN, IN, WAITS]);
		expect(enrolledBy(cast, cast.rep, second)).toEqual([2, 1]);
	});
});

describe('What is known of a sender is asked once for all its limits:', () => {
	it('what HubSpot has logged', async () => {
		const cast = await Cast.open({ contacts: 5 });
		const [second] = addReps(cast, {});
		const users = [cast.rep, cast.rep, cast.rep, second, second].map(({ userId }) => userId);
		const rows = users.map((user, index) => ({ user, limit: 100 + index }));
		const { run } = await enrollRows(rows, { sender: byId('={{ $json.user }}') }, cast);

		expect(outcomes(run, rows)).toEqual(Array(5).fill(IN));
		expect(logReads(cast)).toBe(2);
	});

	it('until that is older than five minutes', async () => {
		const time = timeMachine();
		const cast = await Cast.open({ contacts: 2 });
		const add = cast.hubspot.requests.add.bind(cast.hubspot.requests);
		jest.spyOn(cast.hubspot.requests, 'add').mockImplementation((request) => {
			add(request);
			if (/enrollments$/.test(request.path)) time.advanceTo(Date.now() + 6 * 60_000);
		});
		await enrollRows([{ limit: 1 }, { limit: 2 }], {}, cast);

		expect(logReads(cast)).toBe(2);
	});

	it('that the sender has no inbox', async () => {
		const cast = await Cast.open({ contacts: 4, rep: { inboxes: [] } });
		const rows = [4, 3, 2, 1].map((limit) => ({ limit }));
		const { run } = await enrollRows(rows, {}, cast);

		expect(run.json[FAILED].map(({ error }) => error)).toEqual(
			Array(4).fill('The sending user has no connected inbox'),
		);
		expect(cast.enrollRequests()).toHaveLength(1);
	});

	it('that the sender is at the limit, and until when', async () => {
		const cast = await Cast.open({ contacts: 3, rep: { dailyLimit: 1 } });
		sentBefore(cast, cast.rep, 1, 20 * HOUR);
		const [second] = addReps(cast, { dailyLimit: 0 });
		const rows = [7, 6, 5].map((limit) => ({ limit }));
		const { run } = await enrollRows(rows, rotate(cast.rep, second), cast);

		expect(rows.map((_, index) => run.of(index).json)).toMatchObject(
			Array(3).fill({ reason: 'HUBSPOT_SEND_LIMIT', sendLimit: { used: 1 } }),
		);
		const times = rows.map((_, index) => run.of(index).json.retryAt);
		expect(new Set(times).size).toBe(1);
		expect(cast.enrollRequests()).toHaveLength(2);
	});

	it('and nothing is asked more often where all limits are alike', async () => {
		const cast = await Cast.open({ contacts: 20 });
		await cast.enroll(undefined, { parameters: limitOf(30) });

		// The batch of contacts, the sender, the sequence, the account, the log.
		expect(cast.hubspot.requests.count()).toBe(5 + 20);
	});
});
