import { asked, itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED, ERROR, FAILED, HELD, RESULT, SKIPPED } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };

/** Requests that would change something at HubSpot; batch reads and mappings are POSTs too. */
const writes = () =>
	stage().hubspot.requests.count(({ method, path }) => method !== 'GET' && !path.endsWith('/read'));

describe('Dry Run', () => {
	it('says of every item what would happen, and writes nothing', async () => {
		const flow = newFlow(stage());
		const contacts = [...newPeople(stage(), 3), ...newContacts(stage(), { email: null })];
		const items = contacts.map(({ id }) => ({ id }));
		const run = await stage().workflow([...items, { id: '1' }], {
			parameters: on('enroll', flow, {
				contact: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				enrollmentsPerDay: 2,
				options: { dryRun: true },
			}),
			settings,
		});
		expect(run.json.slice(0, 3).map((rows) => rows.map(({ outcome }) => outcome))).toEqual([
			['wouldEnroll', 'wouldEnroll'],
			['wouldHold'],
			['wouldSkip'],
		]);
		expect(run.of(2).json).toMatchObject({ reason: 'DAILY_ENROLLMENT_CAP' });
		expect(run.of(2).json.retryAt).toEqual(expect.any(String));
		expect(run.of(3).json).toMatchObject({ reason: 'NO_EMAIL' });
		expect(run.of(4).output).toBe(FAILED);
		expect(run.hints[0].message).toMatch(/^Dry run, nothing was written: 2 would be enrolled/);
		expect(writes()).toBe(0);
	});

	it('takes no room under the cap', async () => {
		const flow = newFlow(stage());
		const items = itemsOf(newPeople(stage(), 2));
		const enroll = async (dryRun: boolean) =>
			await stage().workflow(items, {
				parameters: on('enroll', flow, { enrollmentsPerDay: 2, options: { dryRun } }),
			});
		await enroll(true);
		expect((await enroll(true)).json[ENROLLED]).toHaveLength(2);
		expect((await enroll(false)).json[ENROLLED]).toHaveLength(2);
		expect((await enroll(true)).json[HELD]).toHaveLength(2);
		expect(asked(stage())).toBe(2);
	});

	it('reports a workflow that is off', async () => {
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', newFlow(stage(), { isEnabled: false }), {
				options: { dryRun: true },
			}),
			settings,
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'The HubSpot workflow is off' },
		});
	});

	it('takes nobody out', async () => {
		const flow = newFlow(stage());
		const contacts = newPeople(stage(), 2);
		await stage().workflow(itemsOf(contacts.slice(0, 1)), { parameters: on('enroll', flow) });
		stage().hubspot.requests.clear();
		const run = await stage().workflow(itemsOf(contacts), {
			parameters: on('unenroll', flow, { options: { dryRun: true, verify: true } }),
		});
		expect(run.json[RESULT].map(({ outcome }) => outcome)).toEqual([
			'wouldUnenroll',
			'notEnrolled',
		]);
		expect(run.json[RESULT][0]).not.toHaveProperty('verified');
		expect(writes()).toBe(0);
		expect(stage().hubspot.account.flowEnrollments).toMatchObject([{ state: 'active' }]);
	});

	it('does not guess where HubSpot cannot say who is in the workflow', async () => {
		stage().hubspot.faults.add({
			path: '/v2/workflows/enrollments/contacts/',
			effect: { status: 500 },
		});
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('unenroll', newFlow(stage()), { options: { dryRun: true } }),
			settings,
		});
		expect(run.of(0)).toMatchObject({
			output: ERROR,
			json: { error: 'HubSpot did not process the request' },
		});
	});
});

describe('Include Input Fields', () => {
	it('keeps the input of every outcome under "input", and adds nothing without it', async () => {
		const flow = newFlow(stage());
		const contacts = newPeople(stage(), 2);
		const items = [...itemsOf(contacts), ...itemsOf(contacts.slice(0, 1))].map((item, row) => ({
			...item,
			row,
		}));
		const enroll = async (includeInput: boolean) =>
			await stage().workflow(items, {
				parameters: on('enroll', flow, {
					enrollmentsPerDay: 1,
					options: { dryRun: true, includeInput },
				}),
			});
		const run = await enroll(true);
		expect(items.map((_, index) => run.of(index).output)).toEqual([ENROLLED, HELD, SKIPPED]);
		expect(items.map((_, index) => run.of(index).json.input)).toEqual(items);
		expect((await enroll(false)).of(0).json).not.toHaveProperty('input');
		expect((await enroll(false)).of(0).json).not.toHaveProperty('row');
	});
});
