import { HOSTS } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, timeMachine } from '../../support/cast';
import { byId } from '../../support/n8n/stage';
import { ENROLLED, FAILED, RESULT } from '../../support/outputs';
import { addBridge, openWithEnrolled } from '../sequence/bridgeCast';
import { newFlow, on } from '../workflow/support';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const settings = { onError: 'continueErrorOutput' as const };

describe('Direct', () => {
	const told = (text: string) => ({ description: expect.stringContaining(text) });
	const LIST_AND_PROPERTY =
		"Where the workflow starts on a static list, set 'Method' to List; where it starts on a contact property, set it to Property.";
	const answers = [
		['an HTML 404', { html404: true }],
		['410', { status: 410 }],
	] as const;

	it.each(answers)(
		'that HubSpot has ended (%s) names List and Property, once',
		async (_, effect) => {
			const cast = await Cast.open({ contacts: 3 });
			cast.hubspot.faults.add({ path: '/automation/v2/', effect });
			for (const operation of ['enroll', 'unenroll']) {
				cast.hubspot.requests.clear();
				const run = await cast.stage.workflow(cast.items, {
					parameters: on(operation, newFlow(cast.stage), { options: { concurrency: 1 } }),
					settings,
				});

				expect(run.json.at(-1)).toHaveLength(3);
				expect(run.of(2).json).toMatchObject(told(LIST_AND_PROPERTY));
			}
		},
	);

	it.each(answers)('of a bridge names its trigger, %s', async (_, effect) => {
		const cast = await openWithEnrolled();
		const bridge = addBridge(cast);
		cast.hubspot.faults.add({ path: '/automation/v2/', effect });
		const run = await cast.unenroll(undefined, {
			options: { bridgeTrigger: 'workflow', bridgeWorkflow: byId(bridge.id), waitSeconds: 0 },
			settings,
		});

		expect(run.of(0).json).toMatchObject(told("set 'Helper Workflow Trigger' to Property"));
	});

	it.each(answers)('is not what the status of a contact lacks, %s', async (_, effect) => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({ path: '/automation/v2/', effect });
		const run = await cast.stage.workflow(cast.items, {
			parameters: on('status', undefined),
			settings,
		});

		const error = 'HubSpot does not tell which workflows a contact is in any more';
		expect(run.of(0).json).toMatchObject({ error });
	});

	it.each([
		['2026-12-31T23:59:00Z', 'enroll', 'direct', 0],
		['2027-01-01T00:00:00Z', 'enroll', 'direct', 1],
		['2027-01-01T00:00:00Z', 'unenroll', 'direct', 1],
		['2027-06-01T00:00:00Z', 'unenroll', 'turnOff', 0],
	])('at %s, %s by %s has %i hints that it will end', async (at, operation, method, hints) => {
		const time = timeMachine();
		if (Date.now() > Date.parse(at)) return;
		time.advanceTo(Date.parse(at));
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.stage.workflow(cast.items, {
			parameters: on(operation, newFlow(cast.stage), { method, affectEveryone: true }),
		});

		const ofDirect = run.allHints.filter(({ message }) =>
			/Direct\. HubSpot supports this until September 2027 .* List, .* Property\.$/.test(message),
		);
		expect(ofDirect).toHaveLength(hints);
	});
});

describe('A version that ends while n8n runs', () => {
	/** What the process knows is that `v4` and `v3` are there. */
	async function openOnOld() {
		const steps = [{}, { delayMillis: 4 * DAY }];
		const cast = await Cast.open({ contacts: 4, steps, settings: { versions: HOSTS.old } });
		const run = await cast.enroll(cast.items.slice(0, 1), { options: { verify: true } });
		expect(run.json[ENROLLED]).toHaveLength(1);
		cast.hubspot.settings.versions = HOSTS.dated;
		cast.hubspot.requests.clear();
		return cast;
	}

	it('gives way to the dated one for what only reads, within the run', async () => {
		const cast = await openOnOld();
		const status = await cast.status(undefined, { settings });

		expect(status.json[RESULT].map(({ enrolled }) => enrolled)).toEqual([
			true,
			false,
			false,
			false,
		]);
	});

	it('fails a write, whose effect a page could hide, and the next run enrolls', async () => {
		const cast = await openOnOld();
		const items = cast.items.slice(1);
		const failed = await cast.enroll(items, { settings });
		const next = await cast.enroll(items, { settings });

		expect(failed.json[FAILED].map(({ error }) => error)).toEqual(
			items.map(() => 'HubSpot does not know this API path'),
		);
		expect(next.json[ENROLLED]).toHaveLength(3);
		expect(cast.account.enrollments).toHaveLength(4);
	});
});

describe('While one run finds out which version there is', () => {
	it('another of the same app waits for it, and asks for none in vain', async () => {
		const cast = await Cast.open({ contacts: 8, settings: { versions: HOSTS.old } });
		const halves = [cast.items.slice(0, 4), cast.items.slice(4)];
		const runs = await Promise.all(halves.map(async (items) => await cast.status(items)));

		expect(runs.map(({ json }) => json[RESULT].length)).toEqual([4, 4]);
		expect(cast.hubspot.requests.count({ path: 'contacts/batch/read', status: 404 })).toBe(1);
	});
});
