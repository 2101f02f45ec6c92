import { without } from 'lodash';
import { sleep } from 'n8n-workflow';

import { addContact } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY } from '../../support/cast';
import { byId, byUrl } from '../../support/n8n/stage';
import { ENROLLED, FAILED, SKIPPED } from '../../support/outputs';
import { addBridge } from '../sequence/bridgeCast';
import { ABOUT_CONTACTS, BOTH, listOf, membersIn, overList } from './support';

afterAll(closeCasts);

const open = async (contacts = 3) => {
	const cast = await Cast.open({ contacts, steps: [{}, { delayMillis: 4 * DAY }] });
	addBridge(cast);
	return cast;
};

describe.each(ABOUT_CONTACTS)('HubSpot %s, %s, over a list', (...ask) => {
	it.each(['MANUAL', 'SNAPSHOT', 'DYNAMIC'] as const)(
		'of kind %s has an item for each member, linked to the one input item',
		async (processingType) => {
			const cast = await open();
			const run = await overList(cast, ask, listOf(cast, cast.contacts, { processingType }));
			expect(membersIn(run)).toEqual(cast.contacts.map(({ id }) => [id, 0]));
			expect(cast.hubspot.requests.count({ path: /contacts\/batch\/read$/ })).toBe(1);
		},
	);

	it('has those of the list of each input item, in input order', async () => {
		const cast = await open(4);
		const [one, two, three, four] = cast.contacts;
		const lists = [listOf(cast, [three, one]), listOf(cast, [four, two])];
		const url = `https://app-eu1.hubspot.com/contacts/4242424/objectLists/`;
		const run = await overList(cast, ask, byUrl('={{ $json.address }}'), {
			items: lists.map(({ listId }, order) => ({ address: `${url}${listId}/filters`, order })),
			options: { includeInput: true },
		});
		expect(membersIn(run)).toEqual([
			[three.id, 0],
			[one.id, 0],
			[four.id, 1],
			[two.id, 1],
		]);
		const orders = run.outputs.flat().map(({ json }) => (json.input as { order: number }).order);
		expect(orders).toEqual([0, 0, 1, 1]);
	});

	it('leaves out who is deleted, and says so', async () => {
		const cast = await open();
		cast.contacts[1].archived = true;
		const run = await overList(cast, ask, listOf(cast));
		expect(membersIn(run)).toEqual([
			[cast.contacts[0].id, 0],
			[cast.contacts[2].id, 0],
		]);
		expect(run.hints).toContainEqual(
			expect.objectContaining({ message: '1 left out: HubSpot no longer has the contact' }),
		);
	});

	it('has nobody twice who comes on two pages', async () => {
		const cast = await open(260);
		const list = listOf(cast);
		cast.hubspot.faults.add({
			path: /memberships$/,
			times: 1,
			effect: {
				rewrite: ({ body }) => {
					const page = body as { results: object[] };
					return { ...page, results: [...page.results, { ...page.results[0] }] };
				},
			},
		});
		const run = await overList(cast, ask, list, { options: { dryRun: true } });
		expect(membersIn(run)).toHaveLength(260);
	});

	it('that is empty has no item, and says so', async () => {
		const cast = await open();
		const run = await overList(cast, ask, listOf(cast, [], { name: 'Leads <new>' }));
		expect(run.json.flat()).toEqual([]);
		expect(run.hints).toContainEqual({
			message: 'Nobody is on the list "Leads &lt;new&gt;", so there was nothing to do',
			type: 'warning',
			location: 'outputPane',
		});
	});

	it.each([
		['of companies', { objectTypeId: '0-2' }, 'The list is not of contacts', 'LIST_UNUSABLE'],
		['that was deleted', undefined, 'HubSpot has no such list', 'LIST_NOT_FOUND'],
	])('%s is the error of its item', async (_, given, error, reason) => {
		const cast = await open();
		const wrong = given ? listOf(cast, cast.contacts, given).listId : '404';
		const items = [{ list: wrong }, { list: listOf(cast).listId }];
		const run = await overList(cast, ask, byId('={{ $json.list }}'), { items });
		const failed = run.json.at(-1);
		expect(failed).toMatchObject([{ outcome: 'failed', error, reason, listId: wrong }]);
		expect(run.outputs.at(-1)?.[0].pairedItem).toEqual({ item: 0 });
		expect(membersIn(run).filter(([, from]) => from === 1)).toHaveLength(3);
	});

	it('names the scope that a key lacks', async () => {
		const cast = await open();
		const { settings } = cast.hubspot;
		settings.grantedScopes = without(settings.grantedScopes, 'crm.lists.read');
		const run = await overList(cast, ask, listOf(cast));
		expect(run.json.at(-1)).toMatchObject([
			{ reason: 'MISSING_SCOPE', description: expect.stringContaining('crm.lists.read') as string },
		]);
	});

	it('reads no further page once the execution is cancelled', async () => {
		const cast = await open(600);
		const controller = new AbortController();
		cast.hubspot.faults.add({ path: /memberships$/, skip: 1, effect: { latencyMs: 300 } });
		const running = overList(cast, ask, listOf(cast), { cancelSignal: controller.signal });
		while (cast.hubspot.requests.count({ path: /memberships$/ }) < 2) await sleep(10);
		controller.abort();
		const run = await running;
		expect(run.result.run.status).toBe('canceled');
		await sleep(400);
		expect(cast.hubspot.requests.count({ path: /memberships$/ })).toBe(2);
		expect(cast.hubspot.requests.count({ path: /contacts\/batch\/read$/ })).toBe(0);
	});
});

describe.each(BOTH)('Enroll of HubSpot %s over a list', (node) => {
	it('skips a contact that was merged into another member', async () => {
		const cast = await open(2);
		const [left, other] = cast.contacts;
		left.mergedIds.push('49001');
		const list = listOf(cast);
		list.members.set('49001', Date.now());
		const run = await overList(cast, [node, 'enroll'], list);
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual([left.id, other.id]);
		expect(run.json[SKIPPED]).toMatchObject([
			{ reason: 'DUPLICATE_IN_RUN', contactId: left.id, mergedContactId: '49001' },
		]);
	});

	it('names the input item where a member is what stops the node', async () => {
		const cast = await open(3);
		const lists = [listOf(cast, [addContact(cast.account)]), listOf(cast)];
		const [, second] = cast.contacts;
		cast.hubspot.faults.add({
			method: 'POST',
			path: new RegExp(`enrollments(/contacts/${second.properties.email ?? ''})?$`),
			...(node === 'sequence' && { skip: 2 }),
			times: 1,
			effect: { status: 400, body: { status: 'error', message: 'no' } },
		});
		const run = await overList(cast, [node, 'enroll'], byId('={{ $json.list }}'), {
			items: lists.map(({ listId }) => ({ list: listId })),
			settings: {},
			options: { concurrency: 1 },
		});
		expect(run.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(run.error?.description).toContain('3 other items were processed');
	});

	it('has no list where the contact of each item is named, as in workflows saved before', async () => {
		const cast = await open(1);
		const run = await cast.stage[node](cast.items, {
			parameters: { ...{ operation: 'status' }, sourceList: byId('not read') },
		});
		expect(membersIn(run)).toEqual([[cast.contacts[0].id, 0]]);
	});
});

it('10,000 members take 41 requests beside those for a hundred contacts each', async () => {
	const cast = await open(10_000);
	const run = await overList(cast, ['sequence', 'status'], listOf(cast));
	expect(run.json.flat()).toHaveLength(10_000);
	const { requests } = cast.hubspot;
	expect(requests.count({ path: /contacts\/batch\/read$/ })).toBe(100);
	expect(requests.count({ path: /lists/ })).toBe(41);
	// And the account, for what n8n has enrolled a moment ago.
	expect(requests.count()).toBe(142);
});

it('a retry has the members of the try before, though who was enrolled has left the list', async () => {
	const cast = await open(3);
	const list = listOf(cast, cast.contacts, { processingType: 'DYNAMIC' });
	let tries = 0;
	cast.hubspot.faults.add({
		method: 'POST',
		path: /enrollments$/,
		skip: 2,
		times: 1,
		effect: {
			status: 400,
			rewrite: () => {
				tries++;
				list.members.clear();
				return { status: 'error', message: 'no' };
			},
		},
	});
	const run = await overList(cast, ['sequence', 'enroll'], list, {
		options: { concurrency: 1 },
		settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		executionId: 'list-tried-twice',
	});
	expect(tries).toBe(1);
	expect(run.json[FAILED] ?? []).toEqual([]);
	expect(membersIn(run)).toEqual(cast.contacts.map(({ id }) => [id, 0]));
});
