import { addSequence } from '../../tools/hubspot';
import { byId, Stage } from '../support/n8n/stage';
import type { NodeRun } from '../support/n8n/runNode';
import { addBridge, openWithEnrolled } from './sequence/bridgeCast';
import { Cast, closeCasts, limitOf } from '../support/cast';
import { itemsOf, newFlow, newPeople, on, useStage } from './workflow/support';
import { RESULT } from '../support/outputs';

const stage = useStage();
afterAll(closeCasts);

/** n8n renders hints, and the descriptions of errors, as HTML. */
const NAME = 'Q&A <img src=x onerror=alert(1)>';
const ESCAPED = 'Q&amp;A &lt;img src=x onerror=alert(1)&gt;';
const OUTPUT = { onError: 'continueErrorOutput' } as const;

const hintsOf = ({ hints }: NodeRun) => hints.map(({ message }) => message).join('\n');

const workflowOff = (Of: Stage) => ({
	items: itemsOf(newPeople(Of, 1)),
	parameters: on('enroll', newFlow(Of, { name: NAME, isEnabled: false })),
});

const bridgeOff = async (settings?: typeof OUTPUT) => {
	const cast = await openWithEnrolled();
	const { id } = addBridge(cast, { name: NAME, isEnabled: false });
	const options = { bridgeTrigger: 'workflow', bridgeWorkflow: byId(id) };
	return await cast.unenroll(undefined, { options, settings });
};

const refused = async () => {
	const cast = await Cast.open({ contacts: 1 });
	const body = { status: 'error', message: `Contact ${NAME} is not to be enrolled` };
	cast.hubspot.faults.add({
		method: 'POST',
		path: /enrollments$/,
		effect: { status: 400, body },
	});
	return cast;
};

const HINTS: Array<[string, () => Promise<NodeRun>]> = [
	[
		'of a sequence',
		async () => {
			const cast = await Cast.open({ contacts: 1 });
			const sequence = addSequence(cast.account, {
				name: NAME,
				steps: [{ actionType: 'TASK' }, {}],
				dependencies: [
					{ dependencyType: 'TASK_COMPLETION', reliesOnStepOrder: 0, requiredByStepOrder: 1 },
				],
			});
			return await cast.enroll(undefined, { parameters: { sequence: byId(sequence.id) } });
		},
	],
	[
		'of a workflow that is off',
		async () => {
			const { items, parameters } = workflowOff(stage());
			const options = { ifDisabled: 'warn' };
			return await stage().workflow(items, { parameters: { ...parameters, options } });
		},
	],
	[
		'of a workflow whose cap holds contacts back',
		async () =>
			await stage().workflow(itemsOf(newPeople(stage(), 2)), {
				parameters: on('enroll', newFlow(stage(), { name: NAME }), { enrollmentsPerDay: 1 }),
			}),
	],
];

/** Runs that fail by what a name is part of, as they stop the node or not. */
const ERRORS: Array<[string, (settings?: typeof OUTPUT) => Promise<NodeRun>]> = [
	[
		'of a workflow',
		async (settings) => {
			const { items, parameters } = workflowOff(stage());
			return await stage().workflow(items, { parameters, settings });
		},
	],
	['of a helper workflow', bridgeOff],
	[
		'of a contact, in the words of HubSpot',
		async (settings) => await (await refused()).enroll(undefined, { settings }),
	],
	[
		'in a field of the node',
		async (settings) => {
			const cast = await Cast.open({ contacts: 1 });
			// By expression: what is wrong as it is typed stops the node before it runs.
			const sequence = byId(`={{ ${JSON.stringify(NAME)} }}`);
			return await cast.enroll(undefined, { settings, parameters: { sequence } });
		},
	],
];

describe('A name with markup is shown as it is', () => {
	it.each(HINTS)('in a hint: that %s', async (_, run) => {
		const hints = hintsOf(await run());

		expect(hints).toContain(ESCAPED);
		expect(hints).not.toContain('<');
	});

	it.each(ERRORS)('in the error that stops the node: one %s', async (_, run) => {
		const { error } = await run();
		const description = error && 'description' in error ? String(error.description) : '';

		expect(description).toContain(ESCAPED);
		expect(description).not.toContain('<');
		expect(error?.message).not.toContain('<');
	});

	it.each(ERRORS)('in the json of an item, which is data: one %s', async (_, run) => {
		const { outputs } = await run(OUTPUT);
		const [failed] = outputs.flat();

		expect(JSON.stringify(failed.json)).toContain(NAME);
	});

	it('in the json of an item that is enrolled', async () => {
		const cast = await Cast.open({ contacts: 1 });
		const sequence = addSequence(cast.account, { name: NAME });
		const run = await cast.enroll(undefined, { parameters: { sequence: byId(sequence.id) } });

		expect(run.of(0).json.sequenceName).toBe(NAME);
	});
});

describe('The same hint is shown once', () => {
	it('by Check Sending Limit of three workflows that HubSpot does not show', async () => {
		stage().hubspot.settings.flowsReadable = false;
		const items = [1, 2, 3].map(() => ({ flow: newFlow(stage()).id }));
		const run = await stage().workflow(items, {
			parameters: on('checkSendLimit', undefined, {
				workflow: byId('={{ $json.flow }}'),
				enrollmentsPerDay: 5,
			}),
		});

		expect(run.json[RESULT]).toHaveLength(3);
		expect(run.hints).toMatchObject([{ type: 'warning', location: 'outputPane' }]);
	});

	it('by Check Sending Limit of three users whose mail HubSpot does not show', async () => {
		const cast = await Cast.open();
		cast.hubspot.settings.grantedScopes = cast.hubspot.settings.grantedScopes.filter(
			(scope) => scope !== 'sales-email-read',
		);
		const run = await cast.checkSendLimit(
			[1, 2, 3].map((limit) => ({ limit })),
			{
				parameters: limitOf(1),
				options: { reserve: 0 },
			},
		);
		const other = await cast.checkSendLimit(
			[1, 2, 3].map((limit) => ({ limit })),
			{
				parameters: { plan: 'custom', dailyLimit: '={{ $json.limit }}' },
			},
		);

		for (const { hints } of [run, other]) {
			expect(hints).toMatchObject([{ type: 'warning', location: 'outputPane' }]);
		}
	});
});

it('The name of a sequence stands beside its id, whatever becomes of the contact', async () => {
	const cast = await Cast.open({ contacts: 3 });
	cast.contacts[1].properties.hs_email_optout = 'true';
	cast.hubspot.faults.add({
		method: 'POST',
		path: /enrollments$/,
		skip: 1,
		effect: { status: 400 },
	});
	const run = await cast.enroll(undefined, { settings: OUTPUT, options: { concurrency: 1 } });
	const said = cast.contacts.map((_, index) => run.of(index).json);
	expect(said).toMatchObject([
		{ outcome: 'enrolled', sequenceName: cast.sequence.name },
		{ outcome: 'skipped', sequenceName: cast.sequence.name },
		{ outcome: 'failed', sequenceName: cast.sequence.name },
	]);
});
