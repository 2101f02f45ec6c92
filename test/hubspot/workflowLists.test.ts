import { run, type Running } from '../../tools/hubspot/client';
import { addContact, addFlow, addList, inARow } from '../../tools/hubspot/index';

let running: Running;
beforeEach(async () => {
	running = await run();
});
afterEach(async () => await running.hubspot.close());

const WAIT = inARow([{ actionTypeId: '0-1', fields: { delta: '10080', time_unit: 'MINUTES' } }]);

it('a workflow names the list of contacts that are in it, and the list follows them', async () => {
	const { account } = running.hubspot;
	const flow = addFlow(account, { actions: WAIT });
	const contacts = [addContact(account), addContact(account)];
	const enrollment = (email: string | null) =>
		`/automation/v2/workflows/${flow.legacyId}/enrollments/contacts/${email ?? ''}`;
	for (const { properties } of contacts) await running.api.post(enrollment(properties.email), {});
	await running.api.delete(enrollment(contacts[0].properties.email));

	const { data } = await running.api.get(`/automation/v3/workflows/${flow.legacyId}`);
	const { active } = data.metaData.contactListIds as { active: number };
	expect(data.contactListIds).toBeUndefined();
	const members = await running.api.get(`/crm/v3/lists/${active}/memberships`);
	expect(members.data.results).toMatchObject([{ recordId: contacts[1].id }]);
	const { data: details } = await running.api.get(`/crm/v3/lists/${active}`);
	expect(details.list.size).toBe(1);
	const change = await running.api.put(`/crm/v3/lists/${active}/memberships/add`, ['1']);
	expect(change.status).toBe(400);
});

it('a list of the account comes first where the numbers are the same', async () => {
	const { account } = running.hubspot;
	const flow = addFlow(account);
	const [contact] = [addContact(account)];
	addList(account, { listId: `${flow.legacyId}2`, members: [contact.id] });
	const { data } = await running.api.get(`/crm/v3/lists/${flow.legacyId}2/memberships`);
	expect(data.results).toMatchObject([{ recordId: contact.id }]);
});

it.each([
	[1, 3],
	[250, 3],
])('%d members a page: the answer tells how many there are in all', async (limit, total) => {
	const { account } = running.hubspot;
	const members = [1, 2, 3].map(() => addContact(account).id);
	const { listId } = addList(account, { members });
	const { data } = await running.api.get(`/crm/v3/lists/${listId}/memberships?limit=${limit}`);
	expect(data.total).toBe(total);
});

it('a list has its size where it is read, and a property of it where it is searched for', async () => {
	const { account } = running.hubspot;
	const { listId } = addList(account, { name: 'Fair', members: [addContact(account).id] });
	const read = await running.api.get(`/crm/v3/lists/${listId}`);
	expect([read.data.list.size, read.data.list.additionalProperties]).toEqual([1, undefined]);
	const found = await running.api.post('/crm/v3/lists/search', { query: 'Fair' });
	const [list] = found.data.lists as Array<Record<string, unknown>>;
	expect([list.size, list.additionalProperties]).toEqual([undefined, { hs_list_size: '1' }]);
});
