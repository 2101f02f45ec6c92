import { addEnrollment } from '../../tools/hubspot';
import { Cast, closeCasts, DAY } from '../support/cast';
import { byId, fromList } from '../support/n8n/stage';
import { RESULT } from '../support/outputs';
import { addBridge } from './sequence/bridgeCast';
import { newFlow, on } from './workflow/support';

afterAll(closeCasts);

const settings = { onError: 'continueErrorOutput' as const };
const NOBODY = { id: '999999999' };

/** Three contacts, two of them in a sequence, and an id that HubSpot does not have. */
async function openCast() {
	const cast = await Cast.open({
		contacts: 3,
		steps: [{}, { delayMillis: 4 * DAY }],
		settings: { bridgeDelayMs: 50 },
	});
	addBridge(cast);
	for (const { id } of cast.contacts.slice(0, 2)) {
		addEnrollment(cast.account, { contactId: id, sequenceId: cast.sequence.id });
	}
	return { cast, items: [...cast.items, NOBODY] };
}

describe('A run is summed up in one line', () => {
	it('by HubSpot Sequence', async () => {
		const { cast, items } = await openCast();
		const status = await cast.status(items, { settings });
		expect(status.hints).toMatchObject([{ message: '2 of 3 enrolled, 1 failed', type: 'info' }]);
		const dry = await cast.unenroll(items, { settings, options: { dryRun: true } });
		expect(dry.hints).toMatchObject([
			{
				message: 'Dry run, nothing was written: 2 would be unenrolled, 1 not enrolled, 1 failed',
			},
		]);
		const run = await cast.unenroll(items, { settings });
		expect(run.hints).toMatchObject([{ message: '2 unenrolled, 1 not enrolled, 1 failed' }]);
	});

	it('by Enroll, for information', async () => {
		const { cast, items } = await openCast();
		const run = await cast.enroll(items, { settings });
		const message = '1 enrolled; 2 skipped: 2 already enrolled; 1 failed';
		expect(run.hints).toMatchObject([{ message, type: 'info' }]);
	});

	it('by HubSpot Workflow', async () => {
		const { cast, items } = await openCast();
		const { stage } = cast;
		stage.hubspot.settings.v2NotIn = 404;
		const flow = newFlow(stage);
		const contact = byId('={{ $json.id }}');
		const run = async (operation: string, given = items) =>
			await stage.workflow(given, { parameters: on(operation, flow, { contact }), settings });
		await run('enroll', items.slice(0, 2));
		expect((await run('status')).hints).toMatchObject([{ message: '2 of 3 enrolled, 1 failed' }]);
		expect((await run('unenroll')).hints).toMatchObject([
			{ message: '2 unenrolled, 1 not enrolled, 1 failed' },
		]);
	});
});

describe('Unenroll names', () => {
	it.each([
		[
			'the sequence that was chosen from the list',
			(id: string) => fromList(id, 'Outbound intro'),
			'Outbound intro',
		],
		[
			'no sequence that an expression gives',
			(id: string) => fromList(`={{ "${id}" }}`, 'Before'),
			undefined,
		],
		['no sequence that is given by its ID', byId, undefined],
	])('%s', async (_, chosen, sequenceName) => {
		const { cast, items } = await openCast();
		const run = await cast.unenroll(items.slice(0, 1), {
			options: { onlySequence: chosen(cast.sequence.id) },
		});
		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }]);
		expect(run.json[RESULT][0].sequenceName).toBe(sequenceName);
	});

	it.each([
		['the workflow that HubSpot shows', true, 'Welcome'],
		['no workflow that HubSpot does not show', false, undefined],
	])('%s', async (_, flowsReadable, workflowName) => {
		const { cast, items } = await openCast();
		const { stage } = cast;
		const flow = newFlow(stage, { name: 'Welcome' });
		stage.hubspot.settings.flowsReadable = flowsReadable;
		const contact = byId('={{ $json.id }}');
		await stage.workflow(items, { parameters: on('enroll', flow, { contact }), settings });
		const run = await stage.workflow(items, {
			parameters: on('unenroll', flow, { contact }),
			settings,
		});
		expect(run.json[RESULT][0].outcome).toBe('unenrolled');
		expect(run.json[RESULT][0].workflowName).toBe(workflowName);
	});
});
