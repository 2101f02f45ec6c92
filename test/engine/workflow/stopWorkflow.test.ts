import { byEmail, byId } from '../../support/n8n/stage';
import { itemsOf, newFlow, newPeople, on, useStage } from './support';
import { inside, writes } from './triggers';
import { ERROR, RESULT } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };
const FLOWS = '/automation/v4/flows/';

/** A workflow with three contacts in it; the items name two of them. */
async function threeInside() {
	const flow = newFlow(stage(), { rest: { customProperties: { theme: 'nurture' } } });
	const items = itemsOf(newPeople(stage(), 3));
	await stage().workflow(items, { parameters: on('enroll', flow) });
	stage().hubspot.requests.clear();
	return { flow, items: items.slice(0, 2) };
}

describe.each(['turnOff', 'archive'])('the method %s', (method) => {
	const stop = async ({ flow, items }: Awaited<ReturnType<typeof threeInside>>, more = {}) =>
		await stage().workflow(items, {
			parameters: on('unenroll', flow, { method, affectEveryone: true, ...more }),
			settings,
		});

	it('takes everybody out, with one write for all items', async () => {
		const given = await threeInside();
		const run = await stop(given, { options: { verify: true } });
		expect(run.json[RESULT]).toMatchObject(
			[0, 1].map(() => ({
				outcome: 'unenrolled',
				affectsEveryone: true,
				workflowId: given.flow.legacyId,
				flowId: given.flow.id,
				verified: true,
			})),
		);
		expect(run.json[RESULT][0].contactId).toEqual(expect.any(String));
		expect(inside(stage(), given.flow)).toEqual([]);
		expect(writes(stage())).toHaveLength(1);
	});

	it.each([false, undefined])('asks HubSpot nothing with Stop for Everyone %s', async (on) => {
		const given = await threeInside();
		const run = await stop(given, { affectEveryone: on });
		expect(run.json[ERROR].map(({ error }) => error)).toEqual([
			'This would stop the HubSpot workflow for everybody in it',
			'This would stop the HubSpot workflow for everybody in it',
		]);
		expect(stage().hubspot.requests.count()).toBe(0);
		expect(inside(stage(), given.flow)).toHaveLength(3);
	});

	it('writes nothing in a dry run', async () => {
		const given = await threeInside();
		const run = await stop(given, { options: { dryRun: true } });
		expect(run.json[RESULT]).toMatchObject([
			{ outcome: 'wouldUnenroll', affectsEveryone: true },
			{ outcome: 'wouldUnenroll', affectsEveryone: true },
		]);
		expect(writes(stage())).toEqual([]);
		expect(inside(stage(), given.flow)).toHaveLength(3);
	});

	it('needs no contact', async () => {
		const { flow } = await threeInside();
		const run = await stop({ flow, items: [{}] }, { contact: byEmail('') });
		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled', affectsEveryone: true }]);
		expect(run.json[RESULT][0]).not.toHaveProperty('contactId');
	});

	it('acts once on each of several workflows', async () => {
		const flows = [newFlow(stage()), newFlow(stage())];
		const items = itemsOf(newPeople(stage(), 4)).map((item, index) => ({
			...item,
			flow: flows[index % 2].id,
		}));
		await stop({ flow: flows[0], items }, { workflow: byId('={{ $json.flow }}') });
		expect(writes(stage())).toHaveLength(2);
	});

	it('survives an answer that is lost', async () => {
		const given = await threeInside();
		const verb = method === 'turnOff' ? 'PUT' : 'DELETE';
		stage().hubspot.faults.add({
			method: verb,
			path: FLOWS,
			times: 1,
			effect: { reset: 'after' },
		});
		const run = await stop(given);
		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual(['unenrolled', 'unenrolled']);
		expect(inside(stage(), given.flow)).toEqual([]);
	});

	it('fails all items where HubSpot refuses', async () => {
		const given = await threeInside();
		stage().hubspot.faults.add({ path: FLOWS, effect: { status: 400 } });
		const run = await stop(given);
		expect(run.json.map((rows) => rows.length)).toEqual([0, 2]);
	});

	it('says so where only the older API knows the workflow', async () => {
		const given = await threeInside();
		stage().hubspot.faults.add({ path: '/workflow-id-mappings/', effect: { status: 403 } });
		const run = await stop(given, { workflow: byId(given.flow.legacyId) });
		expect(run.of(0)).toMatchObject({
			output: ERROR,
			json: { error: 'HubSpot does not show this workflow to the credential' },
		});
		expect(writes(stage())).toEqual([]);
	});
});

describe('turning off', () => {
	const turnOff = async ({ flow, items }: Awaited<ReturnType<typeof threeInside>>) =>
		await stage().workflow(items, {
			parameters: on('unenroll', flow, { method: 'turnOff', affectEveryone: true }),
			settings,
		});

	it('leaves the rest of the workflow as it is', async () => {
		const given = await threeInside();
		const before = structuredClone({ ...given.flow, rest: {} });
		await turnOff(given);
		expect(given.flow).toMatchObject({
			isEnabled: false,
			name: before.name,
			actions: before.actions,
			enrollmentCriteria: before.enrollmentCriteria,
			revisionId: '2',
			rest: { customProperties: { theme: 'nurture' } },
		});
		const [{ body }] = writes(stage());
		expect(body).toMatchObject({ revisionId: '1', type: 'CONTACT_FLOW', isEnabled: false });
		for (const name of ['createdAt', 'updatedAt', 'dataSources']) {
			expect(body).not.toHaveProperty(name);
		}
	});

	it.each([
		[1, 'unenrolled'],
		[2, 'failed'],
	])('reads the workflow again when somebody edited it: %i times', async (times, outcome) => {
		const given = await threeInside();
		stage().hubspot.faults.add({
			method: 'PUT',
			path: FLOWS,
			times,
			effect: { status: 409, body: { status: 'error', category: 'CONFLICT' } },
		});
		const run = await turnOff(given);
		expect(run.of(0).json.outcome).toBe(outcome);
		expect(given.flow.isEnabled).toBe(outcome === 'failed');
	});

	it('writes nothing where the workflow is off', async () => {
		const given = await threeInside();
		given.flow.isEnabled = false;
		expect((await turnOff(given)).json[RESULT]).toHaveLength(2);
		expect(writes(stage())).toEqual([]);
	});
});
