import { byId } from '../../support/n8n/stage';
import { entered, itemsOf, newContacts, newFlow, newPeople, useStage } from './support';
import { byProperty, EMAIL_AND_A_WEEK, inside, propertyFlow, START, writes } from './triggers';
import { ENROLLED, ERROR, FAILED, SKIPPED } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const UPDATE = '/contacts/batch/update';
const idsOf = (contacts: Array<{ id: string }>) => contacts.map(({ id }) => id);

describe('enrolling through a property', () => {
	it('puts 2,000 contacts into the workflow with at most 50 requests', async () => {
		const flow = propertyFlow(stage());
		flow.actions = EMAIL_AND_A_WEEK;
		flow.startActionId = '1';
		const contacts = newPeople(stage(), 2_000);
		const run = await stage().workflow(itemsOf(contacts), {
			parameters: byProperty('enroll', flow, 'yes', {
				enrollmentsPerDay: 20_000,
				monthlyEmailLimit: 1_000_000,
				options: { ifInSequence: 'skip', requireMarketingContact: true, skipIneligible: true },
			}),
			settings,
		});
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual(idsOf(contacts));
		expect(inside(stage(), flow)).toHaveLength(2_000);
		expect(stage().hubspot.requests.count({ path: UPDATE })).toBe(20);
		expect(stage().hubspot.requests.count()).toBeLessThanOrEqual(50);
	});

	it('reads a partial answer contact by contact', async () => {
		const flow = propertyFlow(stage());
		const people = newPeople(stage(), 4);
		stage().hubspot.faults.add({ path: UPDATE, effect: { partial: [people[1].id] } });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byProperty('enroll', flow, 'yes'),
			settings,
		});
		expect([0, 1, 2, 3].map((index) => run.of(index).output)).toEqual([
			ENROLLED,
			FAILED,
			ENROLLED,
			ENROLLED,
		]);
		expect(run.of(1).json).toMatchObject({ error: 'HubSpot has no such contact' });
		expect(run.of(0).json).toMatchObject({ triggerProperty: START, triggerValue: 'yes' });
		expect(inside(stage(), flow)).toEqual([people[0].id, people[2].id, people[3].id]);
	});

	it.each([
		['after it was set', { insteadAfter: { status: 200, body: { results: [] } } }, 0, {}],
		[
			'and nothing was set',
			{ status: 200, body: { results: [] } },
			3,
			{ error: 'It is not known whether HubSpot set the property of the contact' },
		],
	] as const)(
		'reads back whom the answer does not name, %s',
		async (_case, effect, output, json) => {
			const flow = propertyFlow(stage());
			const people = newPeople(stage(), 2);
			stage().hubspot.faults.add({ path: UPDATE, effect });
			const run = await stage().workflow(itemsOf(people), {
				parameters: byProperty('enroll', flow, 'yes'),
				settings,
			});
			for (const index of [0, 1]) expect(run.of(index)).toMatchObject({ output, json });
			expect(inside(stage(), flow)).toHaveLength(output === 0 ? 2 : 0);
		},
	);

	it('skips who has the value already: setting it again starts nothing', async () => {
		const flow = propertyFlow(stage());
		const people = newContacts(stage(), { [START]: 'yes' }, { [START]: 'no' }, {});
		const run = await stage().workflow(itemsOf(people), {
			parameters: byProperty('enroll', flow, 'yes'),
		});
		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([SKIPPED, ENROLLED, ENROLLED]);
		expect(run.of(0).json).toMatchObject({
			reason: 'ALREADY_ENROLLED',
			message: expect.stringContaining('this value in the property already') as string,
		});
		expect(inside(stage(), flow)).toEqual([people[1].id, people[2].id]);
	});

	it('enrolls contacts without an address', async () => {
		const flow = propertyFlow(stage());
		const [person] = newContacts(stage(), { email: null });
		await stage().workflow([{}], {
			parameters: byProperty('enroll', flow, 'yes', { contact: byId(person.id) }),
		});
		expect(inside(stage(), flow)).toEqual([person.id]);
	});

	it('writes nothing in a dry run', async () => {
		const flow = propertyFlow(stage());
		const run = await stage().workflow(itemsOf(newContacts(stage(), {}, { [START]: 'yes' })), {
			parameters: byProperty('enroll', flow, 'yes', { options: { dryRun: true } }),
		});
		expect([0, 1].map((index) => run.of(index).json.outcome)).toEqual(['wouldEnroll', 'wouldSkip']);
		expect(writes(stage())).toEqual([]);
	});

	it('a value that HubSpot refuses fails its own items only', async () => {
		const flow = propertyFlow(stage());
		const people = newPeople(stage(), 3);
		flow.enrollmentCriteria.listFilterBranch = {
			filterBranchType: 'OR',
			filters: [{ filterType: 'PROPERTY', property: START, operation: { operator: 'IS_KNOWN' } }],
		};
		// Together, and alone the second time.
		for (const skip of [0, 1]) {
			stage().hubspot.faults.add({
				path: UPDATE,
				times: 1,
				skip,
				effect: { status: 400, body: { status: 'error', category: 'VALIDATION_ERROR' } },
			});
		}
		const items = people.map(({ properties: { email } }, index) => ({
			email,
			value: index === 1 ? 'odd' : 'yes',
		}));
		const run = await stage().workflow(items, {
			parameters: byProperty('enroll', flow, '={{ $json.value }}'),
			settings,
		});
		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ENROLLED, FAILED, ENROLLED]);
	});

	it.each([
		['another value', { triggerValue: 'no' }, 'The HubSpot workflow does not start on this value'],
		['no value', { triggerValue: '' }, 'The HubSpot workflow does not start on this value'],
		[
			'another property',
			{ triggerProperty: 'lastname' },
			'The HubSpot workflow does not start on this property',
		],
		['no property', { triggerProperty: ' ' }, "The 'Trigger Property' of this item is empty"],
	])('%s is an error before anything is written', async (_case, more, error) => {
		const flow = propertyFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: byProperty('enroll', flow, 'yes', more),
			settings,
		});
		expect(run.of(0)).toMatchObject({ output: FAILED, json: { error } });
		expect(writes(stage())).toEqual([]);
	});

	it('a property that the account does not have stops the run', async () => {
		stage().hubspot.settings.flowsReadable = false;
		const flow = newFlow(stage());
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: byProperty('enroll', flow, 'yes'),
			settings,
		});
		expect(run.json[FAILED][0].error).toBe(
			'The HubSpot account has no contact property of this name',
		);
		expect(run.json[FAILED]).toHaveLength(2);
	});

	it.each([
		['before', { reset: 'before' }],
		['after', { reset: 'after' }],
		['with a server error', { status: 503 }],
	] as const)(
		'an answer lost %s the effect is repeated, and enrolls once',
		async (_case, effect) => {
			const flow = propertyFlow(stage());
			const people = newPeople(stage(), 2);
			stage().hubspot.faults.add({ path: UPDATE, times: 1, effect });
			const run = await stage().workflow(itemsOf(people), {
				parameters: byProperty('enroll', flow, 'yes'),
				settings,
			});
			expect(run.json[ENROLLED]).toHaveLength(2);
			expect(people.map((one) => entered(stage(), flow, one))).toEqual([1, 1]);
		},
	);

	it('an unknown outcome is settled by Retry On Fail', async () => {
		const flow = propertyFlow(stage());
		const people = newPeople(stage(), 2);
		stage().hubspot.faults.add({ path: UPDATE, times: 3, effect: { reset: 'after' } });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byProperty('enroll', flow, 'yes'),
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED].map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled']);
		expect(people.map((one) => entered(stage(), flow, one))).toEqual([1, 1]);
	});
});

it('leaving through a property, whom the answer does not name is not said to be gone', async () => {
	const flow = propertyFlow(stage(), { unEnrollObjectsNotMeetingCriteria: true });
	stage().hubspot.faults.add({ path: UPDATE, effect: { status: 200, body: { results: [] } } });
	const run = await stage().workflow(itemsOf(newContacts(stage(), { [START]: 'yes' })), {
		parameters: byProperty('unenroll', flow, ''),
		settings,
	});
	expect(run.json[ERROR]).toMatchObject([
		{ error: 'It is not known whether HubSpot set the property of the contact' },
	]);
});

describe('Of a contact that HubSpot did not update,', () => {
	const UNKNOWN = 'It is not known whether HubSpot set the property of the contact';
	const GONE = 'HubSpot has no such contact';

	it.each<[string, (ids: string[]) => object, string[]]>([
		['a fault of HubSpot is looked into', () => ({ category: 'INTERNAL_ERROR' }), ['', '']],
		['so is one without a name', () => ({ message: 'Sorry' }), ['', '']],
		[
			'that HubSpot lacks another one says nothing',
			([, other]) => ({ category: 'OBJECT_NOT_FOUND', context: { ids: [other] } }),
			['', GONE],
		],
		[
			'a refusal without a contact is its own',
			() => ({ category: 'VALIDATION_ERROR', context: { propertyName: [START] } }),
			Array(2).fill('HubSpot did not set the property of the contact'),
		],
	])('%s', async (_, errorOf, expected) => {
		const flow = propertyFlow(stage());
		const people = newPeople(stage(), 2);
		const body = { results: [], errors: [errorOf(idsOf(people))] };
		stage().hubspot.faults.add({ path: UPDATE, effect: { insteadAfter: { status: 207, body } } });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byProperty('enroll', flow, 'yes'),
			settings,
		});
		expect([0, 1].map((index) => run.of(index).json.error ?? '')).toEqual(expected);
	});

	it.each(['enroll', 'unenroll'])('a fault of HubSpot leaves it open, on %s', async (operation) => {
		const flow = propertyFlow(stage());
		const [value, before] = operation === 'enroll' ? ['yes', ''] : ['', 'yes'];
		const people = newContacts(stage(), { [START]: before });
		const errors = [{ category: 'INTERNAL_ERROR', context: { ids: idsOf(people) } }];
		const effect = { status: 207, body: { results: [], errors } };
		stage().hubspot.faults.add({ path: UPDATE, effect });
		const run = await stage().workflow(itemsOf(people), {
			parameters: byProperty(operation, flow, value),
			settings,
		});
		expect(run.json.at(-1)).toMatchObject([{ error: UNKNOWN }]);
	});
});
