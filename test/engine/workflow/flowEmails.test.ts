import { ACTION, FLOWS, inARow } from '../../../tools/hubspot';
import { byId, Stage } from '../../support/n8n/stage';
import { itemsOf, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED, HELD } from '../../support/outputs';

const stage = useStage();

let portals = 4_400_000;
beforeEach(() => {
	// What the node has planned for an account outlives a test, so no two use the same.
	Object.assign(stage().hubspot.account, { portalId: ++portals });
});

const email = (content_id: string) => ({
	actionTypeId: ACTION.marketingEmail,
	fields: { content_id },
});
const aDay = { actionTypeId: ACTION.delay, fields: { delta: '1440', time_unit: 'MINUTES' } };
const enrollInSequence = {
	actionTypeId: ACTION.enrollInSequence,
	fields: { sequenceId: '40000301', senderType: 'CONTACT_OWNER', userId: '8100001' },
};

/** The last instant of the current month in Berlin, as the account says it. */
const FIRST_OF_A_MONTH = /^\d{4}-\d\d-01T00:00:00\+0[12]:00$/;

const check = async (flow: Parameters<typeof on>[1], more = {}) =>
	(await stage().workflow([{}], { parameters: on('checkSendLimit', flow, more) })).of(0).json;

describe('Check Sending Limit of a workflow', () => {
	it('says how many marketing emails a contact gets, and what the month has left', async () => {
		const flow = newFlow(stage(), { actions: inARow([email('901'), aDay, email('902')]) });
		stage().hubspot.account.marketingSends.push({ at: Date.now(), emailId: '700', count: 3 });
		await stage().workflow(itemsOf(newPeople(stage(), 2)), { parameters: on('enroll', flow) });
		const answer = await check(flow, { monthlyEmailLimit: 12, contactsToEnroll: 4 });
		expect(answer).toMatchObject({
			emailsPerContact: 2,
			monthly: {
				limit: 12,
				sent: 5,
				planned: 2,
				remaining: 5,
				resetsAt: expect.stringMatching(FIRST_OF_A_MONTH) as string,
			},
			daily: null,
			fits: 2,
			wouldHold: 2,
			restFitsAt: expect.stringMatching(FIRST_OF_A_MONTH) as string,
			continuesIn: [],
			sequenceEnrollActions: [],
		});
	});

	it('answers for the tighter of month and day', async () => {
		const flow = newFlow(stage(), { actions: inARow([email('901')]) });
		const both = { enrollmentsPerDay: 2, monthlyEmailLimit: 3, contactsToEnroll: 3 };
		expect(await check(flow, both)).toMatchObject({
			monthly: { limit: 3, remaining: 3 },
			daily: { limit: 2, remaining: 2 },
			fits: 2,
			wouldHold: 1,
		});
		expect(await check(flow, { ...both, enrollmentsPerDay: 5, contactsToEnroll: 9 })).toMatchObject(
			{
				fits: 3,
				wouldHold: 6,
			},
		);
	});

	it('asks for no statistics without a Monthly Email Limit', async () => {
		expect(await check(newFlow(stage()))).toMatchObject({ emailsPerContact: 0, monthly: null });
		expect(stage().hubspot.requests.count({ path: '/statistics/' })).toBe(0);
	});

	it('names what goes on in other workflows and in sequences', async () => {
		const flow = newFlow(stage(), {
			actions: inARow([
				email('901'),
				enrollInSequence,
				{ actionTypeId: ACTION.goToFlow, fields: { flow_id: '1700000402' } },
			]),
		});
		expect(await check(flow)).toMatchObject({
			emailsPerContact: 1,
			continuesIn: ['1700000402'],
			sequenceEnrollActions: [
				{
					actionId: '2',
					sequenceId: '40000301',
					senderType: 'CONTACT_OWNER',
					userId: '8100001',
				},
			],
		});
	});

	it('counts one email a contact where HubSpot does not show the workflow, and says so', async () => {
		const flow = newFlow(stage());
		stage().hubspot.settings.flowsReadable = false;
		const run = await stage().workflow([{}], { parameters: on('checkSendLimit', flow) });
		expect(run.of(0).json).toMatchObject({ emailsPerContact: 1 });
		expect(run.hints).toHaveLength(1);
		expect(run.hints[0].message).toContain('counted as one marketing email');
	});

	it('says so where the scope for statistics is missing', async () => {
		stage().hubspot.settings.grantedScopes = ['oauth', 'automation'];
		const run = await stage().workflow([{}], {
			parameters: on('checkSendLimit', newFlow(stage()), { monthlyEmailLimit: 5 }),
		});
		expect(run.of(0).json).toMatchObject({ monthly: { sent: 0, remaining: 5 } });
		expect(run.hints[0].message).toContain('scope marketing.email.read');
	});
});

it.each([
	[FLOWS.nurture.id, 2],
	[FLOWS.listTriggered.id, 1],
	[FLOWS.enrollsInSequence.id, 0],
])('the seeded workflow %s sends %i emails a contact', async (id, emails) => {
	const seeded = await Stage.open({ seed: 'account' });
	const run = await seeded.workflow([{}], {
		parameters: { operation: 'checkSendLimit', workflow: byId(id) },
	});
	await seeded.close();
	expect(run.of(0).json).toMatchObject({ emailsPerContact: emails });
});

describe('a workflow that does nothing but enroll in a sequence', () => {
	const advice = expect.objectContaining({
		type: 'info',
		message: expect.stringContaining('The HubSpot Sequence node enrolls directly') as string,
	}) as object;
	const hintsOf = async (actions: Array<Record<string, unknown>>) => {
		const flow = newFlow(stage(), { name: 'Start outbound', actions: inARow(actions) });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow),
		});
		expect(run.json[ENROLLED]).toHaveLength(1);
		return run.hints;
	};

	it('is pointed to the node for sequences', async () => {
		expect(await hintsOf([aDay, enrollInSequence])).toContainEqual(advice);
	});

	it('is not where it does more, or never does', async () => {
		expect(await hintsOf([email('901'), enrollInSequence])).not.toContainEqual(advice);
		expect(await hintsOf([aDay])).not.toContainEqual(advice);
	});
});

it('Max per Run holds the rest for the next run here too', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 3);
	const run = await stage().workflow(itemsOf(contacts), {
		parameters: on('enroll', flow, { options: { maxPerRun: 2 } }),
	});
	expect(contacts.map((_, index) => run.of(index).output)).toEqual([ENROLLED, ENROLLED, HELD]);
	expect(run.of(2).json).toMatchObject({ reason: 'RUN_CAP', workflowId: flow.legacyId });
});
