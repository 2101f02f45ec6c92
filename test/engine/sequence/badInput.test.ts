import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byEmail, byId, byUrl } from '../../support/n8n/stage';
import { Cast, closeCasts } from '../../support/cast';
import { ENROLLED, FAILED } from '../../support/outputs';

afterAll(closeCasts);

interface Row {
	name: string;
	/** Fields of the bad item beside its id. */
	item: IDataObject;
	/** Parameters that read the field, with a good value for the other item. */
	parameters: (cast: Cast) => INodeParameters;
	error: string;
	description: string;
}

const contactById = () => ({});
const contactByEmail = () => ({ contact: byEmail('={{ $json.email }}') });
const sequence = (cast: Cast) => ({
	sequence: byId(`={{ $json.sequence ?? "${cast.sequence.id}" }}`),
});
const sender = (cast: Cast) => ({ sender: byId(`={{ $json.user ?? "${cast.rep.userId}" }}`) });
const limit = () => ({
	plan: 'custom',
	dailyLimit: '={{ $json.limit ?? 10 }}',
	options: { reserve: '={{ $json.reserve ?? 0 }}' },
});

const CONTACT_IS = 'The Contact of this item is';
const LIMIT_IS = "'Custom Sending Limit' is not a whole number from 1 to 1,000";
const MOST = 'was given. Enter a whole number from 1 to 1,000.';
const RESERVE = "'Sends to Keep Free' leaves no room under the sending limit";

const ROWS: Row[] = [
	{
		name: 'an empty contact',
		item: { id: '' },
		parameters: contactById,
		error: `${CONTACT_IS} empty`,
		description: "Check the expression in 'Contact'",
	},
	{
		name: 'a contact that the item does not have',
		item: { id: null },
		parameters: contactById,
		error: `${CONTACT_IS} empty`,
		description: "Check the expression in 'Contact'",
	},
	{
		name: 'letters for a contact ID',
		item: { id: 'ann@customer.example' },
		parameters: contactById,
		error: `${CONTACT_IS} not a HubSpot contact ID`,
		description: '"ann@customer.example" was given. A contact ID has digits only',
	},
	{
		name: 'a path for a contact ID',
		item: { id: '1/../2' },
		parameters: contactById,
		error: `${CONTACT_IS} not a HubSpot contact ID`,
		description: '"1/../2" was given.',
	},
	{
		name: 'no address for an address',
		item: { email: 'ann at customer.example' },
		parameters: contactByEmail,
		error: `${CONTACT_IS} not an email address`,
		description: '"ann at customer.example" was given.',
	},
	{
		name: 'letters for a sequence ID',
		item: { sequence: 'intro' },
		parameters: sequence,
		error: 'The Sequence of this item is not a sequence ID',
		description: '"intro" was given. Choose the sequence from the list',
	},
	{
		name: 'an empty sequence',
		item: { sequence: '' },
		parameters: sequence,
		error: 'The Sequence of this item is empty',
		description: 'Choose a sequence in this node.',
	},
	{
		name: 'an address of another page for the sequence',
		item: { url: 'https://app.hubspot.com/contacts/4242424' },
		parameters: ({ sequence: { id } }) => ({
			sequence: byUrl(
				`={{ $json.url ?? "https://app-eu1.hubspot.com/sequences/4242424/sequence/${id}/performance" }}`,
			),
		}),
		error: "'Sequence' is not the ID or the address of a record in HubSpot",
		description:
			'"https://app.hubspot.com/contacts/4242424" was given. Use one of its ways: From List, By ID, By URL.',
	},
	{
		name: 'an empty user',
		item: { user: '' },
		parameters: sender,
		error: 'The User of this item is empty',
		description: 'A sequence is sent by a rep: choose the user in this node.',
	},
	{
		name: 'letters for a user ID',
		item: { user: 'ann' },
		parameters: sender,
		error: 'The User of this item is neither a HubSpot user ID nor an address',
		description: '"ann" was given. Choose the user from the list.',
	},
	...[0, 1001, 2.5, 'many'].map((value) => ({
		name: `${value} for the limit`,
		item: { limit: value },
		parameters: limit,
		error: LIMIT_IS,
		description: MOST,
	})),
	{
		name: '10 for the reserve of 10',
		item: { reserve: 10 },
		parameters: limit,
		error: RESERVE,
		description: "The limit is 10, 'Sends to Keep Free' 10. Enter a whole number from 0 to 9.",
	},
	{
		name: '-1 for the reserve of 10',
		item: { reserve: -1 },
		parameters: limit,
		error: "'Sends to Keep Free' is not a whole number from 0",
		description: '"-1" was given. Enter a whole number from 0.',
	},
];

describe('Enroll asks nothing of HubSpot for an item with', () => {
	it.each(ROWS)('$name', async ({ item, parameters, error, description }) => {
		const cast = await Cast.open({ contacts: 2 });
		const [first, second] = cast.items;
		const run = await cast.enroll([{ ...first, ...item }], {
			parameters: parameters(cast),
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error, description: expect.stringContaining(description) },
		});
		expect(cast.hubspot.requests.count()).toBe(0);

		// Beside it, a good item goes its way, and only that one is asked for.
		const beside = await cast.enroll([{ ...first, ...item }, second], {
			parameters: parameters(cast),
			settings: { onError: 'continueErrorOutput' },
		});
		expect(beside.of(0).output).toBe(FAILED);
		expect(beside.of(1).output).toBe(ENROLLED);
		const read = cast.hubspot.requests.filter({ path: '/batch/read' });
		expect(JSON.stringify(read.map(({ body }) => body))).not.toContain(`"${String(first.id)}"`);
	});
});

describe('Check Sending Limit asks nothing of HubSpot with', () => {
	it.each([-1, 5001, 1.5])('%s for Contacts to Enroll', async (contactsToEnroll) => {
		const cast = await Cast.open();
		const run = await cast.checkSendLimit(undefined, {
			parameters: { contactsToEnroll: `={{ ${contactsToEnroll} }}` },
		});

		expect(run.error?.message).toBe("'Contacts to Enroll' is not a whole number from 0 to 5,000");
		expect(cast.hubspot.requests.count()).toBe(0);
	});
});

describe('Unenroll asks nothing of HubSpot with', () => {
	it.each(['', 'Unenroll at', '../x'])('"%s" for the Trigger Property', async (triggerProperty) => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.unenroll(undefined, {
			options: { triggerProperty },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.json.map((items) => items.length)).toEqual([0, 2]);
		expect(run.of(1).json.error).toBe(
			'The Trigger Property is not the internal name of a HubSpot property',
		);
		expect(cast.hubspot.requests.count()).toBe(0);
	});
});
