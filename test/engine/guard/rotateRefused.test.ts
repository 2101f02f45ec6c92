import type { FaultEffect, Rep } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, HOUR, limitOf, MINUTE } from '../../support/cast';
import { addReps, enrolledBy, rotate, sendersOf, sentBefore } from './rotation';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const OUTPUT = { onError: 'continueErrorOutput' } as const;
const ENROLL = { method: 'POST', path: /enrollments$/ };
const ONE_BY_ONE = { concurrency: 1 };

const UNABLE: Array<{ name: string; rep: Partial<Rep> }> = [
	{ name: 'who is at the limit', rep: { dailyLimit: 0 } },
	{ name: 'without an inbox', rep: { inboxes: [] } },
	{ name: 'without a seat', rep: { salesSeat: false } },
	{ name: 'whose inbox has another address', rep: { inboxes: ['else@fjordline.example'] } },
];

/** How often HubSpot was asked to enroll for a rep. */
const asked = (cast: Cast, { userId }: Rep) =>
	cast.enrollRequests().filter(({ query }) => query.userId === userId).length;

const enrollments = (cast: Cast) => cast.contacts.map((contact) => cast.enrollments(contact));

describe('A sender whom HubSpot refuses passes the contacts on to the next:', () => {
	it.each(UNABLE)('one $name, first in the row', async ({ rep }) => {
		const cast = await Cast.open({ contacts: 4, rep });
		const [second] = addReps(cast, {});
		const run = await cast.enroll(undefined, {
			parameters: rotate(cast.rep, second),
			options: ONE_BY_ONE,
		});

		expect(sendersOf(run, cast)).toEqual(Array(4).fill(second.email));
		expect(run.json[ENROLLED]).toHaveLength(4);
		expect(enrollments(cast)).toEqual([1, 1, 1, 1]);
		expect(asked(cast, cast.rep)).toBe(1);
	});

	it.each(UNABLE)('one $name, second in the row', async ({ rep }) => {
		const cast = await Cast.open({ contacts: 4 });
		const [second, third] = addReps(cast, rep, {});
		const run = await cast.enroll(undefined, { parameters: rotate(cast.rep, second, third) });

		expect(run.json[ENROLLED]).toHaveLength(4);
		expect(enrolledBy(cast, cast.rep, second, third)).toEqual([2, 0, 2]);
		expect(enrollments(cast)).toEqual([1, 1, 1, 1]);
	});

	it('those who are left take the contacts by the room that they have', async () => {
		const cast = await Cast.open({ contacts: 9, rep: { dailyLimit: 2 } });
		const [second, third] = addReps(cast, {}, {});
		sentBefore(cast, second, 2);
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second, third), ...limitOf(5) },
		});

		expect(run.json[ENROLLED]).toHaveLength(9);
		// Room for 5, 3 and 5, says the limit of the node; HubSpot has the first at 2.
		expect(enrolledBy(cast, cast.rep, second, third)).toEqual([2, 3, 4]);
		expect(enrollments(cast)).toEqual(Array(9).fill(1));
	});

	it('those for whom nobody has room then are held back', async () => {
		const cast = await Cast.open({ contacts: 5, rep: { inboxes: [] } });
		const [second] = addReps(cast, {});
		const run = await cast.enroll(undefined, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(2) },
			options: ONE_BY_ONE,
		});

		expect(run.json.map((items) => items.length)).toEqual([2, 3, 0]);
		expect(run.json[HELD]).toEqual(
			Array(3).fill(
				expect.objectContaining({
					reason: 'SEND_LIMIT',
					sender: { userId: second.userId, email: second.email },
				}),
			),
		);
	});
});

describe('A contact is not passed on', () => {
	const burst: FaultEffect = {
		status: 429,
		body: { status: 'error', message: 'You have reached your ten_secondly_rolling limit.' },
		headers: { 'retry-after': '0' },
	};

	it('because requests come too fast (429), which is about the app', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const [second] = addReps(cast, {});
		cast.hubspot.faults.add({ ...ENROLL, times: 13, effect: burst });
		const run = await cast.enroll(undefined, {
			parameters: rotate(cast.rep, second),
			options: ONE_BY_ONE,
			settings: OUTPUT,
		});

		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([FAILED, ENROLLED, ENROLLED]);
		expect(run.of(0).json.error).toBe('HubSpot keeps answering that requests come too fast');
		expect(enrolledBy(cast, cast.rep, second)).toEqual([1, 1]);
	});

	it('because something speaks against the contact itself', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const [second] = addReps(cast, {});
		cast.contacts[0].hiddenBounce = true;
		const run = await cast.enroll(undefined, { parameters: rotate(cast.rep, second) });

		expect([0, 1].map((index) => run.of(index).output)).toEqual([SKIPPED, ENROLLED]);
		expect(cast.enrollRequests(cast.contacts[0])).toHaveLength(1);
		expect(enrolledBy(cast, cast.rep, second)).toEqual([0, 1]);
	});

	it('because the answer of HubSpot was lost', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const [second] = addReps(cast, {});
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: { reset: 'after' } });
		const run = await cast.enroll(undefined, {
			parameters: rotate(cast.rep, second),
			options: ONE_BY_ONE,
		});

		expect(sendersOf(run, cast)).toEqual([cast.rep.email, second.email]);
		expect(enrollments(cast)).toEqual([1, 1]);
	});

	it('because HubSpot does not accept the credential any more', async () => {
		const cast = await Cast.open({ contacts: 6 });
		const [second] = addReps(cast, {});
		cast.hubspot.faults.add({ ...ENROLL, skip: 2, effect: { status: 401 } });
		const run = await cast.enroll(undefined, {
			parameters: rotate(cast.rep, second),
			options: ONE_BY_ONE,
			settings: OUTPUT,
		});

		expect(run.json.map((items) => items.length)).toEqual([2, 0, 0, 4]);
		expect(cast.enrollRequests()).toHaveLength(3);
	});
});

describe('Where HubSpot refuses all of the senders, the contacts are', () => {
	it('errors where none of them has an inbox', async () => {
		const cast = await Cast.open({ contacts: 3, rep: { inboxes: [] } });
		const [second] = addReps(cast, { inboxes: [] });
		const run = await cast.enroll(undefined, {
			parameters: rotate(cast.rep, second),
			options: ONE_BY_ONE,
			settings: OUTPUT,
		});

		expect(run.json[FAILED].map(({ error }) => error)).toEqual(
			Array(3).fill('The sending user has no connected inbox'),
		);
		expect([asked(cast, cast.rep), asked(cast, second)]).toEqual([1, 1]);
	});

	it('held back where all of them are at the limit, until the first of them has room', async () => {
		const cast = await Cast.open({ contacts: 3, rep: { dailyLimit: 1 } });
		const [second] = addReps(cast, { dailyLimit: 1 });
		const before = Date.now();
		sentBefore(cast, cast.rep, 1, 3 * HOUR);
		sentBefore(cast, second, 1, 20 * HOUR);
		const run = await cast.enroll(undefined, { parameters: rotate(cast.rep, second) });

		const sender = { userId: second.userId, email: second.email };
		expect(run.json[HELD]).toEqual(
			Array(3).fill(expect.objectContaining({ reason: 'HUBSPOT_SEND_LIMIT', sender })),
		);
		for (const { retryAt } of run.json[HELD]) {
			const wait = Date.parse(String(retryAt)) - before;
			expect(Math.abs(wait - (DAY - 20 * HOUR))).toBeLessThan(2 * MINUTE);
		}
		expect(cast.account.enrollments).toEqual([]);
	});

	it.each([
		{ order: 'first', unable: 1 },
		{ order: 'last', unable: 0 },
	])('held back where one of them, the $order, is at the limit', async ({ unable }) => {
		const reps: Array<Partial<Rep>> = [{ dailyLimit: 0 }, { dailyLimit: 0 }];
		reps[unable] = { inboxes: [] };
		const cast = await Cast.open({ contacts: 4, rep: reps[0] });
		const [second] = addReps(cast, reps[1]);
		const run = await cast.enroll(undefined, {
			parameters: rotate(cast.rep, second),
			settings: OUTPUT,
		});

		const { email } = [cast.rep, second][1 - unable];
		expect(run.json.map((items) => items.length)).toEqual([0, 4, 0, 0]);
		expect(sendersOf(run, cast)).toEqual(Array(4).fill(email));
		expect(run.json[HELD][0].reason).toBe('HUBSPOT_SEND_LIMIT');
	});
});
