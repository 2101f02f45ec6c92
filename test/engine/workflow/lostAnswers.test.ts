import { ACTION, inARow, type FaultEffect, type Flow } from '../../../tools/hubspot';
import { ENROLLED, FAILED } from '../../support/outputs';
import { asked, entered, itemsOf, newFlow, newPeople, on, useStage } from './support';
import { byList, byProperty, listFlow, propertyFlow, START } from './triggers';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const IN_BODY: FaultEffect[] = [{ brokenOff: 'reset' }, { brokenOff: 'end' }];
const ADD = '/memberships/add';
const UPDATE = '/contacts/batch/update';
const REFUSALS = [400, 401, 403, 423, 429];
const LATE: FaultEffect = { lateMs: 1_000, meanwhile: { status: 504 } };

/** Each method, and the requests by which it enrolls. */
const METHODS = ['direct', 'list', 'property'] as const;

function open(method: (typeof METHODS)[number], shouldReEnroll = true) {
	if (method === 'list') {
		const listed = listFlow(stage(), { shouldReEnroll });
		return { flow: listed.flow, path: ADD, parameters: byList('enroll', listed) };
	}
	if (method === 'property') {
		const flow = propertyFlow(stage(), { shouldReEnroll });
		return { flow, path: UPDATE, parameters: byProperty('enroll', flow, 'yes') };
	}
	const flow = newFlow(stage(), { enrollmentCriteria: { type: 'MANUAL', shouldReEnroll } });
	return {
		flow,
		path: /\/workflows\/\d+\/enrollments\/contacts\//,
		parameters: on('enroll', flow),
	};
}

const times = (flow: Flow, people: ReturnType<typeof newPeople>) =>
	people.map((one) => entered(stage(), flow, one));

/** Direct enrollment is answered without a body. */
const WITH_BODY = (['list', 'property'] as const).flatMap((method) =>
	IN_BODY.map((effect) => ({ method, effect })),
);

describe.each(WITH_BODY)(
	'A body that breaks off, $method, $effect.brokenOff:',
	({ method, effect }) => {
		it('everybody is enrolled once, and said to be', async () => {
			const { flow, path, parameters } = open(method);
			const people = newPeople(stage(), 3);
			stage().hubspot.faults.add({ path, times: 1, effect });
			const run = await stage().workflow(itemsOf(people), { parameters, settings });

			expect(run.json[ENROLLED]).toHaveLength(3);
			expect(times(flow, people)).toEqual([1, 1, 1]);
		});
	},
);

describe.each(METHODS)('After a lost answer a definite refusal settles nothing, %s:', (method) => {
	it.each(REFUSALS)('%d, and the first took effect late', async (status) => {
		const { flow, path, parameters } = open(method, false);
		const people = newPeople(stage(), 1);
		stage().hubspot.faults.add({ path, times: 1, effect: LATE });
		stage().hubspot.faults.add({ path, effect: { status } });
		const run = await stage().workflow(itemsOf(people), { parameters, settings });

		expect(times(flow, people)).toEqual([1]);
		expect(run.json[ENROLLED]).toHaveLength(1);
	});

	it('and where nothing shows, nobody can say, and the place stays', async () => {
		const { path, parameters } = open(method, false);
		const people = newPeople(stage(), 2);
		stage().hubspot.faults.add({ path, times: 1, effect: { status: 504 } });
		stage().hubspot.faults.add({ path, effect: { status: 403 } });
		const capped = { ...parameters, enrollmentsPerDay: 1 };
		const run = await stage().workflow(itemsOf(people.slice(0, 1)), {
			parameters: capped,
			settings,
		});
		expect(run.json[FAILED]).toMatchObject([
			{ error: expect.stringContaining('It is not known whether HubSpot') },
		]);

		stage().hubspot.faults.clear();
		const next = await stage().workflow(itemsOf(people.slice(1)), { parameters: capped });
		expect(next.json[ENROLLED]).toEqual([]);
	});
});

describe('After a lost answer to a direct request', () => {
	const READ_BACK = { method: 'GET', path: /enrollments\/contacts/ };

	it('that nobody can look after, HubSpot is not asked again, and nobody knows', async () => {
		const { path, parameters, flow } = open('direct', false);
		const [person] = newPeople(stage(), 1);
		stage().hubspot.faults.add({ method: 'POST', path, times: 1, effect: { status: 504 } });
		stage().hubspot.faults.add({ ...READ_BACK, effect: { status: 500 } });
		const run = await stage().workflow(itemsOf([person]), { parameters, settings });
		expect(run.json[FAILED]).toMatchObject([
			{
				error: 'It is not known whether HubSpot enrolled the contact',
				description: expect.stringContaining('Look at the history of the workflow in HubSpot'),
				contactId: person.id,
				details: { hubspotMessage: expect.stringMatching(/\w/) },
			},
		]);
		expect(asked(stage())).toBe(1);
		expect(entered(stage(), flow, person)).toBe(0);
	});

	it('who is in another workflow has not entered this one', async () => {
		const { path, parameters, flow } = open('direct', false);
		const people = newPeople(stage(), 1);
		await stage().workflow(itemsOf(people), { parameters: open('direct', false).parameters });
		stage().hubspot.faults.add({ method: 'POST', path, times: 1, effect: { reset: 'before' } });
		const run = await stage().workflow(itemsOf(people), { parameters, settings });
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(run.json[ENROLLED][0]).not.toHaveProperty('verified');
		expect(times(flow, people)).toEqual([1]);
	});
});

describe('A workflow that takes the value away at once', () => {
	const clears = inARow([{ actionTypeId: ACTION.setProperty, fields: { property_name: START } }]);

	it.each([{ reset: 'after' }, LATE, { brokenOff: 'reset' }] as FaultEffect[])(
		'is not entered twice after a lost answer (%j)',
		async (effect) => {
			const { flow, path, parameters } = open('property');
			Object.assign(flow, { actions: clears, startActionId: '1' });
			const people = newPeople(stage(), 2);
			stage().hubspot.faults.add({ path, times: 1, effect });
			const run = await stage().workflow(itemsOf(people), { parameters, settings });

			expect(times(flow, people)).toEqual([1, 1]);
			expect(asked(stage())).toBe(0);
			expect(run.json[FAILED]).toHaveLength(2);
		},
	);
});
