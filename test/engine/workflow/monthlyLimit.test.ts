import { DateTime } from 'luxon';

import { ACTION, inARow, type Flow } from '../../../tools/hubspot';
import { asked, entered, itemsOf, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED, FAILED, HELD } from '../../support/outputs';
import { emailOf } from '../../support/present';

const stage = useStage({ clock: () => Date.now() });

const settings = { onError: 'continueErrorOutput' as const };
const DAY = 24 * 60 * 60 * 1000;

/** A workday in the middle of a month, so that no test runs into the next one. */
const NOON = Date.parse('2026-11-16T12:00:00+01:00');

let time: number;
let portals = 4_300_000;
beforeEach(() => {
	time = NOON;
	jest.spyOn(Date, 'now').mockImplementation(() => time);
	// What the node has planned for an account outlives a test, so no two use the same.
	Object.assign(stage().hubspot.account, { portalId: ++portals });
});
afterEach(() => jest.restoreAllMocks());

const email = (content_id: string) => ({
	actionTypeId: ACTION.marketingEmail,
	fields: { content_id },
});
const wait = (days: number) => ({
	actionTypeId: ACTION.delay,
	fields: { delta: String(days * 1440), time_unit: 'MINUTES' },
});

/** Two emails a contact: one at once, one two days later. */
const twoEmails = (given: Partial<Flow> = {}) =>
	newFlow(stage(), {
		name: 'Welcome',
		actions: inARow([email('901'), wait(2), email('902'), wait(7)]),
		...given,
	});

const limited = (flow: Flow, monthlyEmailLimit: number, more = {}) => ({
	parameters: on('enroll', flow, { monthlyEmailLimit, ...more }),
	settings,
});

const alreadySent = (count: number, at = time - 5 * DAY) =>
	stage().hubspot.account.marketingSends.push({ at, emailId: '700', count });

const statisticsRequests = () => stage().hubspot.requests.filter({ path: '/statistics/list' });

describe('the marketing emails of the month', () => {
	it('hold back whom they have no room for, in input order, until the first of the next month', async () => {
		const flow = twoEmails();
		alreadySent(3);
		const contacts = newPeople(stage(), 4);
		const run = await stage().workflow(itemsOf(contacts), limited(flow, 8));
		expect(contacts.map((_, index) => run.of(index).output)).toEqual([
			ENROLLED,
			ENROLLED,
			HELD,
			HELD,
		]);
		expect(run.of(1).json.sendLimit).toEqual({
			limit: 8,
			used: 7,
			remaining: 1,
			resetsAt: '2026-12-01T00:00:00+01:00',
		});
		expect(run.of(2).json).toMatchObject({
			outcome: 'held',
			reason: 'MONTHLY_EMAIL_LIMIT',
			message:
				'The marketing emails of this month are used up; it is expected to fit Tue 1 Dec 2026 00:00 (Europe/Berlin)',
			retryAt: '2026-12-01T00:00:00+01:00',
			contactId: contacts[2].id,
			workflowId: flow.legacyId,
			sendLimit: { limit: 8, used: 7, remaining: 1 },
		});
		expect(run.hints[0].message).toBe(
			'2 enrolled; 2 held back, the first until Tue 1 Dec 2026 00:00 (Europe/Berlin), for Welcome',
		);
		expect(entered(stage(), flow)).toBe(2);
	});

	it('begin with the month in the time zone of the account', async () => {
		stage().hubspot.account.timeZone = 'America/New_York';
		const firstOfMonth = DateTime.fromISO('2026-11-01T00:00', { zone: 'America/New_York' });
		alreadySent(5, firstOfMonth.toMillis() - 60_000);
		alreadySent(2, firstOfMonth.toMillis() + 60_000);
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(twoEmails(), 4));
		expect(run.json.map((items) => items.length)).toEqual([1, 1, 0, 0]);
		expect(run.json[HELD][0].retryAt).toBe('2026-12-01T00:00:00-05:00');
	});

	it('are counted once, whether HubSpot shows what was just sent or not', async () => {
		const flow = twoEmails();
		await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(flow, 8));
		// Two are sent, two are to come; the stand-in shows those that are sent at once.
		expect(stage().hubspot.account.marketingSends).toHaveLength(2);
		const shown = await stage().workflow(itemsOf(newPeople(stage(), 1)), limited(flow, 8));
		expect(shown.json[ENROLLED][0].sendLimit).toMatchObject({ used: 6 });
		stage().hubspot.account.marketingSends.length = 0;
		const notYet = await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(flow, 8));
		expect(notYet.json[ENROLLED][0].sendLimit).toMatchObject({ used: 8 });
		expect(notYet.json[HELD]).toHaveLength(1);
	});

	it('are not counted twice once they are sent, and free again what was never sent', async () => {
		const flow = twoEmails();
		const people = newPeople(stage(), 3);
		people[2].properties.hs_marketable_status = 'false';
		await stage().workflow(itemsOf(people), limited(flow, 8));
		time += 3 * DAY;
		stage().hubspot.clock.advance(0);
		expect(stage().hubspot.account.marketingSends).toHaveLength(4);
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), limited(flow, 8));
		expect(run.json.map((items) => items.length)).toEqual([2, 1, 0, 0]);
	});

	it('are taken from the next month too, where they come in it', async () => {
		const flow = twoEmails();
		time = Date.parse('2026-11-30T12:00:00+01:00');
		await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(flow, 4));
		time = Date.parse('2026-12-01T12:00:00+01:00');
		stage().hubspot.clock.advance(0);
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(flow, 4));
		expect(run.json.map((items) => items.length)).toEqual([1, 1, 0, 0]);
	});

	it('are one budget for all workflows of the account', async () => {
		const contacts = itemsOf(newPeople(stage(), 4));
		await stage().workflow(contacts.slice(0, 2), limited(twoEmails(), 6));
		const run = await stage().workflow(contacts.slice(2), limited(twoEmails(), 6));
		expect(run.json.map((items) => items.length)).toEqual([1, 1, 0, 0]);
	});

	it('are shared by runs at the same time', async () => {
		const flow = twoEmails();
		const people = newPeople(stage(), 12);
		const runs = await Promise.all(
			[0, 4, 8].map(
				async (from) =>
					await stage().workflow(itemsOf(people.slice(from, from + 4)), limited(flow, 10)),
			),
		);
		const count = (output: number) => runs.flatMap(({ json }) => json[output]).length;
		expect([count(ENROLLED), count(HELD)]).toEqual([5, 7]);
	});

	it('count what runs have planned that did not look at them', async () => {
		const flow = twoEmails();
		await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(flow, 0));
		await stage().workflow(
			itemsOf(newPeople(stage(), 1)),
			limited(flow, 1, { sendLimitMode: 'off' }),
		);
		expect(statisticsRequests()).toHaveLength(0);
		stage().hubspot.account.marketingSends.length = 0;
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(flow, 8));
		expect(run.json.map((items) => items.length)).toEqual([1, 1, 0, 0]);
	});

	it('have room for others where HubSpot refuses a contact', async () => {
		const contacts = newPeople(stage(), 4);
		stage().hubspot.faults.add({
			method: 'POST',
			path: emailOf(contacts[0]),
			effect: { status: 400, body: { status: 'error', message: 'no' } },
		});
		const run = await stage().workflow(itemsOf(contacts), limited(twoEmails(), 4));
		expect(contacts.map((_, index) => run.of(index).output)).toEqual([
			FAILED,
			ENROLLED,
			ENROLLED,
			HELD,
		]);
	});

	it('have room for every contact of a workflow that sends none', async () => {
		alreadySent(9);
		const run = await stage().workflow(
			itemsOf(newPeople(stage(), 3)),
			limited(newFlow(stage()), 5),
		);
		expect(run.json[ENROLLED]).toHaveLength(3);
		expect(statisticsRequests()).toHaveLength(0);
	});

	it('never have room for a contact that gets more than all of them', async () => {
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), limited(twoEmails(), 1));
		expect(run.json[HELD][0]).toMatchObject({
			reason: 'MONTHLY_EMAIL_LIMIT',
			message: 'The marketing emails of this month are used up',
		});
		expect(run.json[HELD][0]).not.toHaveProperty('retryAt');
	});

	it('in a dry run are given to no two contacts, and to none for good', async () => {
		const dry = { options: { dryRun: true } };
		const flow = twoEmails();
		const items = itemsOf(newPeople(stage(), 3));
		const rehearse = async () => {
			const { json } = await stage().workflow(items, limited(flow, 4, dry));
			return json.map((rows) => rows.map(({ outcome }) => outcome));
		};
		const expected = [['wouldEnroll', 'wouldEnroll'], ['wouldHold'], [], []];
		expect(await rehearse()).toEqual(expected);
		expect(await rehearse()).toEqual(expected);
		expect(asked(stage())).toBe(0);
		expect((await stage().workflow(items, limited(flow, 4))).json[ENROLLED]).toHaveLength(2);
	});
});

describe('beside the cap of enrollments per day', () => {
	it('an item passes both, and is held for the first that has no room', async () => {
		const flow = twoEmails();
		const contacts = newPeople(stage(), 5);
		const run = await stage().workflow(
			itemsOf(contacts),
			limited(flow, 6, { enrollmentsPerDay: 2 }),
		);
		expect(contacts.map((_, index) => run.of(index).json.reason)).toEqual([
			undefined,
			undefined,
			'DAILY_ENROLLMENT_CAP',
			'MONTHLY_EMAIL_LIMIT',
			'MONTHLY_EMAIL_LIMIT',
		]);
		expect(run.of(1).json.sendLimit).toMatchObject({ limit: 2, used: 2, windowHours: 24 });
		expect(run.of(3).json.sendLimit).toMatchObject({ limit: 6 });
	});

	it('what the day has no room for takes nothing from the month', async () => {
		const flow = twoEmails();
		const capped = { enrollmentsPerDay: 1 };
		await stage().workflow(itemsOf(newPeople(stage(), 3)), limited(flow, 6, capped));
		const other = await stage().workflow(itemsOf(newPeople(stage(), 3)), limited(twoEmails(), 6));
		expect(other.json.map((items) => items.length)).toEqual([2, 1, 0, 0]);
	});
});

describe('when the month is used up,', () => {
	it('Fail enrolls none, and says how many fit', async () => {
		const run = await stage().workflow(
			itemsOf(newPeople(stage(), 3)),
			limited(twoEmails(), 5, { sendLimitMode: 'fail' }),
		);
		expect(run.json.map((items) => items.length)).toEqual([0, 0, 0, 3]);
		expect(run.json[FAILED][0]).toMatchObject({
			error: 'Only 2 of 3 contacts fit in the marketing emails of this month',
			description: expect.stringContaining('each contact takes 2') as string,
		});
		expect(asked(stage())).toBe(0);
		const fitting = await stage().workflow(
			itemsOf(newPeople(stage(), 2)),
			limited(twoEmails(), 5, { sendLimitMode: 'fail' }),
		);
		expect(fitting.json[ENROLLED]).toHaveLength(2);
	});

	it('Warn enrolls all, and marks those beyond it', async () => {
		const run = await stage().workflow(
			itemsOf(newPeople(stage(), 3)),
			limited(twoEmails(), 4, { sendLimitMode: 'warn', enrollmentsPerDay: 50 }),
		);
		expect(run.json[ENROLLED].map(({ sendLimit }) => sendLimit)).toMatchObject([
			{ used: 1, limit: 50 },
			{ used: 2, limit: 50 },
			{ used: 6, limit: 4, remaining: 0, exceeded: true },
		]);
		expect(run.hints[1]).toMatchObject({
			type: 'warning',
			message: expect.stringContaining(
				'Beyond the marketing emails of this month (4): 1 of 3',
			) as string,
		});
	});
});

describe('where HubSpot tells less,', () => {
	it('without the scope for statistics, what was planned counts alone, and the run says so', async () => {
		const flow = twoEmails();
		stage().hubspot.settings.grantedScopes = stage().hubspot.settings.grantedScopes.filter(
			(scope) => scope !== 'marketing.email.read' && scope !== 'content',
		);
		alreadySent(99);
		await stage().workflow(itemsOf(newPeople(stage(), 1)), limited(flow, 6));
		time += 5 * DAY;
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), limited(flow, 6));
		expect(run.json.map((items) => items.length)).toEqual([2, 1, 0, 0]);
		expect(run.hints[1]).toMatchObject({
			type: 'warning',
			message: expect.stringContaining('scope marketing.email.read') as string,
		});
	});

	it('a workflow that it does not show counts as one email a contact, and the run says so', async () => {
		const flow = twoEmails();
		stage().hubspot.settings.flowsReadable = false;
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), limited(flow, 2));
		expect(run.json.map((items) => items.length)).toEqual([2, 1, 0, 0]);
		expect(run.hints.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('counted as one marketing email'),
		);
	});

	it('statistics that fail leave nobody enrolled', async () => {
		stage().hubspot.faults.add({ path: '/statistics/list', effect: { status: 400 } });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), limited(twoEmails(), 5));
		expect(run.json[FAILED]).toHaveLength(2);
		expect(asked(stage())).toBe(0);
	});
});

it.each([-1, 1.5, 'many'])('a limit of %s is an error of the item', async (limit) => {
	const [item] = itemsOf(newPeople(stage(), 1));
	const run = await stage().workflow([{ ...item, limit }], {
		parameters: on('enroll', twoEmails(), { monthlyEmailLimit: '={{ $json.limit }}' }),
		settings,
	});
	expect(run.of(0)).toMatchObject({
		output: FAILED,
		json: { error: "'Monthly Email Limit' is not a whole number from 0" },
	});
	expect(stage().hubspot.requests.count()).toBe(0);
});
