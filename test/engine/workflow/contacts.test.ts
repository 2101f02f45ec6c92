import { addContact } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { asked, itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED, FAILED, RESULT, SKIPPED } from '../../support/outputs';
import { emailOf } from '../../support/present';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };

it('a contact may be given by id or by address, in one run', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 3);
	const items = [
		{ mode: 'id', value: contacts[0].id },
		{ mode: 'email', value: ` ${contacts[1].properties.email?.toUpperCase()} ` },
		{ mode: 'list', value: contacts[2].id },
	];
	const run = await Promise.all(
		items.map(
			async (contact) =>
				await stage().workflow([{}], {
					parameters: on('enroll', flow, { contact: { __rl: true, ...contact } }),
				}),
		),
	);
	expect(run.map(({ json }) => json[ENROLLED][0].contactId)).toEqual(contacts.map(({ id }) => id));
	expect(run.map(({ json }) => json[ENROLLED][0].email)).toEqual(
		contacts.map(({ properties }) => properties.email),
	);
});

it.each([
	'maria+fjord@customer.example',
	'sales/nord@customer.example',
	'100%real@customer.example',
	'50%25off@customer.example',
	"sinead.o'neil@customer.example",
	'"quoted"@customer.example',
	'a&b=c#d?e@customer.example',
	'jürgen.groß@münchen.example',
	'名前.田中@customer.example',
	'..@customer.example',
])('%s reaches HubSpot as it is', async (email) => {
	const flow = newFlow(stage());
	const [contact] = newContacts(stage(), { email });
	const run = await stage().workflow([{ email }], {
		parameters: on('enroll', flow, { options: { verify: true } }),
		settings,
	});
	expect(run.of(0)).toMatchObject({
		output: ENROLLED,
		json: { contactId: contact.id, email, verified: true },
	});
	const left = await stage().workflow([{ email }], { parameters: on('unenroll', flow), settings });
	expect(left.of(0)).toMatchObject({ output: RESULT, json: { outcome: 'unenrolled' } });
	expect(stage().hubspot.account.flowEnrollments).toMatchObject([
		{ contactId: contact.id, state: 'unenrolled' },
	]);
});

it('a contact found by another of its addresses is enrolled by its main one', async () => {
	const flow = newFlow(stage());
	const [contact] = newContacts(stage(), {
		email: 'main@customer.example',
		hs_additional_emails: 'former@customer.example;older@customer.example',
	});
	const { byEmail } = stage().hubspot.account;
	stage().hubspot.account.byEmail = function () {
		return byEmail.call(this).set('older@customer.example', contact);
	};
	const run = await stage().workflow([{ email: 'older@customer.example' }], {
		parameters: on('enroll', flow),
		settings,
	});
	expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { email: 'main@customer.example' } });
});

it('a contact that HubSpot has not is an error, and the others are enrolled', async () => {
	const flow = newFlow(stage());
	const [first, last] = newPeople(stage(), 2);
	const items = [first, undefined, last].map((contact) => ({
		email: contact?.properties.email ?? 'nobody@nowhere.example',
	}));
	const run = await stage().workflow(items, { parameters: on('enroll', flow), settings });
	expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ENROLLED, FAILED, ENROLLED]);
	expect(run.of(1).json).toMatchObject({
		error: 'HubSpot has no such contact',
		email: 'nobody@nowhere.example',
	});
});

it.each([
	['no value', '', 'The Contact of this item is empty'],
	['no address', 'Casey Contact', 'The Contact of this item is not an email address'],
])('%s is that item’s error, before any request for it', async (_case, email, error) => {
	const flow = newFlow(stage());
	const [contact] = newPeople(stage(), 1);
	const run = await stage().workflow([{ email }, ...itemsOf([contact])], {
		parameters: on('enroll', flow),
		settings,
	});
	expect(run.of(0)).toMatchObject({ output: FAILED, json: { error } });
	expect(run.of(1).output).toBe(ENROLLED);
	const [read] = stage().hubspot.requests.filter({ path: '/contacts/batch/read' });
	expect(read.body).toMatchObject({ inputs: [{ id: contact.properties.email }] });
});

it('an id with other characters than digits is no id', async () => {
	const run = await stage().workflow([{ id: '12/../3' }], {
		parameters: on('enroll', newFlow(stage()), { contact: byId('={{ $json.id }}') }),
		settings,
	});
	expect(run.of(0)).toMatchObject({
		output: FAILED,
		json: { error: 'The Contact of this item is not a HubSpot contact ID' },
	});
	expect(stage().hubspot.requests.count()).toBe(0);
});

it('the same contact by two names is enrolled once', async () => {
	const flow = newFlow(stage());
	const contact = addContact(stage().hubspot.account);
	const email = emailOf(contact);
	const items = [
		{ mode: 'email', value: email },
		{ mode: 'email', value: email.toUpperCase() },
	];
	const run = await stage().workflow(items, {
		parameters: on('enroll', flow, {
			contact: { __rl: true, mode: 'email', value: '={{ $json.value }}' },
		}),
	});
	expect(run.of(0).output).toBe(ENROLLED);
	expect(run.of(1)).toMatchObject({
		output: SKIPPED,
		json: { outcome: 'skipped', reason: 'DUPLICATE_IN_RUN', contactId: contact.id },
	});
	expect(asked(stage(), contact)).toBe(1);
});

it('a contact enters each of several workflows once', async () => {
	const flows = [newFlow(stage()), newFlow(stage())];
	const [contact] = newPeople(stage(), 1);
	const items = [0, 1, 0].map((index) => ({ id: contact.id, flow: flows[index].id }));
	const run = await stage().workflow(items, {
		parameters: on('enroll', undefined, {
			contact: byId('={{ $json.id }}'),
			workflow: byId('={{ $json.flow }}'),
		}),
	});
	expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([ENROLLED, ENROLLED, SKIPPED]);
	expect(asked(stage(), contact)).toBe(2);
});
