import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, HOUR, limitOf, MINUTE, timeMachine } from '../../support/cast';
import { otherProcess } from '../../support/n8n/otherProcess';
import { addReps, rotate, sentBefore, sendersOf } from './rotation';
import { ENROLLED, HELD, RESULT } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const refused = 'HUBSPOT_SEND_LIMIT';

describe('HubSpot refuses a sender whom the node thinks has room (SEND_LIMIT_EXCEEDED)', () => {
	/** The sender is at the limit of HubSpot, and one run has met it. */
	async function openRefused() {
		const machine = timeMachine();
		const cast = await Cast.open({ contacts: 4, rep: { dailyLimit: 2 } });
		sentBefore(cast, cast.rep, 2, 23 * HOUR + 30 * MINUTE);
		const [first, ...others] = cast.items;
		const run = await cast.enroll([first]);
		expect(run.json[HELD]).toMatchObject([{ reason: refused }]);
		cast.hubspot.requests.clear();
		return { cast, machine, others, run };
	}

	it('until its oldest send is a day old', async () => {
		const { run } = await openRefused();
		const wait = Date.parse(String(run.json[HELD][0].retryAt)) - Date.now();
		expect(Math.abs(wait - 30 * MINUTE)).toBeLessThan(2 * MINUTE);
	});

	it('so the next run holds its contacts without asking', async () => {
		const { cast, others } = await openRefused();
		const run = await cast.enroll(others);

		expect(run.json[HELD]).toMatchObject(
			others.map(() => ({
				reason: refused,
				message: expect.stringMatching(/^HubSpot refused: the sender has reached/) as string,
			})),
		);
		expect(cast.enrollRequests()).toEqual([]);
		for (const { retryAt } of run.json[HELD]) {
			const wait = Date.parse(String(retryAt)) - Date.now();
			expect(wait).toBeGreaterThan(25 * MINUTE);
			expect(wait).toBeLessThan(HOUR);
		}
	});

	it('and other processes know it as well', async () => {
		const { cast, others } = await openRefused();
		const run = await cast.enroll(others, { nodeTypes: await otherProcess() });
		expect(run.json[HELD].map(({ reason }) => reason)).toEqual(Array(3).fill(refused));
		expect(cast.enrollRequests()).toEqual([]);
	});

	it('and asks again when that time is over', async () => {
		const { cast, machine, others, run } = await openRefused();
		machine.advanceTo(Date.parse(String(run.json[HELD][0].retryAt)) + 2 * MINUTE);
		expect((await cast.enroll(others)).json[ENROLLED]).toHaveLength(2);
		expect(cast.enrollRequests()).toHaveLength(3);
	});

	it('and asks again after an hour where nobody knows when there is room', async () => {
		const { cast, machine } = await openRefused();
		const [second] = addReps(cast, { dailyLimit: 0 });
		const [one, two] = cast.items;
		const given = { parameters: { sender: byId(second.userId) } };
		await cast.enroll([one], given);
		cast.hubspot.requests.clear();

		machine.advanceTo(Date.now() + 58 * MINUTE);
		expect((await cast.enroll([two], given)).json[HELD]).toMatchObject([{ reason: refused }]);
		expect(cast.enrollRequests()).toEqual([]);
		machine.advanceTo(Date.now() + 4 * MINUTE);
		expect((await cast.enroll([two], given)).json[HELD]).toMatchObject([{ reason: refused }]);
		expect(cast.enrollRequests()).toHaveLength(1);
	});

	it('as Check Sending Limit shows', async () => {
		const { cast } = await openRefused();
		const { json } = await cast.checkSendLimit(undefined, { parameters: { contactsToEnroll: 5 } });
		expect(json[RESULT]).toMatchObject([
			{ remaining: 0, level: 'full', fits: 0, wouldHold: 5, sent: 2 },
		]);
		const wait = Date.parse(String(json[RESULT][0].nextAvailableAt)) - Date.now();
		expect(Math.abs(wait - 30 * MINUTE)).toBeLessThan(2 * MINUTE);
	});

	it.each(['warn', 'off'])('and is asked all the same in mode %s', async (sendLimitMode) => {
		const { cast, others } = await openRefused();
		const run = await cast.enroll(others.slice(0, 1), { parameters: { sendLimitMode } });
		expect(cast.enrollRequests()).toHaveLength(1);
		expect(run.json[HELD]).toMatchObject([{ reason: refused }]);
	});

	it('keeps no room for those it refused', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ contacts: 3, rep: { dailyLimit: 0 } });
		const parameters = limitOf(2);
		await cast.enroll(cast.items.slice(0, 2), { parameters });
		cast.rep.dailyLimit = 500;
		machine.advanceTo(Date.now() + HOUR + MINUTE);
		const run = await cast.enroll(cast.items.slice(1), { parameters });
		expect(run.json[ENROLLED]).toHaveLength(2);
	});
});

describe('Senders who take turns, of whom HubSpot has refused one,', () => {
	it('go on without it in the next run, too', async () => {
		const cast = await Cast.open({ contacts: 6, rep: { dailyLimit: 0 } });
		const [second] = addReps(cast, {});
		const parameters = rotate(cast.rep, second);
		expect((await cast.enroll(cast.items.slice(0, 2), { parameters })).json[ENROLLED]).toHaveLength(
			2,
		);
		cast.hubspot.requests.clear();

		const next = await cast.enroll(cast.items.slice(2), { parameters });
		expect(next.json[ENROLLED]).toHaveLength(4);
		expect(cast.enrollRequests()).toHaveLength(4);
		expect(next.json[ENROLLED].map(({ sender }) => sender)).toEqual(
			Array(4).fill({ userId: second.userId, email: second.email }),
		);
	});

	it('hold contacts in the next run where it has refused both', async () => {
		const cast = await Cast.open({ contacts: 4, rep: { dailyLimit: 0 } });
		const [second] = addReps(cast, { dailyLimit: 0 });
		const parameters = rotate(cast.rep, second);
		await cast.enroll(cast.items, { parameters });
		cast.hubspot.requests.clear();

		const next = await cast.enroll(cast.items, { parameters });
		expect(next.json[HELD].map(({ reason }) => reason)).toEqual(Array(4).fill(refused));
		expect(cast.enrollRequests()).toEqual([]);
		expect(sendersOf(next, cast)).not.toContain(undefined);
	});
});

describe('HubSpot refuses for a limit in words of its own', () => {
	it.concurrent.each([
		{
			name: 'a 400 about the sending limit',
			status: 400,
			body: { message: 'The daily sending limit of this user is reached' },
			message: /^HubSpot refused: the sender has reached the sending limit; it is expected to fit/,
		},
		{
			name: 'a 403 with a code',
			status: 403,
			body: { category: 'ENROLLMENT_LIMIT_REACHED' },
			message: /^HubSpot refused: the sender has reached the sending limit/,
		},
		{
			name: 'a 429 about the enrollments of an inbox',
			status: 429,
			body: { message: 'Daily limit of 1000 enrollments reached for this inbox' },
			message:
				/^HubSpot's API takes no more enrollments for this inbox today; it is expected to fit/,
		},
	])('so the rest of the sender is held, and others are asked ($name)', async (row) => {
		const cast = await Cast.open({ contacts: 4 });
		const [second] = addReps(cast, {});
		const effect = { status: row.status, body: { status: 'error', ...row.body } };
		cast.hubspot.faults.add({ method: 'POST', path: /enrollments$/, times: 1, effect });
		const users = [cast.rep, cast.rep, cast.rep, second].map(({ userId }) => userId);
		const run = await cast.enroll(
			cast.items.map((item, index) => ({ ...item, user: users[index] })),
			{ parameters: { sender: byId('={{ $json.user }}') }, options: { concurrency: 1 } },
		);

		expect(run.json.map((items) => items.length)).toEqual([1, 3, 0]);
		for (const json of run.json[HELD]) {
			expect(json).toMatchObject({
				reason: refused,
				message: expect.stringMatching(row.message) as string,
			});
		}
		expect(cast.enrollRequests()).toHaveLength(2);
	});

	it.concurrent('so another sender of the rotation goes on', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const [second] = addReps(cast, {});
		const effect = { status: 429, body: { message: 'Daily enrollment limit reached' } };
		cast.hubspot.faults.add({ method: 'POST', path: /enrollments$/, times: 1, effect });
		const run = await cast.enroll(cast.items, {
			parameters: rotate(cast.rep, second),
			options: { concurrency: 1 },
		});
		expect(run.json.map((items) => items.length)).toEqual([3, 0, 0]);
		expect(cast.enrollRequests()).toHaveLength(4);
	});
});
