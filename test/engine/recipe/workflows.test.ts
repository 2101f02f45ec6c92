import { HubspotSequence } from '../../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../../nodes/HubspotWorkflow/HubspotWorkflow.node';
import { byEmail, byId } from '../../support/n8n/stage';
import { entered, itemsOf, newFlow, newPeople, on, useStage } from '../workflow/support';
import { byList, byProperty, inside, listFlow, propertyFlow } from '../workflow/triggers';
import { ENROLLED, ERROR, RESULT } from '../../support/outputs';

const stage = useStage({ settings: { recipeRoutes: true } });

const settings = { onError: 'continueErrorOutput' as const };

/** A workflow with these contacts in it. */
async function withInside(count: number) {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), count);
	await stage().workflow(itemsOf(contacts), { parameters: on('enroll', flow) });
	stage().hubspot.requests.clear();
	return { flow, contacts };
}

describe('recipe line 2: a workflow runs independently of a user', () => {
	it('recipe line 2: contacts enter in an account without users, inboxes or seats', async () => {
		const { flow, contacts } = await withInside(2);

		expect(stage().hubspot.account.reps).toEqual([]);
		expect(inside(stage(), flow)).toEqual(contacts.map(({ id }) => id));
	});

	it('recipe line 2: the node has no sender, and each node names the other', () => {
		const properties = new HubspotWorkflow().description.properties.map(({ name }) => name);
		expect(properties).not.toEqual(expect.arrayContaining([expect.stringMatching(/sender/i)]));
		const noticeOf = ({ description }: HubspotSequence | HubspotWorkflow) =>
			description.properties.find(({ name }) => name === 'whichNodeNotice')?.displayName;
		expect(noticeOf(new HubspotSequence())).toMatch(/sent by a rep.*HubSpot Workflow<\/b> node/);
		expect(noticeOf(new HubspotWorkflow())).toMatch(/without a sender.*HubSpot Sequence<\/b> node/);
	});
});

describe('recipe line 4: enroll in a workflow', () => {
	it('recipe line 4: by legacy id and email, after the flow id is mapped', async () => {
		const flow = newFlow(stage());
		const [contact] = newPeople(stage(), 1);
		const run = await stage().workflow(itemsOf([contact]), { parameters: on('enroll', flow) });

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
		const posted = stage().hubspot.requests.filter({ method: 'POST', path: '/enrollments/' });
		const address = encodeURIComponent(contact.properties.email ?? '');
		expect(posted.map(({ path }) => path)).toEqual([
			`/automation/v2/workflows/${flow.legacyId}/enrollments/contacts/${address}`,
		]);
		expect(entered(stage(), flow, contact)).toBe(1);
	});

	it('recipe line 4: many at once, by the list that starts the workflow', async () => {
		const given = listFlow(stage());
		const contacts = newPeople(stage(), 150);
		const run = await stage().workflow(itemsOf(contacts), { parameters: byList('enroll', given) });

		expect(run.json[ENROLLED]).toHaveLength(150);
		expect(inside(stage(), given.flow)).toHaveLength(150);
		expect(stage().hubspot.requests.count({ path: '/memberships/add' })).toBe(1);
	});

	it('recipe line 4: many at once, by the property that starts the workflow', async () => {
		const flow = propertyFlow(stage());
		const contacts = newPeople(stage(), 150);
		const run = await stage().workflow(itemsOf(contacts), {
			parameters: byProperty('enroll', flow, 'yes'),
		});

		expect(run.json[ENROLLED]).toHaveLength(150);
		expect(inside(stage(), flow)).toHaveLength(150);
		expect(stage().hubspot.requests.count({ path: '/batch/update' })).toBe(2);
	});

	it.each([
		['email', byEmail('={{ $json.email }}')],
		['id', byId('={{ $json.id }}')],
	])('recipe line 4: by POST to the flow, with the contact by %s, if chosen', async (_, named) => {
		const flow = newFlow(stage());
		const [{ id, properties }] = newPeople(stage(), 1);
		const run = await stage().workflow([{ id, email: properties.email }], {
			parameters: on('enroll', flow, { contact: named, options: { apiRoutes: 'crmObjects' } }),
		});

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
		const path = `/automation/v4/flows/${flow.id}/enrollments/contacts`;
		expect(stage().hubspot.requests.filter({ method: 'POST', path })).toMatchObject([
			{ status: 200 },
		]);
		expect(inside(stage(), flow)).toEqual([id]);
	});
});

describe('recipe line 7: unenroll from a workflow', () => {
	it('recipe line 7: one contact at a time, others stay', async () => {
		const { flow, contacts } = await withInside(3);
		const [first, ...others] = contacts;
		const run = await stage().workflow(itemsOf([first]), { parameters: on('unenroll', flow) });

		expect(run.of(0).json.outcome).toBe('unenrolled');
		expect(inside(stage(), flow)).toEqual(others.map(({ id }) => id));
	});

	it('recipe line 7: by the settings of the workflow, off the list that starts it', async () => {
		const given = listFlow(stage(), { unEnrollObjectsNotMeetingCriteria: true });
		const contacts = newPeople(stage(), 3);
		await stage().workflow(itemsOf(contacts), { parameters: byList('enroll', given) });
		const run = await stage().workflow(itemsOf(contacts.slice(0, 2)), {
			parameters: byList('unenroll', given),
		});

		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }, { outcome: 'unenrolled' }]);
		expect(inside(stage(), given.flow)).toEqual([contacts[2].id]);
	});

	it.each([
		['turnOff', { isEnabled: false }],
		['archive', undefined],
	])('recipe line 7: %s takes everybody out', async (method, left) => {
		const { flow, contacts } = await withInside(3);
		const run = await stage().workflow(itemsOf(contacts.slice(0, 1)), {
			parameters: on('unenroll', flow, { method, affectEveryone: true }),
		});

		expect(run.of(0).json).toMatchObject({ outcome: 'unenrolled', affectsEveryone: true });
		expect(inside(stage(), flow)).toEqual([]);
		const found = stage().hubspot.account.flow(flow.id);
		expect(found && { isEnabled: found.isEnabled }).toEqual(left);
	});

	it.each(['turnOff', 'archive'])(
		'recipe line 7: %s asks for consent before any request',
		async (method) => {
			const { flow, contacts } = await withInside(2);
			const run = await stage().workflow(itemsOf(contacts), {
				parameters: on('unenroll', flow, { method }),
				settings,
			});

			expect(run.json[ERROR]).toHaveLength(2);
			expect(run.json[ERROR][0].error).toBe(
				'This would stop the HubSpot workflow for everybody in it',
			);
			expect(stage().hubspot.requests.count()).toBe(0);
			expect(inside(stage(), flow)).toHaveLength(2);
		},
	);
});
