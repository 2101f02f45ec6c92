import { addContact, type FaultEffect } from '../../tools/hubspot';
import { Cast, closeCasts, DAY } from '../support/cast';
import { byId, type Stage } from '../support/n8n/stage';
import { ENROLLED, FAILED } from '../support/outputs';
import { enrolleesOf, LEDGER } from './guard/ledgerRows';
import { itemsOf, newFlow, newPeople, on, useStage } from './workflow/support';
import { byList, byProperty, listFlow, propertyFlow } from './workflow/triggers';

afterAll(closeCasts);
const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const NOT_TRIED = /HubSpot is down or cannot be reached, so .* was not tried/;
const MANY = 195;

const DOWN: FaultEffect[] = [{ status: 503 }, { reset: 'before' }, { timeout: 'before', ms: 20 }];

/** From the first request like this on, which is answered, HubSpot answers nothing. */
function downFrom({ hubspot }: Stage, path: RegExp, effect: FaultEffect): void {
	const rewrite = ({ body }: { body: unknown }) => {
		hubspot.faults.add({ effect });
		return body;
	};
	hubspot.faults.add({ path, times: 1, effect: { rewrite } });
}

const errorsOf = (json: Array<Record<string, unknown>>) =>
	json.filter(({ error }) => NOT_TRIED.test(String(error))).length;

describe.each(DOWN)('HubSpot is down (%j):', (effect) => {
	it('enrolling in a sequence stops, and reserves nothing for the others', async () => {
		const cast = await Cast.open({ contacts: MANY });
		downFrom(cast.stage, /enrollments$/, effect);
		const run = await cast.enroll(undefined, { settings });

		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(run.json[FAILED]).toHaveLength(MANY - 1);
		expect(errorsOf(run.json[FAILED])).toBeGreaterThan(MANY - 20);
		expect(cast.hubspot.requests.count()).toBeLessThan(100);
		expect(enrolleesOf(cast).length).toBeLessThan(20);
		expect(run.hints.map(({ message }) => message).join()).toContain('the run stopped');
	});
});

describe('HubSpot is down for one kind of request:', () => {
	const ways = {
		direct: () => {
			const flow = newFlow(stage());
			return { path: /\/enrollments\/contacts\//, parameters: on('enroll', flow) };
		},
		list: () => ({ path: /memberships/, parameters: byList('enroll', listFlow(stage())) }),
		property: () => ({
			path: /batch\/update/,
			parameters: byProperty('enroll', propertyFlow(stage()), 'yes'),
		}),
	};

	it.each([
		{ way: 'direct', contacts: MANY, tried: 30 },
		{ way: 'list', contacts: 1_100, tried: 1_000 },
		{ way: 'property', contacts: 300, tried: 100 },
	] as const)('enrolling in a workflow stops, $way', async ({ way, contacts, tried }) => {
		const { path, parameters } = ways[way]();
		stage().hubspot.faults.add({ path, effect: { status: 503 } });
		const run = await stage().workflow(itemsOf(newPeople(stage(), contacts)), {
			parameters: { ...parameters, enrollmentsPerDay: 5_000, options: { concurrency: 1 } },
			settings,
		});
		const notTried = errorsOf(run.json[FAILED]);
		expect(run.json[FAILED]).toHaveLength(contacts);
		expect(notTried).toBeGreaterThanOrEqual(contacts - tried);
		// Of those that were, nobody can say.
		const [row] = stage().dataTables.rows(LEDGER);
		const { owed } = JSON.parse(String(row.enrollments));
		const reserved = owed?.enrollments?.flatMap((one: { members: unknown[] }) => one.members);
		expect(reserved).toHaveLength(contacts - notTried);
	});

	it('status in sequences stops', async () => {
		const cast = await Cast.open({ contacts: MANY, steps: [{}, { delayMillis: DAY }] });
		await cast.enroll();
		cast.hubspot.requests.clear();
		cast.hubspot.faults.add({ path: /enrollments\/contact\//, effect: { status: 503 } });
		const run = await cast.status(undefined, { settings });
		expect(errorsOf(run.json.flat())).toBeGreaterThan(MANY - 40);
		expect(cast.hubspot.requests.count()).toBeLessThan(100);
	});

	it.each(['status', 'unenroll'])('%s in workflows stops', async (operation) => {
		const flow = newFlow(stage());
		const people = newPeople(stage(), MANY);
		stage().hubspot.faults.add({ path: /enrollments\/contacts\//, effect: { status: 503 } });
		const run = await stage().workflow(itemsOf(people), {
			parameters: on(operation, flow),
			settings,
		});
		const failed = run.json.flat().filter(({ error }) => error);
		expect(failed).toHaveLength(MANY);
		expect(errorsOf(failed)).toBeGreaterThan(MANY - 40);
	});
});

describe('What is no outage does not stop the run:', () => {
	it('one contact for which HubSpot always fails', async () => {
		const cast = await Cast.open({ contacts: 20 });
		const odd = addContact(cast.account);
		const path = new RegExp(`contact/${odd.id}$`);
		cast.hubspot.faults.add({ path, effect: { status: 503 } });
		cast.hubspot.faults.add({
			method: 'POST',
			path: /enrollments$/,
			times: 1,
			effect: { status: 503 },
		});
		const run = await cast.enroll(cast.itemsOf(odd, ...cast.contacts), {
			settings,
			options: { concurrency: 1 },
		});
		expect(run.json.map((items) => items.length)).toEqual([20, 0, 0, 1]);
	});

	it('answers that are lost now and then', async () => {
		const cast = await Cast.open({ contacts: 40 });
		for (const skip of [2, 9, 16, 23, 30]) {
			const effect: FaultEffect = { status: 502 };
			cast.hubspot.faults.add({ method: 'POST', path: /enrollments$/, skip, times: 3, effect });
		}
		const run = await cast.enroll(undefined, {
			settings,
			parameters: { sender: byId(cast.rep.userId) },
		});
		expect(errorsOf(run.json.flat())).toBe(0);
	});
});
