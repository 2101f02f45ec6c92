import { addContact, addEnrollment, addSequence } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, type RunOptions } from '../../support/cast';
import { byId } from '../../support/n8n/stage';
import { RESULT } from '../../support/outputs';
import { workflowLists } from '../../../tools/hubspot/account/workflowLists';
import { newFlow } from '../workflow/support';
import { BOTH, membersIn } from './support';

afterAll(closeCasts);

const LONG = [{}, { delayMillis: 9 * DAY }];

/** A cast of whom the first `inside` are in the sequence and in a workflow; the others are in none. */
async function open(contacts: number, inside: number) {
	const cast = await Cast.open({ contacts, steps: LONG });
	const { account, stage, sequence } = cast;
	const flow = newFlow(stage, { name: 'Welcome' });
	const enter = (contactId: string) => {
		addEnrollment(account, { contactId, sequenceId: sequence.id });
		const entry = { flowId: flow.id, contactId, enrolledAt: Date.now() };
		account.flowEnrollments.push({ ...entry, state: 'active' });
	};
	const [people, others] = [cast.contacts.slice(0, inside), cast.contacts.slice(inside)];
	for (const { id } of people) enter(id);
	const ask = async (node: 'sequence' | 'workflow', { parameters, ...given }: RunOptions = {}) =>
		await stage[node]([{}], {
			settings: { onError: 'continueErrorOutput' },
			...given,
			parameters: {
				...{ operation: 'status', statusOf: 'everyone' },
				...(node === 'sequence' ? { sequence: byId(sequence.id) } : { workflow: byId(flow.id) }),
				...parameters,
			},
		});
	return { cast, flow, people, others, ask };
}

describe.each(BOTH)('The status of everyone, HubSpot %s,', (node) => {
	it('has an item for each who is in it, as the status of a contact has, and for nobody else', async () => {
		const { cast, people, ask } = await open(3, 2);
		const run = await ask(node);
		expect(membersIn(run)).toEqual(people.map(({ id }) => [id, 0]));
		const alone = await cast.stage[node](cast.itemsOf(...people), {
			parameters: { operation: 'status' },
		});
		expect(run.json[RESULT]).toEqual(alone.json[RESULT]);
		expect(run.hints).toMatchObject([{ message: '2 of 2 enrolled' }]);
	});

	it.each([
		['the first 50 by default', {}, 50],
		['as many as Limit says', { limit: 7 }, 7],
		['all with Return All', { returnAll: true, limit: 7 }, 260],
	])('has %s', async (_, parameters, most) => {
		const { people, ask } = await open(260, 260);
		const run = await ask(node, { parameters });
		expect(membersIn(run)).toEqual(people.slice(0, most).map(({ id }) => [id, 0]));
		const more = run.hints.filter(({ message }) => message.startsWith('There are more contacts'));
		expect(more).toHaveLength(most < 260 ? 1 : 0);
	});

	it('where nobody is in it has no item, and says so', async () => {
		const { ask } = await open(1, 0);
		const run = await ask(node);
		expect(run.json.flat()).toEqual([]);
		expect(run.hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/^Nobody is in the .*, as far as HubSpot shows it$/),
		);
	});

	it('asks for what the contacts are to be in', async () => {
		const { ask } = await open(1, 1);
		const empty = { __rl: true, mode: 'id', value: '={{ "" }}' };
		const run = await ask(node, { parameters: { sequence: empty, workflow: empty } });
		expect(run.json.flat()).toMatchObject([
			{
				outcome: 'failed',
				reason: 'BAD_INPUT',
				error: expect.stringMatching(/^(The |')(Sequence|Workflow)/) as string,
			},
		]);
	});
});

it('who has left the sequence since HubSpot searched is left out, and counted', async () => {
	const { cast, people, ask } = await open(3, 2);
	const other = addContact(cast.account);
	addEnrollment(cast.account, { contactId: other.id, sequenceId: addSequence(cast.account).id });
	cast.hubspot.faults.add({
		path: /contacts\/search$/,
		effect: {
			rewrite: ({ body }) => {
				const found = body as { results: object[] };
				const left = [cast.contacts[2].id, other.id].map((id) => ({ id, properties: {} }));
				return { ...found, results: [...found.results, ...left] };
			},
		},
	});
	const run = await ask('sequence');
	expect(membersIn(run)).toEqual(people.map(({ id }) => [id, 0]));
	expect(run.hints).toMatchObject([
		{ message: '2 left out: the contact has left the sequence' },
		{ message: '2 of 2 enrolled' },
	]);
});

it('beyond the 10,000 that a search shows, the execution says that there may be more', async () => {
	const { cast, ask } = await open(1, 1);
	let page = 0;
	cast.hubspot.faults.add({
		path: /contacts\/search$/,
		effect: {
			rewrite: () => {
				page++;
				const results = Array.from({ length: 200 }, (_, one) => ({ id: `${page}0${one}` }));
				return { results, paging: { next: { after: String(page * 200) } } };
			},
		},
	});
	const run = await ask('sequence', { parameters: { returnAll: true } });
	expect(cast.hubspot.requests.count({ path: /contacts\/search$/ })).toBe(50);
	expect(run.hints).toContainEqual(
		expect.objectContaining({
			message:
				'There may be more contacts in the sequence: HubSpot shows the first 10,000 of a search',
		}),
	);
});

describe('Where HubSpot does not show who is in a workflow, an error says what is possible:', () => {
	it.each([
		['the workflow names no list', { rewrite: () => ({ id: 1 }) }],
		['the key does not see the workflow', { status: 403, body: { status: 'error' } }],
		['the route is gone', { html404: true as const }],
	])('%s', async (_, effect) => {
		const { cast, ask } = await open(1, 1);
		cast.hubspot.faults.add({ path: '/automation/v3/workflows/', effect });
		const run = await ask('workflow');
		expect(run.json.flat()).toMatchObject([
			{
				error: 'HubSpot does not show who is in the workflow',
				reason: 'WORKFLOW_UNUSABLE',
				description: expect.stringContaining("'Contacts From' to HubSpot List") as string,
			},
		]);
	});

	it('the list has other people on it', async () => {
		const { cast, flow, others, ask } = await open(2, 1);
		const path = `/${workflowLists(flow).active}/memberships`;
		const membershipTimestamp = new Date().toISOString();
		cast.hubspot.faults.add({
			path,
			effect: { rewrite: () => ({ results: [{ recordId: others[0].id, membershipTimestamp }] }) },
		});
		expect((await ask('workflow')).json.flat()).toMatchObject([{ reason: 'WORKFLOW_UNUSABLE' }]);
	});

	it('but a missing scope is named', async () => {
		const { cast, ask } = await open(1, 1);
		const { settings } = cast.hubspot;
		settings.grantedScopes = settings.grantedScopes.filter((scope) => scope !== 'crm.lists.read');
		expect((await ask('workflow')).json.flat()).toMatchObject([{ reason: 'MISSING_SCOPE' }]);
	});
});
