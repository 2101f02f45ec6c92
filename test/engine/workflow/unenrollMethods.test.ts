import { itemsOf, newPeople, useStage } from './support';
import { byList, byProperty, inside, listFlow, propertyFlow, writes } from './triggers';
import { ERROR, RESULT } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const LEAVES = { unEnrollObjectsNotMeetingCriteria: true };
const REMOVE = '/memberships/remove';

/** Three contacts, of whom the first two are in the workflow by its list. */
async function twoOfThree(criteria = {}) {
	const listed = listFlow(stage(), criteria);
	const people = newPeople(stage(), 3);
	const items = itemsOf(people);
	await stage().workflow(items.slice(0, 2), { parameters: byList('enroll', listed) });
	stage().hubspot.requests.clear();
	return { listed, people, items };
}

describe('unenrolling through a list', () => {
	it('takes contacts out where the workflow lets go of those not on it', async () => {
		const { listed, people, items } = await twoOfThree(LEAVES);
		expect(inside(stage(), listed.flow)).toHaveLength(2);
		const run = await stage().workflow(items, { parameters: byList('unenroll', listed) });
		expect(run.json[RESULT]).toMatchObject([
			{ outcome: 'unenrolled', contactId: people[0].id, listId: listed.list.listId },
			{ outcome: 'unenrolled' },
			{ outcome: 'notEnrolled' },
		]);
		expect(run.hints).toMatchObject([{ message: '2 unenrolled, 1 not enrolled' }]);
		expect(inside(stage(), listed.flow)).toEqual([]);
		expect(writes(stage())).toHaveLength(1);
	});

	it('says that they stay where it does not', async () => {
		const { listed, items } = await twoOfThree();
		const run = await stage().workflow(items.slice(0, 2), {
			parameters: byList('unenroll', listed, { options: { verify: true } }),
		});
		expect(run.json[RESULT]).toMatchObject([
			{ outcome: 'pending', verified: false },
			{ outcome: 'pending', verified: false },
		]);
		expect(run.hints[0].message).toContain('keeps contacts that no longer meet its trigger');
		expect(listed.list.members.size).toBe(0);
		expect(inside(stage(), listed.flow)).toHaveLength(2);
	});

	it('is sure only after a look where HubSpot does not show the workflow', async () => {
		const { listed, items } = await twoOfThree(LEAVES);
		stage().hubspot.settings.flowsReadable = false;
		const leave = async (index: number, verify: boolean) =>
			await stage().workflow(items.slice(index, index + 1), {
				parameters: byList('unenroll', listed, { options: { verify } }),
			});
		expect((await leave(0, false)).json[RESULT]).toMatchObject([{ outcome: 'pending' }]);
		expect((await leave(1, true)).json[RESULT]).toMatchObject([
			{ outcome: 'unenrolled', verified: true },
		]);
	});

	it('writes nothing in a dry run', async () => {
		const { listed, items } = await twoOfThree(LEAVES);
		const run = await stage().workflow(items, {
			parameters: byList('unenroll', listed, { options: { dryRun: true } }),
		});
		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual([
			'wouldUnenroll',
			'wouldUnenroll',
			'notEnrolled',
		]);
		expect(writes(stage())).toEqual([]);
		expect(inside(stage(), listed.flow)).toHaveLength(2);
	});

	it('repeats a lost request', async () => {
		const { listed, items } = await twoOfThree(LEAVES);
		stage().hubspot.faults.add({ path: REMOVE, times: 1, effect: { reset: 'after' } });
		const run = await stage().workflow(items.slice(0, 2), {
			parameters: byList('unenroll', listed),
		});
		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual(['unenrolled', 'unenrolled']);
	});

	it('an error of HubSpot goes to the error output', async () => {
		const { listed, items } = await twoOfThree(LEAVES);
		stage().hubspot.faults.add({ path: REMOVE, effect: { status: 400 } });
		const run = await stage().workflow(items, { parameters: byList('unenroll', listed), settings });
		expect(run.json.map((rows) => rows.length)).toEqual([0, 3]);
	});

	it('refuses a list that has nothing to do with the workflow', async () => {
		const { listed, items } = await twoOfThree(LEAVES);
		const { list } = listFlow(stage());
		const run = await stage().workflow(items, {
			parameters: byList('unenroll', { ...listed, list }),
			settings,
		});
		expect(run.of(0).json.error).toBe('The HubSpot workflow does not start on this list');
		expect(writes(stage())).toEqual([]);
	});
});

describe('unenrolling through a property', () => {
	it('clears it, and takes contacts out', async () => {
		const flow = propertyFlow(stage(), LEAVES);
		const people = newPeople(stage(), 3);
		const items = itemsOf(people);
		await stage().workflow(items.slice(0, 2), { parameters: byProperty('enroll', flow, 'yes') });
		const run = await stage().workflow(items, { parameters: byProperty('unenroll', flow, '') });
		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual([
			'unenrolled',
			'unenrolled',
			'notEnrolled',
		]);
		expect(inside(stage(), flow)).toEqual([]);
		expect(people[0].properties.start_nurture).toBeNull();
	});

	it('refuses a value that keeps them in', async () => {
		const flow = propertyFlow(stage(), LEAVES);
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: byProperty('unenroll', flow, 'yes'),
			settings,
		});
		expect(run.of(0).json.error).toBe('Contacts with this value stay in the HubSpot workflow');
		expect(writes(stage())).toEqual([]);
	});

	it('reads a partial answer contact by contact', async () => {
		const flow = propertyFlow(stage(), LEAVES);
		const people = newPeople(stage(), 2);
		await stage().workflow(itemsOf(people), { parameters: byProperty('enroll', flow, 'yes') });
		stage().hubspot.faults.add({ path: '/batch/update', effect: { partial: [people[0].id] } });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byProperty('unenroll', flow, 'no'),
			settings,
		});
		expect([0, 1].map((index) => run.of(index).output)).toEqual([ERROR, RESULT]);
		expect(inside(stage(), flow)).toEqual([people[0].id]);
	});

	it('one contact in two items is changed once', async () => {
		const flow = propertyFlow(stage(), LEAVES);
		const [person] = itemsOf(newPeople(stage(), 1));
		await stage().workflow([person], { parameters: byProperty('enroll', flow, 'yes') });
		const run = await stage().workflow([person, person], {
			parameters: byProperty('unenroll', flow, ''),
		});
		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual(['unenrolled', 'unenrolled']);
	});
});
