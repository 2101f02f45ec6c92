import { run, type Running } from '../../tools/hubspot/client';
import { addContact, addRep } from '../../tools/hubspot/index';

let running: Running;
beforeAll(async () => (running = await run()));
afterAll(async () => await running.hubspot.close());

const CONTACTS = '/crm/v3/objects/contacts';

it.each([
	'maria+fjord@customer.example',
	'sales/nord@customer.example',
	'100%real@customer.example',
	'100%25real@customer.example',
	"o'neil@customer.example",
	'a&b=c#d?e@customer.example',
	'jürgen.groß@customer.example',
])('the address %s arrives intact in a path', async (email) => {
	const { id } = addContact(running.hubspot.account, { properties: { email } });
	const path = `${CONTACTS}/${encodeURIComponent(email)}`;
	const { data } = await running.api.get(path, { params: { idProperty: 'email' } });
	expect(data.id).toBe(id);
});

it('contacts are listed, so many as are asked for and archived ones not', async () => {
	addContact(running.hubspot.account, { archived: true });
	addContact(running.hubspot.account);
	const { data } = await running.api.get(`${CONTACTS}?limit=2`);
	expect(data.results).toMatchObject([{ archived: false }, { archived: false }]);
});

it('an email is found whatever its case', async () => {
	const { id } = addContact(running.hubspot.account, {
		properties: { email: 'Upper@Customer.example' },
	});
	const { data } = await running.api.get(`${CONTACTS}/uPPER@customer.example?idProperty=email`);
	expect(data.id).toBe(id);
});

it('reading leaves unknown properties out and shows unset ones as null', async () => {
	const { id } = addContact(running.hubspot.account);
	const { data } = await running.api.get(`${CONTACTS}/${id}`, {
		params: { properties: 'phone,no_such_property' },
	});
	expect(Object.keys(data.properties as object).sort()).toEqual([
		'createdate',
		'hs_object_id',
		'lastmodifieddate',
		'phone',
	]);
	expect(data.properties.phone).toBeNull();
});

it('a batch read answers 207 and names the missing ones', async () => {
	const { id } = addContact(running.hubspot.account, {
		properties: { email: 'here@customer.example' },
	});
	const { status, data } = await running.api.post(`${CONTACTS}/batch/read`, {
		idProperty: 'email',
		properties: ['email'],
		inputs: [{ id: 'HERE@customer.example' }, { id: 'gone@customer.example' }],
	});
	expect(status).toBe(207);
	expect(data.results.map((one: { id: string }) => one.id)).toEqual([id]);
	expect(data.errors[0].context).toEqual({ ids: ['gone@customer.example'] });
});

it('a batch read gives a contact once, however often it is asked for', async () => {
	const { id } = addContact(running.hubspot.account);
	const inputs = [{ id }, { id }];
	const { data } = await running.api.post(`${CONTACTS}/batch/read`, { inputs });
	expect(data.results).toHaveLength(1);
});

it('a batch holds 100 at most', async () => {
	const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index) }));
	expect((await running.api.post(`${CONTACTS}/batch/read`, { inputs })).status).toBe(400);
});

it('a batch update writes all, or nothing if a property does not exist', async () => {
	const ids = [1, 2].map(() => addContact(running.hubspot.account).id);
	const write = async (name: string) =>
		await running.api.post(`${CONTACTS}/batch/update`, {
			inputs: [
				{ id: ids[0], properties: { jobtitle: 'CEO' } },
				{ id: ids[1], properties: { [name]: 'CEO' } },
			],
		});
	const title = (id: string) => running.hubspot.account.contacts.get(id)?.properties.jobtitle;

	const refused = await write('no_such_property');
	expect(refused.status).toBe(400);
	expect(refused.data.errors[0].code).toBe('PROPERTY_DOESNT_EXIST');
	expect(ids.map(title)).toEqual([undefined, undefined]);
	expect((await write('jobtitle')).status).toBe(200);
	expect(ids.map(title)).toEqual(['CEO', 'CEO']);
});

it('an empty string clears a property; sequence properties are read-only', async () => {
	const { id, properties } = addContact(running.hubspot.account, {
		properties: { phone: '+49 30 1' },
	});
	const patch = async (change: object) =>
		await running.api.patch(`${CONTACTS}/${id}`, { properties: change });
	expect((await patch({ phone: '' })).status).toBe(200);
	expect(properties.phone).toBeNull();
	expect((await patch({ hs_sequences_is_enrolled: 'false' })).status).toBe(400);
});

it('owner id and user id are different numbers, and both find the owner', async () => {
	const rep = addRep(running.hubspot.account, { email: 'kay@fjordline.example' });
	const left = addRep(running.hubspot.account, { archived: true });
	const byEmail = await running.api.get('/crm/v3/owners?email=KAY@fjordline.example');
	expect(byEmail.data.results).toEqual([
		expect.objectContaining({ id: rep.ownerId, userId: Number(rep.userId) }),
	]);
	const byUser = await running.api.get(`/crm/v3/owners/${rep.userId}?idProperty=userId`);
	expect(byUser.data.id).toBe(rep.ownerId);
	expect((await running.api.get(`/crm/v3/owners/${rep.userId}`)).status).toBe(404);
	const archived = await running.api.get('/crm/v3/owners?archived=true');
	expect(archived.data.results).toEqual([
		expect.objectContaining({ id: left.ownerId, userId: null }),
	]);
});
