import type { IDataObject } from 'n8n-workflow';

import type { Flow } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { ERROR, RESULT } from '../../support/outputs';
import { emailOf } from '../../support/present';
import { itemsOf, newFlow, newPeople, on, useStage } from './support';
import { basedOn, anyOf, byList, inside, listFlow, property } from './triggers';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const RETRY = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
const LEAVES = { unEnrollObjectsNotMeetingCriteria: true };
const LOST = /^An answer of HubSpot was lost: the contact (is not in|does not meet)/;
const DELETE = { method: 'DELETE', path: /enrollments\/contacts\// };
const READ_BACK = '/v2/workflows/enrollments/contacts/';

/** A contact in a workflow, where HubSpot says of others that they are not in it. */
async function inWorkflow() {
	stage().hubspot.settings.v2NotIn = 404;
	const flow = newFlow(stage());
	const people = newPeople(stage(), 1);
	await stage().workflow(itemsOf(people), { parameters: on('enroll', flow) });
	const unenroll = async (given = {}) =>
		await stage().workflow(itemsOf(people), { parameters: on('unenroll', flow), ...given });
	return { flow, unenroll };
}

describe('A contact that was taken out without an answer', () => {
	beforeEach(() => stage().hubspot.faults.add({ ...DELETE, times: 1, effect: { reset: 'after' } }));

	it('is unenrolled, and it is said that nobody knows whether it was in', async () => {
		const { flow, unenroll } = await inWorkflow();
		const run = await unenroll();
		expect(run.of(0).json).toMatchObject({
			outcome: 'unenrolled',
			message: expect.stringMatching(LOST),
		});
		expect(inside(stage(), flow)).toEqual([]);
	});

	it.each([400, 401, 403, 429, 500])('is so where the repeat is refused (%i)', async (status) => {
		const { unenroll } = await inWorkflow();
		const body = { policyName: 'DAILY', message: 'daily limit' };
		stage().hubspot.faults.add({ ...DELETE, effect: { status, body } });
		expect((await unenroll()).of(0).json).toMatchObject({ outcome: 'unenrolled' });
	});

	it('is said to be unknown of where it is not read back either', async () => {
		const { unenroll } = await inWorkflow();
		stage().hubspot.faults.add({ ...DELETE, effect: { status: 403 } });
		stage().hubspot.faults.add({ path: READ_BACK, effect: { status: 500 } });
		expect((await unenroll({ settings })).of(0)).toMatchObject({
			output: ERROR,
			json: { error: 'It is not known whether HubSpot took the contact out of the workflow' },
		});
	});

	it('is unenrolled under Retry On Fail', async () => {
		const { unenroll } = await inWorkflow();
		stage().hubspot.faults.add({ ...DELETE, times: 1, effect: { status: 403 } });
		stage().hubspot.faults.add({ path: READ_BACK, times: 1, effect: { status: 500 } });
		const run = await unenroll({ settings: RETRY });
		expect(run.of(0).json).toMatchObject({
			outcome: 'unenrolled',
			message: expect.stringMatching(LOST),
		});
	});
});

it('A contact that was taken off a list without an answer was on it, or not: nobody knows', async () => {
	const listed = listFlow(stage(), LEAVES);
	const people = newPeople(stage(), 2);
	await stage().workflow(itemsOf(people.slice(1)), { parameters: byList('enroll', listed) });
	stage().hubspot.faults.add({ path: '/memberships/remove', times: 1, effect: { reset: 'after' } });
	const run = await stage().workflow(itemsOf(people), { parameters: byList('unenroll', listed) });
	const open = { outcome: 'unenrolled', message: expect.stringMatching(LOST) };
	expect(run.json[RESULT]).toMatchObject([open, open]);
});

/** Two workflows, each with a way into it, and what of the second HubSpot is to refuse once. */
const METHODS: Record<string, () => { flows: Flow[]; given: IDataObject[]; refused: RegExp }> = {
	direct: () => {
		const flows = [newFlow(stage()), newFlow(stage())];
		return { flows, given: [{}, {}], refused: new RegExp(`workflows/${flows[1].legacyId}/`) };
	},
	list: () => {
		const listed = [listFlow(stage(), LEAVES), listFlow(stage(), LEAVES)];
		return {
			flows: listed.map(({ flow }) => flow),
			given: listed.map(({ list }) => ({ list: list.listId })),
			refused: new RegExp(`lists/${listed[1].list.listId}/memberships/remove`),
		};
	},
	property: () => {
		const flows = ['start_a', 'start_b'].map((name) => {
			stage().hubspot.account.properties.set(name, 'string');
			const enrollmentCriteria = basedOn(anyOf([property(name, 'IS_EQUAL_TO', 'yes')]), LEAVES);
			return newFlow(stage(), { enrollmentCriteria });
		});
		const given = ['start_a', 'start_b'].map((triggerProperty) => ({ triggerProperty }));
		return { flows, given, refused: /contacts\/batch\/update$/ };
	},
	turnOff: () => {
		const flows = [newFlow(stage()), newFlow(stage())];
		return { flows, given: [{}, {}], refused: new RegExp(`v4/flows/${flows[1].id}$`) };
	},
	archive: () => METHODS.turnOff(),
};

describe.each(Object.keys(METHODS))('With Method %s, Retry On Fail', (method) => {
	it('says again of whom the first try took out that they are unenrolled', async () => {
		stage().hubspot.settings.v2NotIn = 404;
		const { flows, given, refused } = METHODS[method]();
		const people = newPeople(stage(), 2);
		const items = people.map((person, order) => ({
			email: emailOf(person),
			flow: flows[order].id,
			...given[order],
		}));
		const parameters = (operation: string) => ({
			operation,
			method: operation === 'enroll' && /^(turnOff|archive)$/.test(method) ? 'direct' : method,
			workflow: byId('={{ $json.flow }}'),
			list: byId('={{ $json.list }}'),
			triggerProperty: '={{ $json.triggerProperty }}',
			triggerValue: operation === 'enroll' ? 'yes' : '',
			affectEveryone: true,
		});
		const enrolled = await stage().workflow(items, { parameters: parameters('enroll') });
		expect(enrolled.json[RESULT]).toHaveLength(2);
		stage().hubspot.requests.clear();
		const skip = method === 'property' ? 1 : 0;
		stage().hubspot.faults.add({ path: refused, skip, times: 1, effect: { status: 400 } });
		const run = await stage().workflow(items, {
			parameters: { ...parameters('unenroll'), options: { concurrency: 1 } },
			settings: RETRY,
		});
		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }, { outcome: 'unenrolled' }]);
	});
});
