import { MONDAY, run, type Running } from '../../tools/hubspot/client';
import { addContact, addRep, addSentEmails, addSequence } from '../../tools/hubspot/index';
import { present } from '../support/present';

const HOUR = 3_600_000;
let running: Running;

beforeEach(async () => (running = await run({ settings: { rateLimit: null } })));
afterEach(async () => await running.hubspot.close());

const search = async (body: object, type = 'contacts') =>
	await running.api.post(`/crm/v3/objects/${type}/search`, body);

const where = (propertyName: string, operator: string, more: object = {}) => ({
	filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
});

function people(...emails: string[]) {
	return emails.map((email) => addContact(running.hubspot.account, { properties: { email } }).id);
}

async function found(body: object): Promise<string[]> {
	const { data } = await search(body);
	return (data as { results: Array<{ id: string }> }).results.map(({ id }) => id);
}

it('strings match whatever their case with EQ, but only in lower case with IN', async () => {
	const [id] = people('Ada@customer.example');
	expect(await found(where('email', 'EQ', { value: 'ADA@customer.example' }))).toEqual([id]);
	expect(await found(where('email', 'IN', { values: ['ada@customer.example'] }))).toEqual([id]);
	expect(await found(where('email', 'IN', { values: ['ADA@customer.example'] }))).toEqual([]);
});

it('tokens, free text and unset properties can be searched', async () => {
	const [ada, bob] = people('ada@north.example', 'bob@south.example');
	present(running.hubspot.account.contacts.get(ada)).properties.phone = '1';
	expect(await found(where('email', 'CONTAINS_TOKEN', { value: 'north' }))).toEqual([ada]);
	expect(await found({ query: 'bob@sou' })).toEqual([bob]);
	expect(await found(where('phone', 'NOT_HAS_PROPERTY'))).toEqual([bob]);
	expect(await found({ sorts: [{ propertyName: 'email', direction: 'DESCENDING' }] })).toEqual([
		bob,
		ada,
	]);
});

it('pages follow each other to the end and hold each record once', async () => {
	for (let index = 0; index < 25; index++) addContact(running.hubspot.account);
	const seen: string[] = [];
	let after: string | undefined;
	do {
		const { data } = await search({ limit: 10, after });
		expect(data.total).toBe(25);
		seen.push(...(data.results as Array<{ id: string }>).map(({ id }) => id));
		after = data.paging?.next.after as string | undefined;
	} while (after !== undefined);
	expect(new Set(seen).size).toBe(25);
	expect(seen).toHaveLength(25);
});

it.each([
	['more than 200 a page', { limit: 201 }],
	['paging beyond 10,000', { limit: 200, after: '9900' }],
	['7 filters in a group', { filterGroups: [{ filters: Array(7).fill(hasEmail()) }] }],
	['6 groups', { filterGroups: Array(6).fill({ filters: [hasEmail()] }) }],
	['an unknown operator', where('email', 'LIKE', { value: 'a' })],
	['a body above 3,000 characters', where('email', 'EQ', { value: 'a'.repeat(3000) })],
])('%s is refused', async (_name, body) => {
	people('ada@customer.example');
	expect((await search(body)).status).toBe(400);
});

function hasEmail() {
	return { propertyName: 'email', operator: 'HAS_PROPERTY' };
}

it('search shows a change only after the search lag', async () => {
	running.hubspot.settings.searchLagMs = 10_000;
	const [id] = people('old@customer.example');
	const ofNew = where('email', 'EQ', { value: 'new@customer.example' });
	await running.api.patch(`/crm/v3/objects/contacts/${id}`, {
		properties: { email: 'new@customer.example' },
	});
	expect(await found(ofNew)).toEqual([]);
	running.hubspot.clock.advance(10_000);
	expect(await found(ofNew)).toEqual([id]);
});

describe('counting what a rep sent', () => {
	const total = async (owner: string) => {
		const { data } = await search(
			{
				filterGroups: [
					{
						filters: [
							{ propertyName: 'hs_email_direction', operator: 'EQ', value: 'EMAIL' },
							{ propertyName: 'hs_sequence_id', operator: 'HAS_PROPERTY' },
							{ propertyName: 'hubspot_owner_id', operator: 'EQ', value: owner },
							{
								propertyName: 'hs_timestamp',
								operator: 'GTE',
								value: String(MONDAY - 24 * HOUR),
							},
						],
					},
				],
				limit: 1,
			},
			'emails',
		);
		return (data as { total: number }).total;
	};

	it('sequence emails of the last 24 hours count, nothing else', async () => {
		const { account } = running.hubspot;
		const [rep, other] = [addRep(account), addRep(account)];
		addSequence(account);
		const hoursAgo = (...hours: number[]) => hours.map((hour) => MONDAY - hour * HOUR);
		addSentEmails(account, { ownerId: rep.ownerId, times: hoursAgo(1, 23, 25) });
		addSentEmails(account, { ownerId: rep.ownerId, times: hoursAgo(2), sequenceId: null });
		addSentEmails(account, { ownerId: other.ownerId, times: hoursAgo(2) });
		expect(await total(rep.ownerId)).toBe(2);
	});

	it('an email shows only after the search lag', async () => {
		const { account, settings, clock } = running.hubspot;
		settings.searchLagMs = 60_000;
		const { ownerId } = addRep(account);
		addSentEmails(account, { ownerId, times: [MONDAY] });
		expect(await total(ownerId)).toBe(0);
		clock.advance(60_000);
		expect(await total(ownerId)).toBe(1);
	});

	it('it needs the scope to read sent mail', async () => {
		const { settings } = running.hubspot;
		settings.grantedScopes = ['crm.objects.contacts.read'];
		const { status, data } = await search({}, 'emails');
		expect([status, data.category]).toEqual([403, 'MISSING_SCOPES']);
		expect(data.errors[0].context.requiredGranularScopes).toEqual(['sales-email-read']);
	});
});
