import type { INodeParameters } from 'n8n-workflow';

import { addFlow, addList, type Contact, type Flow } from '../../../tools/hubspot';
import { Cast, closeCasts } from '../../support/cast';
import { A_WEEK } from '../workflow/support';
import { ENROLLED, FAILED, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const CONTINUE = { settings: { onError: 'continueErrorOutput' as const } };

/** A workflow that these contacts are in. */
function flowOf(cast: Cast, contacts: Contact[], given: Partial<Flow> = {}): Flow {
	const flow = addFlow(cast.account, { actions: A_WEEK, ...given });
	for (const { id } of contacts) {
		const enrollment = { flowId: flow.id, contactId: id, enrolledAt: Date.now() };
		cast.account.flowEnrollments.push({ ...enrollment, state: 'active' });
	}
	return flow;
}

/** Enrolls all contacts; what was asked about workflows. */
async function enroll(cast: Cast, options: INodeParameters) {
	cast.hubspot.requests.clear();
	const run = await cast.enroll(cast.items, {
		options: { ifInWorkflow: 'skip', ...options },
		...CONTINUE,
	});
	const { requests } = cast.hubspot;
	return {
		run,
		outputs: cast.items.map((_, index) => run.of(index).output),
		perContact: requests.count({ path: /v2\/workflows\/enrollments\/contacts\// }),
		all: requests.filter(({ path }) => /\/(workflows|lists|workflow-id-mappings)\b/.test(path))
			.length,
	};
}

describe("Enroll in a sequence, 'If in a Workflow' set to Skip,", () => {
	it('skips contacts that are in any workflow, and names it', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const [busy] = cast.contacts;
		flowOf(cast, [busy], { name: 'Welcome nurture' });
		const { run, all } = await enroll(cast, {});

		expect(run.of(0)).toEqual({
			output: SKIPPED,
			json: {
				outcome: 'skipped',
				reason: 'IN_WORKFLOW',
				message: 'The contact is in the HubSpot workflow "Welcome nurture"',
				contactId: busy.id,
				email: busy.properties.email,
				sequenceId: cast.sequence.id,
				sequenceName: cast.sequence.name,
			},
		});
		expect(run.of(1).output).toBe(ENROLLED);
		expect(all).toBe(2);
		expect(cast.enrollRequests()).toHaveLength(1);
	});

	it('asks nothing where it is Ignore, the default', async () => {
		const cast = await Cast.open({ contacts: 2 });
		flowOf(cast, cast.contacts);
		const { outputs, all } = await enroll(cast, { ifInWorkflow: 'ignore', conflictTheme: 'work' });

		expect(outputs).toEqual([ENROLLED, ENROLLED]);
		expect(all).toBe(0);
	});

	it('asks only about contacts that nothing else speaks against', async () => {
		const cast = await Cast.open({ contacts: 1 });
		cast.contacts.push(cast.addContact({ hs_email_optout: 'true' }));
		cast.contacts.push(cast.contacts[0]);
		const { run, perContact } = await enroll(cast, {});

		expect(run.of(1).json.reason).toBe('OPTED_OUT');
		expect(run.of(2).json.reason).toBe('DUPLICATE_IN_RUN');
		expect(perContact).toBe(1);
	});

	it.each([
		['flow ids from the list', ({ id }: Flow) => [id]],
		['legacy ids', ({ legacyId }: Flow) => [legacyId]],
		['text with commas', ({ id }: Flow) => ` ${id}, 12345`],
		['a number', ({ id }: Flow) => Number(id)],
	])('counts only the named workflows, given as %s', async (_, ids) => {
		const cast = await Cast.open({ contacts: 2 });
		const [a, b] = cast.contacts;
		const flow = flowOf(cast, [a], { name: 'Webinar' });
		flowOf(cast, [a, b], { name: 'Newsletter' });
		const { run, outputs } = await enroll(cast, { conflictingWorkflows: ids(flow) });

		expect(outputs).toEqual([SKIPPED, ENROLLED]);
		expect(run.of(0).json.message).toBe('The contact is in the HubSpot workflow "Webinar"');
	});

	it('counts workflows with a word of the theme in their name, and named ones', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const [a, b, c] = cast.contacts;
		flowOf(cast, [a], { name: 'Spring webinars' });
		const named = flowOf(cast, [b], { name: 'Welcome' });
		flowOf(cast, [c], { name: 'Newsletter' });
		const { outputs } = await enroll(cast, {
			conflictTheme: 'webinar, event',
			conflictingWorkflows: [named.id],
		});

		expect(outputs).toEqual([SKIPPED, SKIPPED, ENROLLED]);
	});

	it('says which value is no workflow id, before any request', async () => {
		const cast = await Cast.open();
		const { run, all } = await enroll(cast, { conflictingWorkflows: '=Welcome' });

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'A conflicting workflow of this item is not a workflow ID' },
		});
		expect(all).toBe(0);
	});

	it('shows it in a dry run too', async () => {
		const cast = await Cast.open();
		flowOf(cast, cast.contacts);
		const { run } = await enroll(cast, { dryRun: true });

		expect(run.of(0).json).toMatchObject({ outcome: 'wouldSkip', reason: 'IN_WORKFLOW' });
	});
});

describe('Who is in a named workflow takes', () => {
	const members = (cast: Cast, count: number) =>
		Array.from({ length: count }, () => cast.addContact());

	it('4 requests for 40 contacts: ids, workflow, a page of its list, and a proof', async () => {
		const cast = await Cast.open({ contacts: 40 });
		const flow = flowOf(cast, [...cast.contacts.slice(0, 10), ...members(cast, 200)]);
		const { outputs, all, perContact } = await enroll(cast, { conflictingWorkflows: [flow.id] });

		expect(outputs).toEqual(cast.contacts.map((_, index) => (index < 10 ? SKIPPED : ENROLLED)));
		expect([all, perContact]).toEqual([4, 1]);
	});

	it('7 for 40 contacts and a workflow of 600', async () => {
		const cast = await Cast.open({ contacts: 40 });
		const flow = flowOf(cast, [...members(cast, 590), ...cast.contacts.slice(0, 10)]);
		const { outputs, all } = await enroll(cast, { conflictingWorkflows: [flow.id] });

		expect(outputs.filter((output) => output === SKIPPED)).toHaveLength(10);
		expect(all).toBe(7);
	});

	it('one per contact where the workflow has more pages than there are contacts', async () => {
		const cast = await Cast.open({ contacts: 4 });
		const flow = flowOf(cast, [...members(cast, 1600), cast.contacts[3]]);
		const { outputs, perContact } = await enroll(cast, { conflictingWorkflows: [flow.id] });

		expect(outputs).toEqual([ENROLLED, ENROLLED, ENROLLED, SKIPPED]);
		expect(perContact).toBe(5);
	});

	it('one per contact, and one for the ids, for 3 contacts', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const flow = flowOf(cast, [cast.contacts[0]]);
		const { outputs, all } = await enroll(cast, { conflictingWorkflows: [flow.id] });

		expect(outputs).toEqual([SKIPPED, ENROLLED, ENROLLED]);
		expect(all).toBe(4);
	});

	it('3 for a theme that one workflow is on', async () => {
		const cast = await Cast.open({ contacts: 40 });
		flowOf(cast, cast.contacts.slice(0, 10), { name: 'Webinar' });
		flowOf(cast, cast.contacts.slice(10, 20), { name: 'Newsletter' });
		const { outputs, all } = await enroll(cast, { conflictTheme: 'webinar' });

		expect(outputs.filter((output) => output === SKIPPED)).toHaveLength(10);
		expect(all).toBe(3);
	});

	it('1 for a theme that no workflow is on', async () => {
		const cast = await Cast.open({ contacts: 40 });
		flowOf(cast, cast.contacts, { name: 'Newsletter' });
		const { outputs, all } = await enroll(cast, { conflictTheme: 'webinar' });

		expect(new Set(outputs)).toEqual(new Set([ENROLLED]));
		expect(all).toBe(1);
	});
});

describe('The list of a workflow is not relied on', () => {
	it.each([
		['the key may not read lists', { status: 403, body: { category: 'MISSING_SCOPES' } }],
		['HubSpot has no such list', { status: 404, body: { category: 'OBJECT_NOT_FOUND' } }],
	])('where %s', async (_, effect) => {
		const cast = await Cast.open({ contacts: 8 });
		const flow = flowOf(cast, cast.contacts.slice(0, 2));
		cast.hubspot.faults.add({ path: '/crm/lists/', effect });
		const { outputs, perContact } = await enroll(cast, { conflictingWorkflows: [flow.id] });

		expect(outputs.filter((output) => output === SKIPPED)).toHaveLength(2);
		expect(perContact).toBe(8);
	});

	it('where the number is that of another list: nobody is taken for a member by mistake', async () => {
		const cast = await Cast.open({ contacts: 8 });
		const [a, b] = cast.contacts;
		const flow = flowOf(cast, [a]);
		addList(cast.account, { listId: `${flow.legacyId}2`, members: [b.id] });
		const { outputs } = await enroll(cast, { conflictingWorkflows: [flow.id] });

		expect(outputs.map((output) => output === SKIPPED)).toEqual([true, ...Array(7).fill(false)]);
	});

	it('where it has no members, which proves nothing', async () => {
		const cast = await Cast.open({ contacts: 8 });
		const [a] = cast.contacts;
		const flow = flowOf(cast, [a]);
		addList(cast.account, { listId: `${flow.legacyId}2` });
		const { outputs } = await enroll(cast, { conflictingWorkflows: [flow.id] });

		expect(outputs.filter((output) => output === SKIPPED)).toHaveLength(1);
	});
});

describe('What cannot be looked up', () => {
	it('is an error of the items, and nobody is enrolled unasked', async () => {
		const cast = await Cast.open({ contacts: 2 });
		cast.hubspot.faults.add({
			path: '/v2/workflows/enrollments/contacts/',
			effect: { status: 403, body: { category: 'MISSING_SCOPES' } },
		});
		const { run, outputs } = await enroll(cast, {});

		expect(outputs).toEqual([FAILED, FAILED]);
		expect(run.of(0).json.error).toBe('The HubSpot credential lacks a scope for this');
		expect(cast.enrollRequests()).toHaveLength(0);
	});
});
