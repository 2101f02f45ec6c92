import { addEnrollment, addFlow, addSentEmails } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, HOUR, limitOf } from '../../support/cast';
import { A_WEEK, itemsOf, newFlow, newPeople, on } from '../workflow/support';
import { ENROLLED, HELD, RESULT, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

describe('recipe line 8: the sending limit', () => {
	it.each(['refuse', 'silent', 'delay'] as const)(
		'recipe line 8: is kept without a setting, where HubSpot would %s what is beyond it',
		async (overLimit) => {
			const cast = await Cast.open({
				contacts: 8,
				rep: { dailyLimit: 500 },
				settings: { overLimit },
			});
			const first = Date.now() - 20 * HOUR;
			const times = Array.from({ length: 495 }, (_, index) => first + index * 1000);
			addSentEmails(cast.account, { ownerId: cast.rep.ownerId, times });
			const run = await cast.enroll();

			const outputs = cast.items.map((_, index) => run.of(index).output);
			expect(outputs).toEqual([...Array(5).fill(ENROLLED), ...Array(3).fill(HELD)] as number[]);
			expect(run.of(7).json).toMatchObject({
				reason: 'SEND_LIMIT',
				retryAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
				sendLimit: { limit: 500, used: 500, remaining: 0, windowHours: 24 },
			});
			expect(cast.account.overLimitSends).toEqual([]);
		},
	);

	it('recipe line 8: an answer of HubSpot that it is reached holds the rest back', async () => {
		const cast = await Cast.open({ contacts: 4, rep: { dailyLimit: 2 } });
		const run = await cast.enroll(undefined, { options: { concurrency: 1 } });

		expect(cast.items.map((_, index) => run.of(index).output)).toEqual([
			ENROLLED,
			ENROLLED,
			HELD,
			HELD,
		]);
		expect(run.of(3).json.reason).toBe('HUBSPOT_SEND_LIMIT');
		expect(cast.enrollRequests()).toHaveLength(3);
	});

	it('recipe line 8: the HubSpot Workflow node holds back beyond its cap', async () => {
		const { stage } = await Cast.open({ contacts: 0 });
		const flow = newFlow(stage);
		const run = await stage.workflow(itemsOf(newPeople(stage, 5)), {
			parameters: on('enroll', flow, { enrollmentsPerDay: 3 }),
		});

		expect(run.json.map((items) => items.length)).toEqual([3, 2, 0]);
		expect(run.json[HELD][0].reason).toBe('DAILY_ENROLLMENT_CAP');
	});

	it('recipe line 8: Check Sending Limit says how much is left', async () => {
		const cast = await Cast.open();
		const run = await cast.checkSendLimit(undefined, {
			parameters: { ...limitOf(40), contactsToEnroll: 50 },
		});

		expect(run.json[RESULT]).toMatchObject([{ limit: 40, remaining: 40, fits: 40, wouldHold: 10 }]);
	});
});

describe('recipe line 9: sequence and workflow on the same theme at once', () => {
	async function open() {
		const cast = await Cast.open({ contacts: 3, steps: [{}, { delayMillis: 9 * DAY }] });
		const [onTheme, other] = cast.contacts;
		const flow = addFlow(cast.account, { name: 'Webinar nurture', actions: A_WEEK });
		const unrelated = addFlow(cast.account, { name: 'Newsletter', actions: A_WEEK });
		for (const [{ id }, contact] of [
			[flow, onTheme],
			[unrelated, other],
		] as const) {
			cast.account.flowEnrollments.push({
				flowId: id,
				contactId: contact.id,
				enrolledAt: Date.now(),
				state: 'active',
			});
		}
		return { cast, flow };
	}
	const outputs = (cast: Cast, run: Awaited<ReturnType<Cast['enroll']>>) =>
		cast.items.map((_, index) => run.of(index).output);

	it('recipe line 9: nothing forbids it unless it is asked for', async () => {
		const { cast } = await open();
		const run = await cast.enroll();
		expect(outputs(cast, run)).toEqual([ENROLLED, ENROLLED, ENROLLED]);
	});

	it.each([
		['any workflow', {}, [SKIPPED, SKIPPED, ENROLLED]],
		['workflows on a theme', { conflictTheme: 'webinar' }, [SKIPPED, ENROLLED, ENROLLED]],
	])('recipe line 9: contacts in %s stay out of the sequence', async (_, options, expected) => {
		const { cast } = await open();
		const run = await cast.enroll(undefined, { options: { ifInWorkflow: 'skip', ...options } });

		expect(outputs(cast, run)).toEqual(expected);
		expect(run.of(0).json).toMatchObject({
			reason: 'IN_WORKFLOW',
			message: 'The contact is in the HubSpot workflow "Webinar nurture"',
		});
	});

	it('recipe line 9: contacts in chosen workflows stay out of the sequence', async () => {
		const { cast, flow } = await open();
		const run = await cast.enroll(undefined, {
			options: { ifInWorkflow: 'skip', conflictingWorkflows: [flow.id] },
		});

		expect(outputs(cast, run)).toEqual([SKIPPED, ENROLLED, ENROLLED]);
	});

	it.each([
		['any sequence', () => ({}), SKIPPED],
		['a chosen sequence', (id: string) => ({ conflictingSequences: [id] }), SKIPPED],
		['a sequence on a theme', () => ({ conflictTheme: 'outbound' }), SKIPPED],
		['a sequence not chosen', () => ({ conflictingSequences: ['1'] }), ENROLLED],
		['a sequence not on the theme', () => ({ conflictTheme: 'webinar' }), ENROLLED],
	])('recipe line 9: of a contact in %s, the workflow knows', async (_, options, output) => {
		const { cast } = await open();
		const [, , contact] = cast.contacts;
		addEnrollment(cast.account, { contactId: contact.id, sequenceId: cast.sequence.id });
		const run = await cast.stage.workflow(cast.itemsOf(contact), {
			parameters: on('enroll', newFlow(cast.stage), {
				contact: byId('={{ $json.id }}'),
				options: { ifInSequence: 'skip', ...options(cast.sequence.id) },
			}),
		});

		expect(run.of(0).output).toBe(output);
	});

	it('recipe line 9: a cool-down keeps contacts out that were enrolled lately', async () => {
		const { cast } = await open();
		const [contact] = cast.contacts;
		addEnrollment(cast.account, { contactId: contact.id, sequenceId: cast.sequence.id });
		cast.account.unenroll(contact.id);
		const run = await cast.enroll(cast.itemsOf(contact), { options: { cooldownDays: 30 } });

		expect(run.of(0).json.reason).toBe('COOLDOWN');
	});

	it.each([
		[true, 2],
		[false, 1],
	])(
		'recipe line 9: the rule of the workflow on re-enrollment (%s) holds',
		async (again, times) => {
			const { stage } = await Cast.open({ contacts: 0 });
			const flow = newFlow(stage, {
				actions: [],
				enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: again },
			});
			const items = itemsOf(newPeople(stage, 1));
			const parameters = on('enroll', flow, { options: { verify: true } });
			for (let run = 0; run < 2; run++) await stage.workflow(items, { parameters });

			const entries = stage.hubspot.account.flowEnrollments.filter(
				({ flowId }) => flowId === flow.id,
			);
			expect(entries).toHaveLength(times);
		},
	);
});
