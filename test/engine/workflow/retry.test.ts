import { ACTION, inARow, type Flow } from '../../../tools/hubspot';
import { asked, entered, itemsOf, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED, FAILED } from '../../support/outputs';
import { emailOf } from '../../support/present';

const stage = useStage();

const AGAIN = { type: 'MANUAL', shouldReEnroll: true } as const;
const ONCE = { type: 'MANUAL', shouldReEnroll: false } as const;
/** Over as soon as a contact has entered, so that it cannot be seen inside. */
const SHORT = inARow([{ actionTypeId: ACTION.marketingEmail, fields: { content_id: '1' } }]);

const RETRYING = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

describe.each([
	['on', AGAIN],
	['off', ONCE],
])('Retry On Fail, re-enrollment %s', (_case, enrollmentCriteria) => {
	it('asks only for those again that HubSpot refused', async () => {
		const flow = newFlow(stage(), { enrollmentCriteria, actions: SHORT });
		const contacts = newPeople(stage(), 4);
		const refused = contacts[2];
		stage().hubspot.faults.add({
			method: 'POST',
			path: emailOf(refused),
			times: 1,
			effect: { status: 423, body: { status: 'error', message: 'locked' } },
		});
		stage().hubspot.faults.add({
			method: 'POST',
			path: emailOf(refused),
			times: 1,
			effect: { status: 400, body: { status: 'error', message: 'Something is wrong' } },
		});
		const run = await stage().workflow(itemsOf(contacts), {
			parameters: on('enroll', flow),
			settings: RETRYING,
		});
		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual(
			contacts.map(({ id }) => id),
		);
		expect(contacts.map((contact) => asked(stage(), contact))).toEqual([1, 1, 3, 1]);
		expect(contacts.map((contact) => entered(stage(), flow, contact))).toEqual([1, 1, 1, 1]);
	});

	it('leaves a failed item an error after the last try', async () => {
		const flow = newFlow(stage(), { enrollmentCriteria, actions: SHORT });
		const contacts = newPeople(stage(), 2);
		const path = emailOf(contacts[1]);
		stage().hubspot.faults.add({ method: 'POST', path, effect: { status: 400 } });
		const run = await stage().workflow(itemsOf(contacts), {
			parameters: on('enroll', flow),
			settings: RETRYING,
		});
		expect(run.error?.message).toBe('HubSpot rejected the request');
		expect(contacts.map((contact) => asked(stage(), contact))).toEqual([1, 3]);
	});
});

describe('an answer that is lost', () => {
	/** Four ways to lose one; the effect came about in the second and the fourth. */
	const losses = [
		{ reset: 'before' },
		{ reset: 'after' },
		{ status: 502 },
		{ timeout: 'after', ms: 20 },
	] as const;

	async function enrollWithLosses(flow: Flow, settings = {}) {
		const contacts = newPeople(stage(), losses.length + 1);
		losses.forEach((effect, index) => {
			const path = emailOf(contacts[index]);
			stage().hubspot.faults.add({ method: 'POST', path, times: 1, effect });
		});
		const run = await stage().workflow(itemsOf(contacts), {
			parameters: on('enroll', flow),
			settings: { onError: 'continueErrorOutput', ...settings },
		});
		return {
			run,
			outputs: () => contacts.map((_, index) => run.of(index).output),
			asked: contacts.map((contact) => asked(stage(), contact)),
			entered: contacts.map((contact) => entered(stage(), flow, contact)),
		};
	}

	it('is repeated where re-enrollment is off, and enrolls once', async () => {
		const flow = newFlow(stage(), { enrollmentCriteria: ONCE });
		const result = await enrollWithLosses(flow);
		expect(result.outputs()).toEqual(Array(5).fill(ENROLLED));
		expect(result.entered).toEqual([1, 1, 1, 1, 1]);
		// Those that HubSpot shows inside are not asked for again.
		expect(result.asked).toEqual([2, 1, 2, 1, 1]);
	});

	it('is repeated also where the short workflow is over by then', async () => {
		const flow = newFlow(stage(), { enrollmentCriteria: ONCE, actions: SHORT });
		const result = await enrollWithLosses(flow);
		expect(result.outputs()).toEqual(Array(5).fill(ENROLLED));
		expect(result.entered).toEqual([1, 1, 1, 1, 1]);
	});

	it.each([400, 409] as const)('is enrolled where the repeat meets %i', async (v2AlreadyIn) => {
		stage().hubspot.settings.v2AlreadyIn = v2AlreadyIn;
		const flow = newFlow(stage(), { enrollmentCriteria: ONCE });
		// HubSpot does not show yet that the contacts are inside.
		stage().hubspot.faults.add({
			path: '/v2/workflows/enrollments/contacts/',
			effect: { status: 404 },
		});
		const result = await enrollWithLosses(flow);
		expect(result.outputs()).toEqual(Array(5).fill(ENROLLED));
		expect(result.entered).toEqual([1, 1, 1, 1, 1]);
	});

	it('is never repeated where re-enrollment is on', async () => {
		const flow = newFlow(stage(), { enrollmentCriteria: AGAIN });
		const { run, ...result } = await enrollWithLosses(flow);
		expect(result.asked).toEqual([1, 1, 1, 1, 1]);
		expect(result.entered).toEqual([0, 1, 0, 1, 1]);
		// Whom HubSpot shows inside is enrolled; of the others nobody can say.
		expect(result.outputs()).toEqual([FAILED, ENROLLED, FAILED, ENROLLED, ENROLLED]);
		expect(run.of(0).json.error).toBe('It is not known whether HubSpot enrolled the contact');
	});

	it('is not repeated by Retry On Fail either', async () => {
		const flow = newFlow(stage(), { enrollmentCriteria: AGAIN, actions: SHORT });
		const { run, ...result } = await enrollWithLosses(flow, {
			...RETRYING,
			onError: 'stopWorkflow',
		});
		expect(run.error?.message).toBe('It is not known whether HubSpot enrolled the contact');
		expect(result.asked).toEqual([1, 1, 1, 1, 1]);
		expect(result.entered).toEqual([0, 1, 0, 1, 1]);
	});
});
