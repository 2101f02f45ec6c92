import { run, type Running } from '../../tools/hubspot/client';
import {
	ACTION,
	addContact,
	addEnrollment,
	addFlow,
	addList,
	addRep,
	addSequence,
	inARow,
	type Contact,
	type Flow,
} from '../../tools/hubspot/index';

const DAY = 86_400_000;
let running: Running;
let contact: Contact;

beforeEach(async () => {
	running = await run();
	contact = addContact(running.hubspot.account, { properties: { email: 'c+1@customer.example' } });
});
afterEach(async () => await running.hubspot.close());

function legacyPath(flow: Flow, id = flow.legacyId, email = contact.properties.email ?? '') {
	return `/automation/v2/workflows/${id}/enrollments/contacts/${encodeURIComponent(email)}`;
}
const enter = async (flow: Flow) => (await running.api.post(legacyPath(flow))).status;
const current = async () =>
	(await running.api.get(`/automation/v2/workflows/enrollments/contacts/${contact.id}`)).data;

const TWO_EMAILS = inARow([
	{ actionTypeId: ACTION.marketingEmail, fields: { content_id: '1' } },
	{ actionTypeId: ACTION.delay, fields: { delta: '1440', time_unit: 'MINUTES' } },
	{ actionTypeId: ACTION.marketingEmail, fields: { content_id: '2' } },
]);

it('enrolling by email answers 204 and needs the legacy id', async () => {
	const flow = addFlow(running.hubspot.account, { actions: TWO_EMAILS });
	expect((await running.api.post(legacyPath(flow, flow.id))).status).toBe(404);
	expect(await enter(flow)).toBe(204);
	expect(await current()).toEqual([expect.objectContaining({ id: Number(flow.legacyId) })]);
});

it('marketing emails go out as the flow reaches them and count in the statistics', async () => {
	const { account, clock } = running.hubspot;
	await enter(addFlow(account, { actions: TWO_EMAILS }));
	const sent = async () => {
		const { data } = await running.api.get('/marketing/v3/emails/statistics/list', {
			params: { startTimestamp: '2026-11-01T00:00:00Z', endTimestamp: '2026-12-01T00:00:00Z' },
		});
		return (data as { aggregate: { counters: { sent: number } } }).aggregate.counters.sent;
	};
	expect(await sent()).toBe(1);
	clock.advance(DAY);
	expect(await sent()).toBe(2);
	expect(await current()).toEqual([]);
});

it('a contact that is taken out gets no further email', async () => {
	const { account, clock } = running.hubspot;
	const flow = addFlow(account, { actions: TWO_EMAILS });
	await enter(flow);
	expect((await running.api.delete(legacyPath(flow))).status).toBe(204);
	clock.advance(DAY);
	expect(account.marketingSends).toHaveLength(1);
});

it('without re-enrollment the second time is accepted, and nothing happens', async () => {
	const { account } = running.hubspot;
	const flow = addFlow(account, { enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: false } });
	expect([await enter(flow), await enter(flow)]).toEqual([204, 204]);
	expect(account.flowEnrollments).toHaveLength(1);
});

it('suppressed contacts do not enter', async () => {
	const { account, settings } = running.hubspot;
	const { listId } = addList(account, { members: [contact.id] });
	const flow = addFlow(account, { suppressionListIds: [Number(listId)] });
	settings.v2Suppressed = 400;
	expect(await enter(flow)).toBe(400);
	expect(account.flowEnrollments).toEqual([]);
});

it.each([204, 404, 412] as const)('a workflow that is off can answer %d', async (code) => {
	running.hubspot.settings.v2WorkflowOff = code;
	expect(await enter(addFlow(running.hubspot.account, { isEnabled: false }))).toBe(code);
	expect(running.hubspot.account.flowEnrollments).toEqual([]);
});

it.each([404, 204] as const)('an unknown email can answer %d', async (code) => {
	running.hubspot.settings.v2UnknownEmail = code;
	const flow = addFlow(running.hubspot.account);
	const path = legacyPath(flow, flow.legacyId, 'nobody@customer.example');
	expect((await running.api.post(path)).status).toBe(code);
});

it('the contact’s workflows can come as one object', async () => {
	running.hubspot.settings.v2StatusShape = 'object';
	expect(await current()).toEqual({});
	const flow = addFlow(running.hubspot.account, { actions: TWO_EMAILS });
	await enter(flow);
	expect((await current()).id).toBe(Number(flow.legacyId));
});

it('membership of a static list starts the flow it triggers', async () => {
	const { account } = running.hubspot;
	const { listId } = addList(account);
	const filter = { filterType: 'IN_LIST', operator: 'IN_LIST', listId };
	const flow = addFlow(account, {
		actions: TWO_EMAILS,
		enrollmentCriteria: {
			type: 'LIST_BASED',
			shouldReEnroll: false,
			unEnrollObjectsNotMeetingCriteria: true,
			listFilterBranch: { filterBranchType: 'OR', filters: [filter] },
		},
	});
	const memberships = `/crm/v3/lists/${listId}/memberships`;
	const { data } = await running.api.put(`${memberships}/add`, [contact.id, '999']);
	expect(data).toEqual({
		recordsIdsAdded: [contact.id],
		recordIdsRemoved: [],
		recordIdsMissing: ['999'],
	});
	expect(account.flowEnrollments).toMatchObject([{ flowId: flow.id, state: 'active' }]);
	await running.api.put(`${memberships}/remove`, [contact.id]);
	expect(account.flowEnrollments).toMatchObject([{ state: 'unenrolled' }]);
});

it('an action that enrolls in a sequence uses the rep’s sending limit', async () => {
	const { account } = running.hubspot;
	const rep = addRep(account, { dailyLimit: 1 });
	const sequence = addSequence(account);
	const action = {
		actionTypeId: ACTION.enrollInSequence,
		fields: { sequenceId: sequence.id, senderType: 'SPECIFIC_USER', userId: rep.userId },
	};
	const flow = addFlow(account, { actions: inARow([action]) });
	await enter(flow);
	contact = addContact(account);
	await enter(flow);
	expect(account.sends).toHaveLength(1);
	expect(account.overLimitSends).toHaveLength(1);
});

it('a flow that goes to another workflow takes the contact there', async () => {
	const { account } = running.hubspot;
	const target = addFlow(account, { actions: TWO_EMAILS });
	const goTo = { actionTypeId: ACTION.goToFlow, fields: { flow_id: target.id } };
	await enter(addFlow(account, { actions: inARow([goTo]) }));
	expect(await current()).toEqual([expect.objectContaining({ id: Number(target.legacyId) })]);
});

it('the bridge unenrolls from the sequence after its delay', async () => {
	const { account, clock, settings } = running.hubspot;
	settings.bridgeDelayMs = 80_000;
	addRep(account);
	const sequence = addSequence(account, { steps: [{}, { delayMillis: 9 * DAY }] });
	const enrollment = addEnrollment(account, { contactId: contact.id, sequenceId: sequence.id });
	const action = { actionTypeId: ACTION.unenrollFromSequence };
	await enter(addFlow(account, { actions: inARow([action]) }));
	clock.advance(79_999);
	expect(enrollment.state).toBe('active');
	clock.advance(1);
	expect(enrollment).toMatchObject({ state: 'unenrolled', endReason: 'bridge' });
});
