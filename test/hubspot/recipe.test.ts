import { run, type Running } from '../../tools/hubspot/client';
import { addContact, addFlow, addRep, addSequence, type Contact } from '../../tools/hubspot/index';

let running: Running;
let contact: Contact;
beforeEach(async () => {
	running = await run();
	contact = addContact(running.hubspot.account);
});
afterEach(async () => await running.hubspot.close());

const path = (rest: string) => `/crm/v3/objects/contacts/${contact.id}/${rest}`;

it('the unpublished routes are unknown paths by default', async () => {
	const answers = [
		await running.api.post(path('sequences'), {}),
		await running.api.get(path('associations/sequences')),
		await running.api.post('/automation/v4/flows/1/enrollments/contacts', {}),
		await running.api.delete('/crm/v3/objects/sequence_enrollments/1'),
	];
	for (const { status, headers } of answers) {
		expect([status, headers['content-type']]).toEqual([404, 'text/html;charset=utf-8']);
	}
});

it('switched on, they enroll, show and delete an enrollment', async () => {
	const { account, settings } = running.hubspot;
	settings.recipeRoutes = true;
	const rep = addRep(account);
	const sequence = addSequence(account, { steps: [{}, { delayMillis: 9e9 }] });
	const { data } = await running.api.post(path('sequences'), {
		sequenceId: sequence.id,
		userId: rep.userId,
	});
	const { data: linked } = await running.api.get(path('associations/sequences'));
	expect(linked.results).toEqual([{ id: data.id, type: 'contact_to_sequence' }]);
	const resource = `/crm/v3/objects/sequence_enrollments/${data.id as string}`;
	expect((await running.api.get(resource)).data.sequenceId).toBe(sequence.id);
	expect((await running.api.delete(resource)).status).toBe(204);
	expect((await running.api.get(path('associations/sequences'))).data.results).toEqual([]);
});

it('switched on, a flow takes a contact by id or by email', async () => {
	const { account, settings } = running.hubspot;
	settings.recipeRoutes = true;
	for (const named of [{ contactId: contact.id }, { email: contact.properties.email }]) {
		const flow = addFlow(account);
		const route = `/automation/v4/flows/${flow.id}/enrollments/contacts`;
		expect((await running.api.post(route, named)).status).toBe(200);
	}
	expect(account.flowEnrollments).toHaveLength(2);
});
