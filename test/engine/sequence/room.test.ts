import type { INodeParameters } from 'n8n-workflow';

import { addRep, addSentEmails, maxRollingSends } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import {
	Cast,
	closeCasts,
	HOUR,
	limitOf,
	MINUTE,
	newAddress,
	timeMachine,
} from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

/** When the first held item is expected to fit. */
const retryAtOf = ({ json }: NodeRun) => Date.parse(String(json[HELD][0].retryAt));

describe('Held contacts', () => {
	it('fit at their retryAt and not before, and no 24 hours ever hold more than the limit', async () => {
		const time = timeMachine();
		const cast = await Cast.open({ contacts: 5, rep: { dailyLimit: 2 }, settings: PLAIN });
		const parameters = limitOf(2);
		const first = await cast.enroll(undefined, { parameters });
		expect(first.json.map((items) => items.length)).toEqual([2, 3, 0]);

		const waiting = cast.items.slice(2);
		const retryAt = retryAtOf(first);
		time.advanceTo(retryAt - 2 * MINUTE);
		const tooEarly = await cast.enroll(waiting, { parameters });
		expect(tooEarly.json.map((items) => items.length)).toEqual([0, 3, 0]);

		time.advanceTo(retryAt);
		const second = await cast.enroll(waiting, { parameters });
		expect(second.json.map((items) => items.length)).toEqual([2, 1, 0]);

		time.advanceTo(retryAtOf(second));
		const third = await cast.enroll(waiting.slice(2), { parameters });
		expect(third.json.map((items) => items.length)).toEqual([1, 0, 0]);
		expect(maxRollingSends(cast.account, cast.rep.email)).toBe(2);
		expect(cast.account.overLimitSends).toEqual([]);
	});

	it('get the room of contacts that HubSpot refuses, in input order', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const bounced = ['one', 'two'].map(() => cast.addContact({}, { hiddenBounce: true }));
		const [first, second, third] = cast.contacts;
		const run = await cast.enroll(cast.itemsOf(...bounced, first, second, third), {
			parameters: limitOf(2),
		});

		const outputs = run.json[ENROLLED].length + run.json[HELD].length + run.json[SKIPPED].length;
		expect(outputs).toBe(5);
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual([first.id, second.id]);
		expect(run.json[HELD].map(({ contactId }) => contactId)).toEqual([third.id]);
		expect(run.json[SKIPPED]).toHaveLength(2);
	});
});

describe('When the limit is reached,', () => {
	it('Hold Back enrolls what fits, in input order', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, { parameters: limitOf(2) });

		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ENROLLED, ENROLLED, HELD]);
	});

	it('Fail enrolls nobody, and each item is an error that says how many fit', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, {
			parameters: { ...limitOf(2), sendLimitMode: 'fail' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.json.map((items) => items.length)).toEqual([0, 0, 0, 3]);
		expect(run.of(2)).toMatchObject({
			output: FAILED,
			json: {
				error: expect.stringMatching(/^Only 2 of 3 contacts fit in the sending limit/),
				description: expect.stringMatching(
					/^The limit .*is 2 in 24 hours\. None of them was enrolled, .* The last of them fits \w{3} \d+ \w{3} \d{4} \d\d:\d\d \(Europe\/Berlin\)\.$/,
				),
			},
		});
		expect(cast.enrollRequests()).toHaveLength(0);
		// Nothing was reserved either.
		const again = await cast.enroll(cast.items.slice(0, 2), {
			parameters: { ...limitOf(2), sendLimitMode: 'fail' },
		});
		expect(again.json[ENROLLED]).toHaveLength(2);
	});

	it('Enroll Anyway marks each item beyond the limit, and the run', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, {
			parameters: { ...limitOf(2), sendLimitMode: 'warn' },
		});

		const sendLimit = { limit: 2, used: 3, remaining: 0, windowHours: 24, exceeded: true };
		expect(run.json[ENROLLED]).toHaveLength(3);
		expect(run.json[ENROLLED][1].sendLimit).not.toHaveProperty('exceeded');
		expect(run.json[ENROLLED][2]).toMatchObject({ outcome: 'enrolled', sendLimit });
		expect(run.hints).toContainEqual(
			expect.objectContaining({
				type: 'warning',
				message: `Beyond the sending limit of ${cast.rep.email} (2 in 24 hours): 1 of 3 contacts. HubSpot may refuse, delay or lose their email`,
			}),
		);
	});

	it('Do Not Check enrolls everything without asking what was sent', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, {
			parameters: { ...limitOf(2), sendLimitMode: 'off' },
		});

		expect(run.json[ENROLLED]).toHaveLength(3);
		for (const json of run.json[ENROLLED]) expect(json).not.toHaveProperty('sendLimit');
		expect(cast.hubspot.requests.count({ path: '/emails/search' })).toBe(0);
	});
});

describe('The limit', () => {
	it.each<{ name: string; parameters: INodeParameters; limit: number; remaining: number }>([
		{ name: '500 of Professional', parameters: {}, limit: 500, remaining: 499 },
		{
			name: '1,000 of Enterprise',
			parameters: { plan: 'enterprise' },
			limit: 1000,
			remaining: 999,
		},
		{ name: 'one of the user', parameters: limitOf(40), limit: 40, remaining: 39 },
		{
			name: '350 of free Gmail, whatever the plan',
			parameters: { plan: 'enterprise', options: { mailbox: 'gmailFree' } },
			limit: 350,
			remaining: 349,
		},
		{
			name: 'one of the user below that of free Gmail',
			parameters: { ...limitOf(40), options: { mailbox: 'gmailFree' } },
			limit: 40,
			remaining: 39,
		},
		{
			name: 'one less the reserve',
			parameters: { ...limitOf(40), options: { reserve: 30 } },
			limit: 40,
			remaining: 9,
		},
	])('can be the $name', async ({ parameters, limit, remaining }) => {
		const cast = await Cast.open();
		const run = await cast.enroll(undefined, { parameters });

		const sendLimit = { limit, used: 1, remaining, windowHours: 24 };
		expect(run.json[ENROLLED]).toMatchObject([{ sendLimit }]);
	});

	it('keeps the reserve free', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, {
			parameters: limitOf(5),
			options: { reserve: 3 },
		});

		expect(run.json.map((items) => items.length)).toEqual([2, 1, 0]);
	});

	it.each([
		{ name: 'of a seat', parameters: {}, counts: 'sequence mail', used: 3 },
		{ name: 'of the user', parameters: limitOf(500), counts: 'all mail', used: 5 },
		{
			name: 'of free Gmail',
			parameters: { options: { mailbox: 'gmailFree' } },
			counts: 'all mail',
			used: 5,
		},
	])('$name counts $counts of this sender in the last 24 hours', async ({ parameters, used }) => {
		const cast = await Cast.open();
		const { ownerId } = cast.rep;
		const colleague = addRep(cast.account, { email: newAddress() });
		const hoursAgo = (hours: number) => Date.now() - hours * HOUR;
		const [sent, yesterday] = [[hoursAgo(2), hoursAgo(23)], [hoursAgo(25)]];
		addSentEmails(cast.account, { ownerId, times: sent });
		addSentEmails(cast.account, { ownerId, times: yesterday });
		addSentEmails(cast.account, { ownerId, times: sent, sequenceId: null });
		addSentEmails(cast.account, { ownerId: colleague.ownerId, times: sent });
		const run = await cast.enroll(undefined, { parameters });

		expect(run.json[ENROLLED]).toMatchObject([{ sendLimit: { used } }]);
	});

	it('holds for each sender apart', async () => {
		const cast = await Cast.open({ contacts: 4 });
		const colleague = addRep(cast.account, { email: newAddress() });
		const users = [cast.rep, cast.rep, colleague, colleague].map(({ userId }) => userId);
		const items = cast.items.map((item, index) => ({ ...item, user: users[index] }));
		const run = await cast.enroll(items, {
			parameters: { ...limitOf(1), sender: byId('={{ $json.user }}') },
		});

		const outputs = [0, 1, 2, 3].map((index) => run.of(index).output);
		expect(outputs).toEqual([ENROLLED, HELD, ENROLLED, HELD]);
		expect(run.of(2).json.sender).toEqual({ userId: colleague.userId, email: colleague.email });
		expect(cast.account.enrollments.map(({ senderEmail }) => senderEmail).sort()).toEqual(
			[cast.rep.email, colleague.email].sort(),
		);
	});

	it('is shared by executions that run at the same time', async () => {
		const cast = await Cast.open({ contacts: 12 });
		cast.hubspot.settings.latencyMs = 5;
		const runs = await Promise.all(
			[0, 4, 8].map(
				async (start) =>
					await cast.enroll(cast.items.slice(start, start + 4), { parameters: limitOf(7) }),
			),
		);

		const enrolled = runs.reduce((sum, { json }) => sum + json[ENROLLED].length, 0);
		const held = runs.reduce((sum, { json }) => sum + json[HELD].length, 0);
		expect([enrolled, held]).toEqual([7, 5]);
		expect(cast.account.enrollments).toHaveLength(7);
	});

	it('is known to the next execution although the log of HubSpot lags behind', async () => {
		const cast = await Cast.open({ contacts: 3, settings: { searchLagMs: 4 * MINUTE } });
		const first = await cast.enroll(cast.items.slice(0, 2), { parameters: limitOf(2) });
		const second = await cast.enroll(cast.items.slice(2), { parameters: limitOf(2) });

		expect(first.json[ENROLLED]).toHaveLength(2);
		expect(second.json[HELD]).toHaveLength(1);
	});
});
