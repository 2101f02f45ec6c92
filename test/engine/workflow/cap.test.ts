import type { Flow } from '../../../tools/hubspot';
import { asked, entered, itemsOf, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';
import { emailOf } from '../../support/present';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const DAY = 24 * 60 * 60 * 1000;

const capped = (flow: Flow, sendLimitMode: string, enrollmentsPerDay: number, options = {}) => ({
	parameters: on('enroll', flow, { sendLimitMode, enrollmentsPerDay, options }),
	settings,
});

describe('the cap of enrollments per day', () => {
	it('holds back what does not fit, in input order, with the time to try again', async () => {
		const flow = newFlow(stage(), { name: 'Welcome' });
		const before = Date.now();
		const contacts = newPeople(stage(), 5);
		const run = await stage().workflow(itemsOf(contacts), capped(flow, 'hold', 3));
		expect(contacts.map((_, index) => run.of(index).output)).toEqual([
			ENROLLED,
			ENROLLED,
			ENROLLED,
			HELD,
			HELD,
		]);
		expect(run.json[ENROLLED].map(({ sendLimit }) => sendLimit)).toEqual([
			{ limit: 3, used: 1, remaining: 2, windowHours: 24 },
			{ limit: 3, used: 2, remaining: 1, windowHours: 24 },
			{ limit: 3, used: 3, remaining: 0, windowHours: 24 },
		]);
		expect(run.json[HELD][0]).toMatchObject({
			outcome: 'held',
			reason: 'DAILY_ENROLLMENT_CAP',
			message: expect.stringMatching(/are used up; it is expected to fit .*\d\d:\d\d/) as string,
			contactId: contacts[3].id,
			workflowId: flow.legacyId,
			sendLimit: { limit: 3, used: 3, remaining: 0 },
		});
		const retryAt = String(run.json[HELD][0].retryAt);
		expect(retryAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d.*\+0[12]:00$/);
		expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(before + DAY);
		expect(Date.parse(retryAt)).toBeLessThanOrEqual(Date.now() + DAY + 60_000);
		expect(run.hints[0].message).toMatch(/^3 enrolled; 2 held back, .* for Welcome$/);
		expect(entered(stage(), flow)).toBe(3);
	});

	it('enrolls none with Fail, if not all fit', async () => {
		const flow = newFlow(stage(), { name: 'Welcome' });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), capped(flow, 'fail', 2));
		expect(run.json.map((items) => items.length)).toEqual([0, 0, 0, 3]);
		expect(run.json[FAILED][0].error).toContain(
			'Only 2 of 3 contacts fit in the Enrollments per Day',
		);
		expect(asked(stage())).toBe(0);
		const fitting = await stage().workflow(itemsOf(newPeople(stage(), 2)), capped(flow, 'fail', 2));
		expect(fitting.json[ENROLLED]).toHaveLength(2);
	});

	it('marks what goes beyond it with Warn', async () => {
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), capped(flow, 'warn', 2));
		expect(run.json[ENROLLED].map(({ sendLimit }) => sendLimit)).toMatchObject([
			{ used: 1, remaining: 1 },
			{ used: 2, remaining: 0 },
			{ used: 3, remaining: 0, exceeded: true },
		]);
		expect(run.json[ENROLLED][0].sendLimit).not.toHaveProperty('exceeded');
		expect(run.hints).toMatchObject([
			{ message: '3 enrolled' },
			{ type: 'warning', message: expect.stringContaining('Enrollments per Day') as string },
		]);
	});

	it.each([
		['off', 1],
		['hold', 0],
	])('is not looked at with %s and %i', async (mode, perDay) => {
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 3)), capped(flow, mode, perDay));
		expect(run.json[ENROLLED]).toHaveLength(3);
		expect(run.json[ENROLLED][0]).not.toHaveProperty('sendLimit');
	});

	it('is shared by runs, also by those at the same time', async () => {
		const flow = newFlow(stage());
		const people = newPeople(stage(), 12);
		const runs = await Promise.all(
			[0, 4, 8].map(
				async (from) =>
					await stage().workflow(itemsOf(people.slice(from, from + 4)), capped(flow, 'hold', 6)),
			),
		);
		const count = (output: number) => runs.flatMap(({ json }) => json[output]).length;
		expect([count(ENROLLED), count(HELD)]).toEqual([6, 6]);
		expect(entered(stage(), flow)).toBe(6);
		const later = await stage().workflow(itemsOf(people.slice(0, 1)), capped(flow, 'hold', 6));
		expect(later.of(0).output).toBe(HELD);
	});

	it('is one for each workflow', async () => {
		const [one, other] = [newFlow(stage()), newFlow(stage())];
		const contacts = itemsOf(newPeople(stage(), 2));
		expect((await stage().workflow(contacts, capped(one, 'hold', 1))).json[ENROLLED]).toHaveLength(
			1,
		);
		expect(
			(await stage().workflow(contacts, capped(other, 'hold', 1))).json[ENROLLED],
		).toHaveLength(1);
	});

	it('counts enrollments of runs that did not look at it', async () => {
		const flow = newFlow(stage());
		const contacts = itemsOf(newPeople(stage(), 3));
		await stage().workflow(contacts.slice(0, 2), capped(flow, 'off', 0));
		const run = await stage().workflow(contacts, capped(flow, 'hold', 3));
		expect(run.json.map((items) => items.length)).toEqual([1, 2, 0, 0]);
	});

	it('has room for others where HubSpot refuses a contact', async () => {
		const flow = newFlow(stage());
		const contacts = newPeople(stage(), 4);
		stage().hubspot.faults.add({
			method: 'POST',
			path: emailOf(contacts[0]),
			effect: { status: 400, body: { status: 'error', message: 'no' } },
		});
		const run = await stage().workflow(itemsOf(contacts), capped(flow, 'hold', 2));
		expect(contacts.map((_, index) => run.of(index).output)).toEqual([
			FAILED,
			ENROLLED,
			ENROLLED,
			HELD,
		]);
	});

	it('counts no contact that is skipped', async () => {
		const flow = newFlow(stage());
		const [contact, ...others] = newPeople(stage(), 3);
		const items = itemsOf([contact, contact, ...others]);
		const run = await stage().workflow(items, capped(flow, 'hold', 3));
		expect(items.map((_, index) => run.of(index).output)).toEqual([
			ENROLLED,
			SKIPPED,
			ENROLLED,
			ENROLLED,
		]);
	});
});

describe('numbers that are none', () => {
	it.each([-1, 1.5, 'many'])('%s is an error of the item', async (perDay) => {
		const run = await stage().workflow(
			itemsOf(newPeople(stage(), 1)).map((item) => ({ ...item, perDay })),
			{
				parameters: on('enroll', newFlow(stage()), { enrollmentsPerDay: '={{ $json.perDay }}' }),
				settings,
			},
		);
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: "'Enrollments per Day' is not a whole number from 0" },
		});
		expect(stage().hubspot.requests.count()).toBe(0);
	});
});
