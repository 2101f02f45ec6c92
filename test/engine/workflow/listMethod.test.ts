import { byId } from '../../support/n8n/stage';
import { entered, itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import {
	anyOf,
	basedOn,
	byList,
	EMAIL_AND_A_WEEK,
	inList,
	inside,
	listFlow,
	writes,
} from './triggers';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const ADD = '/memberships/add';
const idsOf = (contacts: Array<{ id: string }>) => contacts.map(({ id }) => id);
const byIds = (contacts: Array<{ id: string }>) => idsOf(contacts).map((id) => ({ id }));
const contact = byId('={{ $json.id }}');

describe('enrolling through a list', () => {
	it('puts 2,001 contacts into the workflow with at most 34 requests', async () => {
		const listed = listFlow(stage());
		listed.flow.actions = EMAIL_AND_A_WEEK;
		listed.flow.startActionId = '1';
		const contacts = newPeople(stage(), 2_001);
		const run = await stage().workflow(itemsOf(contacts), {
			parameters: byList('enroll', listed, {
				enrollmentsPerDay: 20_000,
				monthlyEmailLimit: 1_000_000,
				options: { ifInSequence: 'skip', requireMarketingContact: true, skipIneligible: true },
			}),
			settings,
		});
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual(idsOf(contacts));
		expect(run.json[ENROLLED].every(({ outcome }) => outcome === 'enrolled')).toBe(true);
		expect(inside(stage(), listed.flow)).toHaveLength(2_001);
		expect(stage().hubspot.requests.count({ path: ADD })).toBe(3);
		expect(stage().hubspot.requests.count()).toBeLessThanOrEqual(34);
	});

	it('says of each contact what became of it', async () => {
		const people = newPeople(stage(), 3);
		const listed = listFlow(stage(), {}, { members: [people[1].id] });
		const run = await stage().workflow([...itemsOf(people), { email: 'nobody@x.example' }], {
			parameters: byList('enroll', listed),
			settings,
		});
		expect(run.of(0)).toMatchObject({
			output: ENROLLED,
			json: {
				outcome: 'enrolled',
				contactId: people[0].id,
				flowId: listed.flow.id,
				workflowId: listed.flow.legacyId,
				listId: listed.list.listId,
			},
		});
		expect(run.of(1)).toMatchObject({
			output: SKIPPED,
			json: {
				reason: 'ALREADY_ENROLLED',
				message: expect.stringContaining('on the list already') as string,
			},
		});
		expect(run.of(2).output).toBe(ENROLLED);
		expect(run.of(3)).toMatchObject({
			output: FAILED,
			json: { error: 'HubSpot has no such contact' },
		});
		expect(inside(stage(), listed.flow)).toEqual([people[0].id, people[2].id]);
	});

	it('a contact that is deleted meanwhile is an error of its item', async () => {
		const listed = listFlow(stage());
		const people = newPeople(stage(), 3);
		stage().hubspot.faults.add({
			path: ADD,
			times: 1,
			effect: {
				status: 200,
				body: {
					recordsIdsAdded: [people[0].id, people[2].id],
					recordIdsRemoved: [],
					recordIdsMissing: [people[1].id],
				},
			},
		});
		const run = await stage().workflow(itemsOf(people), {
			parameters: byList('enroll', listed),
			settings,
		});
		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ENROLLED, FAILED, ENROLLED]);
		expect(run.of(1).json).toMatchObject({ error: 'HubSpot has no such contact' });
	});

	it('enrolls contacts without an address', async () => {
		const listed = listFlow(stage());
		const people = newContacts(stage(), { email: null }, {});
		const run = await stage().workflow(byIds(people), {
			parameters: byList('enroll', listed, { contact }),
			settings,
		});
		expect(run.json[ENROLLED]).toMatchObject([{ email: null }, {}]);
		expect(inside(stage(), listed.flow)).toEqual(idsOf(people));
	});

	it('writes nothing in a dry run, and knows who is on the list', async () => {
		const people = newPeople(stage(), 2);
		const listed = listFlow(stage(), {}, { members: [people[0].id] });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byList('enroll', listed, { options: { dryRun: true } }),
		});
		expect(run.of(0).json).toMatchObject({ outcome: 'wouldSkip', reason: 'ALREADY_ENROLLED' });
		expect(run.of(1).json).toMatchObject({ outcome: 'wouldEnroll' });
		expect(writes(stage())).toEqual([]);
		expect(inside(stage(), listed.flow)).toEqual([]);
	});

	it('keeps to the cap, and gives the room of those on the list to others', async () => {
		const people = newPeople(stage(), 4);
		const listed = listFlow(stage(), {}, { members: [people[0].id] });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byList('enroll', listed, { enrollmentsPerDay: 2 }),
			settings,
		});
		expect([0, 1, 2, 3].map((index) => run.of(index).output)).toEqual([
			SKIPPED,
			ENROLLED,
			ENROLLED,
			HELD,
		]);
		expect(inside(stage(), listed.flow)).toEqual([people[1].id, people[2].id]);
	});

	it('takes one list for each item', async () => {
		const lists = [listFlow(stage()), listFlow(stage())];
		const people = newPeople(stage(), 4);
		const items = people.map(({ id }, index) => ({
			id,
			flow: lists[index % 2].flow.id,
			list: lists[index % 2].list.listId,
		}));
		await stage().workflow(items, {
			parameters: byList('enroll', lists[0], {
				contact,
				workflow: byId('={{ $json.flow }}'),
				list: byId('={{ $json.list }}'),
			}),
		});
		expect(inside(stage(), lists[0].flow)).toEqual([people[0].id, people[2].id]);
		expect(inside(stage(), lists[1].flow)).toEqual([people[1].id, people[3].id]);
	});

	it('Confirm in HubSpot reads each contact back', async () => {
		const { list } = listFlow(stage());
		const people = newPeople(stage(), 2);
		// Somebody who meets only the half of the trigger does not enter.
		const flow = newFlow(stage(), {
			enrollmentCriteria: basedOn(
				anyOf([
					inList(list.listId),
					{
						filterType: 'PROPERTY',
						property: 'firstname',
						operation: { operator: 'IS_EQUAL_TO', value: 'Ann' },
					},
				]),
			),
		});
		people[0].properties.firstname = 'Ann';
		const run = await stage().workflow(itemsOf(people), {
			parameters: byList('enroll', { flow, list }, { options: { verify: true } }),
		});
		expect(run.json[ENROLLED].map(({ verified }) => verified)).toEqual([true, false]);
		expect(run.hints.map(({ message }) => message).join()).toContain('more conditions');
	});
});

describe('a list that cannot work is an error before anything is written', () => {
	const refused = async (parameters: Parameters<typeof byList>[2], error: string) => {
		const listed = listFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: byList('enroll', listed, parameters),
			settings,
		});
		expect(run.json[FAILED].map((json) => json.error)).toEqual([error, error]);
		expect(writes(stage())).toEqual([]);
	};

	it('no list', async () =>
		await refused({ list: byId('={{ "" }}') }, 'The List of this item is empty'));
	it('no id', async () =>
		await refused({ list: byId('={{ "webinar" }}') }, 'The List of this item is not a list ID'));
	it('another list than the trigger names', async () => {
		const other = listFlow(stage()).list;
		await refused({ list: byId(other.listId) }, 'The HubSpot workflow does not start on this list');
	});
	it('a workflow that is enrolled by hand', async () => {
		const manual = newFlow(stage());
		await refused(
			{ workflow: byId(manual.id) },
			'The HubSpot workflow does not start on a list or a property',
		);
	});

	it('an active list', async () => {
		const listed = listFlow(stage(), {}, { processingType: 'DYNAMIC' });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: byList('enroll', listed),
			settings,
		});
		expect(run.of(0).json.error).toBe('The list is an active one: HubSpot decides who is on it');
		expect(writes(stage())).toEqual([]);
	});

	it('a list that does not exist', async () => {
		const flow = newFlow(stage(), { enrollmentCriteria: basedOn(anyOf([inList('999')])) });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, { method: 'list', list: byId('999') }),
			settings,
		});
		expect(run.of(0).json.error).toBe('HubSpot has no such list');
	});

	it('a workflow that is off, unless If HubSpot Workflow Is Off is Warn', async () => {
		const listed = listFlow(stage());
		listed.flow.isEnabled = false;
		const enroll = async (options = {}) =>
			await stage().workflow(itemsOf(newPeople(stage(), 1)), {
				parameters: byList('enroll', listed, { options }),
				settings,
			});
		expect((await enroll()).of(0).json.error).toBe('The HubSpot workflow is off');
		expect(writes(stage())).toEqual([]);
		const warned = await enroll({ ifDisabled: 'warn' });
		expect(warned.of(0).output).toBe(ENROLLED);
		expect(warned.hints[1].message).toContain('is off');
		expect(listed.list.members.size).toBe(1);
	});

	it('a missing scope is named', async () => {
		const { grantedScopes } = stage().hubspot.settings;
		stage().hubspot.settings.grantedScopes = grantedScopes.filter((s) => s !== 'crm.lists.write');
		const listed = listFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: byList('enroll', listed),
			settings,
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'The HubSpot credential lacks a scope for this' },
		});
		expect(JSON.stringify(run.of(0).json)).toContain('crm.lists.write');
	});
});

describe('what is known but does not stop the run is a hint', () => {
	it('contacts that were in before do not enter again', async () => {
		const listed = listFlow(stage(), { shouldReEnroll: false });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: byList('enroll', listed),
		});
		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(run.hints[1].message).toContain(
			'Re-enrollment is off in the HubSpot workflow "Nurture"',
		);
	});

	it('HubSpot does not show the workflow', async () => {
		stage().hubspot.settings.flowsReadable = false;
		const listed = listFlow(stage());
		const people = newPeople(stage(), 1);
		const run = await stage().workflow(itemsOf(people), { parameters: byList('enroll', listed) });
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(run.hints.map(({ message }) => message).join()).toContain(
			'not checked whether its enrollment trigger is the list',
		);
		expect(inside(stage(), listed.flow)).toEqual(idsOf(people));
	});
});

describe('a lost answer', () => {
	it.each([
		['before', { reset: 'before' }],
		['after', { reset: 'after' }],
		['with a server error', { status: 502 }],
	] as const)('%s the effect is settled: enrolled once, and said so', async (_case, effect) => {
		const people = newPeople(stage(), 3);
		const listed = listFlow(stage(), {}, { members: [people[0].id] });
		stage().hubspot.faults.add({ path: ADD, times: 1, effect });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byList('enroll', listed),
			settings,
		});
		// Who was on the list long before this run is told from those whom the lost request added.
		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([SKIPPED, ENROLLED, ENROLLED]);
		expect(people.map((one) => entered(stage(), listed.flow, one))).toEqual([0, 1, 1]);
	});

	it('that stays lost is an unknown outcome, and Retry On Fail settles it', async () => {
		const people = newPeople(stage(), 2);
		const listed = listFlow(stage());
		stage().hubspot.faults.add({ path: ADD, times: 1, effect: { reset: 'after' } });
		stage().hubspot.faults.add({ path: ADD, times: 3, effect: { status: 500 } });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byList('enroll', listed),
			settings: { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 },
		});
		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED].map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled']);
		expect(people.map((one) => entered(stage(), listed.flow, one))).toEqual([1, 1]);
	});

	it('that stays lost is an error that says it is safe to run again', async () => {
		const listed = listFlow(stage());
		stage().hubspot.faults.add({ path: ADD, effect: { status: 500 } });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: byList('enroll', listed),
			settings,
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'It is not known whether HubSpot put the contact on the list' },
		});
	});
});
