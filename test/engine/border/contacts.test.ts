import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { addContact, type Contact, type FaultEffect } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { newFlow, useStage } from '../workflow/support';
import { ENROLLED } from '../../support/outputs';
import { emailOf } from '../../support/present';

const stage = useStage({ settings: { rateLimit: null } });

type Mode = 'id' | 'email' | 'url';

const settings = { onError: 'continueRegularOutput' as const };
const by = (mode: Mode): INodeParameters => ({
	contact: { __rl: true, mode, value: '={{ $json.key }}' },
});

const people = (count: number) =>
	Array.from({ length: count }, () => addContact(stage().hubspot.account));
const reads = () => stage().hubspot.requests.count({ path: '/contacts/batch/read' });

/** Answers a batch read with these contacts, one behind the other. */
const inOrder = (contacts: Contact[]): FaultEffect => ({
	rewrite: () => ({ results: contacts.map(({ id, properties }) => ({ id, properties })) }),
});

const NODES: Array<[name: string, node: 'sequence' | 'workflow']> = [
	['HubSpot Sequence', 'sequence'],
	['HubSpot Workflow', 'workflow'],
];

describe.each(NODES)('%s', (_, node) => {
	const status = async (mode: Mode, ...keys: string[]) => {
		const run = await stage()[node](
			keys.map((key) => ({ key })),
			{ parameters: { operation: 'status', ...by(mode) }, settings },
		);
		return keys.map((_key, index): IDataObject => run.of(index).json);
	};

	it.each([
		['as it is now', (id: string) => `https://app.hubspot.com/contacts/4242424/record/0-1/${id}`],
		['of Europe', (id: string) => ` https://app-eu1.hubspot.com/contacts/4/record/0-1/${id}/?a=b `],
		['as it was', (id: string) => `https://app.hubspot.com/contacts/4242424/contact/${id}`],
	])('finds a contact by its address in HubSpot, %s', async (_case, addressOf) => {
		const [contact] = people(1);
		expect(await status('url', addressOf(contact.id))).toMatchObject([{ contactId: contact.id }]);
	});

	it('takes no address of another record for that of a contact', async () => {
		const company = 'https://app.hubspot.com/contacts/4242424/record/0-2/7';
		expect(await status('url', company)).toMatchObject([
			{ error: "'Contact' is not the ID or the address of a record in HubSpot" },
		]);
	});

	it.each([
		['one', [37]],
		['two side by side', [40, 41]],
		['the first and the last', [0, 99]],
	])('fails an id that HubSpot cannot read alone: %s of a hundred', async (_case, bad) => {
		const ids = people(100).map(({ id }) => id);
		for (const index of bad) stage().hubspot.account.refusedKeys.add(ids[index]);
		const items = await status('id', ...ids);
		const failed = items.flatMap(({ error }, index) => (error === undefined ? [] : [index]));
		expect(failed).toEqual(bad);
		expect(items[bad[0]]).toMatchObject({
			error: 'HubSpot rejected the request',
			contactId: ids[bad[0]],
			details: { hubspotMessage: `Invalid input: "${ids[bad[0]]}" cannot be read` },
		});
		expect(reads()).toBeLessThanOrEqual(1 + bad.length * 2 * Math.ceil(Math.log2(100)));
	});

	it('asks no further where HubSpot refuses all of a batch', async () => {
		const ids = people(350).map(({ id }) => id);
		stage().hubspot.faults.add({ path: '/batch/read', effect: { status: 400 } });
		const items = await status('id', ...ids);
		expect(items.filter(({ error }) => error === 'HubSpot rejected the request')).toHaveLength(350);
		expect(reads()).toBe(199);
	});

	it('takes the id of a merged contact for the contact that is left, and says so', async () => {
		const [first, second] = people(2);
		first.mergedIds.push('777001');
		expect(await status('id', '777001', second.id)).toMatchObject([
			{ contactId: first.id, mergedContactId: '777001', email: first.properties.email },
			{ contactId: second.id },
		]);
		expect(reads()).toBe(1);
	});

	it('takes each of several merged ids for its own contact', async () => {
		const [first, second, third] = people(3);
		first.mergedIds.push('777001');
		second.mergedIds.push('777002', '777003');
		const items = await status('id', '777001', '777002', third.id, '777003', second.id, '777004');
		expect(items.map(({ contactId, mergedContactId }) => [contactId, mergedContactId])).toEqual([
			[first.id, '777001'],
			[second.id, '777002'],
			[third.id, undefined],
			[second.id, '777003'],
			[second.id, undefined],
			['777004', undefined],
		]);
		expect(items[5]).toMatchObject({ error: 'HubSpot has no such contact' });
	});

	it.each<[string, mine: IDataObject]>([
		['by name', { context: { ids: ['KEY'] } }],
		['of the whole batch', {}],
	])(
		'tells a contact that is missing from one that HubSpot failed to read, %s',
		async (_case, mine) => {
			const [first, second] = people(2);
			const error = { category: 'INTERNAL_ERROR', message: 'Try again later', ...mine };
			const errors = [JSON.parse(JSON.stringify(error).replace('KEY', second.id)) as IDataObject];
			stage().hubspot.faults.add({
				path: '/batch/read',
				effect: {
					rewrite: ({ body }) => {
						const { results } = body as { results: Array<{ id: string }> };
						return { results: results.filter(({ id }) => id !== second.id), errors };
					},
				},
			});
			const [found, failed] = await status('id', first.id, second.id);
			expect(found).toMatchObject({ contactId: first.id });
			expect(failed).toMatchObject({
				error: 'HubSpot rejected the request',
				contactId: second.id,
				details: { category: 'INTERNAL_ERROR', hubspotMessage: 'Try again later' },
			});
		},
	);

	it('takes an address for the contact that has it as its first one', async () => {
		const [first, second] = people(2);
		Object.assign(first.properties, { hs_additional_emails: second.properties.email });
		for (const order of [
			[first, second],
			[second, first],
		]) {
			stage().hubspot.faults.clear();
			stage().hubspot.faults.add({ path: '/batch/read', effect: inOrder(order) });
			const found = await status('email', emailOf(first), emailOf(second));
			expect(found.map(({ contactId }) => contactId)).toEqual([first.id, second.id]);
		}
	});

	it('takes a merged contact that the answer names twice for one', async () => {
		const [first] = people(1);
		first.mergedIds.push('777001');
		stage().hubspot.faults.add({ path: '/batch/read', effect: inOrder([first, first]) });
		expect(await status('id', '777001')).toMatchObject([{ contactId: first.id }]);
	});

	it('knows a contact by an address that no property shows', async () => {
		const [first, second] = people(2);
		first.hiddenEmails.push('former@customer.example');
		const [found, other] = await status('email', 'former@customer.example', emailOf(second));
		expect(found).toMatchObject({ contactId: first.id, email: first.properties.email });
		expect(found).not.toHaveProperty('mergedContactId');
		expect(other).toMatchObject({ contactId: second.id });
		expect(reads()).toBe(1);
	});

	it('knows several contacts by such addresses', async () => {
		const contacts = people(2);
		contacts.forEach((contact, order) =>
			contact.hiddenEmails.push(`former-${order}@customer.example`),
		);
		const found = await status('email', 'former-1@customer.example', 'former-0@customer.example');
		expect(found.map(({ contactId }) => contactId)).toEqual([contacts[1].id, contacts[0].id]);
	});
});

it('two rows of one contact, one by an old id, are enrolled once', async () => {
	const [contact] = people(1);
	contact.mergedIds.push('777001');
	const run = await stage().workflow([{ key: '777001' }, { key: contact.id }], {
		parameters: {
			operation: 'enroll',
			...by('id'),
			workflow: byId(newFlow(stage()).id),
		},
		settings,
	});
	expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { mergedContactId: '777001' } });
	expect(run.of(1).json).toMatchObject({ reason: 'DUPLICATE_IN_RUN', contactId: contact.id });
	expect(stage().hubspot.account.flowEnrollments).toHaveLength(1);
});
