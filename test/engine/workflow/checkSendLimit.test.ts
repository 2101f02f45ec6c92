import { byId } from '../../support/n8n/stage';
import { itemsOf, newFlow, newPeople, on, useStage } from './support';
import { ERROR, RESULT } from '../../support/outputs';

const stage = useStage();

const DAY = 24 * 60 * 60 * 1000;

it('the room of a workflow follows from its enrollments of the last 24 hours', async () => {
	const flow = newFlow(stage(), { name: 'Welcome' });
	const before = Date.now();
	await stage().workflow(itemsOf(newPeople(stage(), 3)), { parameters: on('enroll', flow) });
	const run = await stage().workflow([{}], {
		parameters: on('checkSendLimit', flow, { enrollmentsPerDay: 5, contactsToEnroll: 4 }),
	});
	expect(run.of(0).json).toMatchObject({
		workflow: {
			workflowId: flow.legacyId,
			flowId: flow.id,
			name: 'Welcome',
			enabled: true,
			url: `https://app.hubspot.com/workflows/4242424/platform/flow/${flow.id}/edit`,
		},
		monthly: null,
		daily: { limit: 5, used: 3, remaining: 2 },
		notChecked: ['monthly'],
		fits: 2,
		wouldHold: 2,
	});
	const restFitsAt = Date.parse(String(run.of(0).json.restFitsAt));
	expect(restFitsAt).toBeGreaterThanOrEqual(before + DAY);
	expect(restFitsAt).toBeLessThanOrEqual(Date.now() + DAY + 60_000);
});

it('a workflow that is full says when the next contact fits', async () => {
	const flow = newFlow(stage());
	await stage().workflow(itemsOf(newPeople(stage(), 2)), { parameters: on('enroll', flow) });
	const run = await stage().workflow([{}], {
		parameters: on('checkSendLimit', flow, { enrollmentsPerDay: 2 }),
	});
	const { daily } = run.of(0).json as { daily: Record<string, unknown> };
	expect(daily).toMatchObject({ limit: 2, used: 2, remaining: 0 });
	expect(Date.parse(String(daily.nextAvailableAt)) - Date.now()).toBeGreaterThan(DAY - 60_000);
});

it('without a cap everything fits', async () => {
	const flow = newFlow(stage(), { isEnabled: false });
	const run = await stage().workflow([{}], {
		parameters: on('checkSendLimit', flow, { contactsToEnroll: 7 }),
	});
	expect(run.of(0).json).toMatchObject({
		workflow: { enabled: false },
		daily: null,
		notChecked: ['monthly', 'daily'],
		fits: 7,
		wouldHold: 0,
		restFitsAt: null,
	});
});

it('items that ask the same share one answer, linked to all of them', async () => {
	const flows = [newFlow(stage()), newFlow(stage())];
	const run = await stage().workflow(
		[0, 1, 0].map((index) => ({ flow: flows[index].id })),
		{
			parameters: on('checkSendLimit', undefined, {
				workflow: byId('={{ $json.flow }}'),
				enrollmentsPerDay: 5,
			}),
		},
	);
	expect(run.json[RESULT]).toHaveLength(2);
	expect(run.outputs[RESULT][0].pairedItem).toEqual([{ item: 0 }, { item: 2 }]);
	expect(run.of(2).json).toEqual(run.of(0).json);
	expect(run.of(1).json).toMatchObject({ workflow: { flowId: flows[1].id } });
	expect(stage().hubspot.requests.count({ path: '/workflow-id-mappings/' })).toBe(2);
});

it('a workflow that is not there fails every item that asks for it', async () => {
	const flow = newFlow(stage());
	const run = await stage().workflow(
		[{ id: '1999999999' }, { id: flow.id }, { id: '1999999999' }],
		{
			parameters: on('checkSendLimit', undefined, {
				workflow: byId('={{ $json.id }}'),
				options: { workflowIdType: 'flow' },
			}),
			settings: { onError: 'continueErrorOutput' },
		},
	);
	expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ERROR, RESULT, ERROR]);
	expect(run.of(2).json).toMatchObject({ error: 'HubSpot has no such workflow' });
});

it('a workflow that HubSpot does not show is answered with a warning', async () => {
	stage().hubspot.settings.flowsReadable = false;
	const flow = newFlow(stage());
	const run = await stage().workflow([{}], {
		parameters: on('checkSendLimit', flow, { enrollmentsPerDay: 5 }),
	});
	expect(run.of(0).json).toMatchObject({ workflow: { name: null, enabled: null } });
	expect(run.hints).toMatchObject([{ type: 'warning' }]);
});

it('nothing is written', async () => {
	await stage().workflow([{}], {
		parameters: on('checkSendLimit', newFlow(stage()), { enrollmentsPerDay: 5 }),
	});
	const writes = stage().hubspot.requests.filter(
		({ method, path }) => method !== 'GET' && !path.endsWith('/batch/read'),
	);
	expect(writes).toEqual([]);
});
