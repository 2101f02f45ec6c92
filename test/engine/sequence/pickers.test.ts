import type { INodeParameters } from 'n8n-workflow';

import { addRep, addSequence, HOSTS } from '../../../tools/hubspot';
import { askAllPages, askPicker } from '../../support/n8n/picker';
import { byEmail, byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, newAddress } from '../../support/cast';

afterAll(closeCasts);

const question = (cast: Cast, method: string, filter?: string, parameters?: INodeParameters) => ({
	type: 'hubspotSequence' as const,
	method,
	filter,
	parameters,
	credentials: cast.stage.serviceKey,
});

const namesOf = ({ results }: { results: Array<{ name: string }> }) =>
	results.map(({ name }) => name);

describe('The list of sequences', () => {
	it('shows the steps in words, and links to HubSpot', async () => {
		const cast = await Cast.open({
			steps: [{}, { actionType: 'TASK', delayMillis: DAY }, { delayMillis: 2 * DAY }],
		});
		const single = addSequence(cast.account, { name: 'Single touch' });
		const { results } = await askPicker(question(cast, 'searchSequences'));

		const url = (id: string) => `https://app.hubspot.com/sequences/4242424/sequence/${id}`;
		expect(results).toEqual([
			{
				name: 'Outbound intro – 2 emails, 1 task over 3 days',
				value: cast.sequence.id,
				url: url(cast.sequence.id),
			},
			{ name: 'Single touch – 1 email', value: single.id, url: url(single.id) },
		]);
	});

	it('is searched by name, and read page by page', async () => {
		const cast = await Cast.open();
		const made = Array.from({ length: 45 }, (_, index) =>
			addSequence(cast.account, { name: `Follow-up ${index + 1}` }),
		);
		const pages = await askAllPages(question(cast, 'searchSequences', ' follow '));

		expect(pages.map(({ results }) => results.length)).toEqual([20, 20, 5]);
		expect(pages.flatMap(({ results }) => results.map(({ value }) => value))).toEqual(
			made.map(({ id }) => id),
		);
		expect(namesOf(await askPicker(question(cast, 'searchSequences', 'intro')))).toEqual([
			'Outbound intro – 1 email',
		]);
	});

	it.each(['id', 'email', 'nobody'])('is that of the chosen sender (%s)', async (by) => {
		const cast = await Cast.open();
		const chosen = addRep(cast.account, { email: newAddress() });
		const senders: Record<string, INodeParameters> = {
			id: { sender: byId(chosen.userId) },
			email: { sender: byEmail(chosen.email.toUpperCase()) },
			nobody: {},
		};
		await askPicker(question(cast, 'searchSequences', undefined, senders[by]));

		const asked = cast.hubspot.requests
			.filter({ path: '/automation/' })
			.map(({ query }) => query.userId);
		const viewer = by === 'nobody' ? cast.rep : chosen;
		expect(new Set(asked)).toEqual(new Set([viewer.userId]));
	});

	it('is read by v4 where HubSpot does not know the newer version', async () => {
		const cast = await Cast.open({ settings: { versions: HOSTS.old } });

		expect(namesOf(await askPicker(question(cast, 'searchSequences')))).toEqual([
			'Outbound intro – 1 email',
		]);
	});

	it('says why it cannot be read', async () => {
		const cast = await Cast.open({ rep: { salesSeat: false } });

		await expect(askPicker(question(cast, 'searchSequences'))).rejects.toMatchObject({
			message: 'The sending user may not use sequences',
		});
	});
});

describe('The list of senders', () => {
	it('holds active users by name and address, and gives the user id', async () => {
		const cast = await Cast.open({ rep: { firstName: 'Ann', lastName: 'Adler' } });
		addRep(cast.account, { email: newAddress(), archived: true });
		const { userId, email } = cast.rep;

		expect((await askPicker(question(cast, 'searchSenders'))).results).toEqual([
			{ name: `Ann Adler (${email})`, value: userId },
		]);
	});

	it('is searched by words of the name or the address, over all pages', async () => {
		const cast = await Cast.open({ rep: { firstName: 'Ann', lastName: 'Adler' } });
		for (let index = 0; index < 120; index++) {
			addRep(cast.account, { email: newAddress(), firstName: 'Ben' });
		}
		addRep(cast.account, { email: 'zoe@fjordline.example', firstName: 'Zoë', lastName: 'Zander' });
		const found = async (filter: string) =>
			(await askAllPages(question(cast, 'searchSenders', filter))).flatMap(namesOf);

		expect(await found('adl')).toEqual([`Ann Adler (${cast.rep.email})`]);
		expect(await found(' ZOE@ ')).toEqual(['Zoë Zander (zoe@fjordline.example)']);
		expect(await found('ben')).toHaveLength(120);
		expect(await found('nobody')).toEqual([]);
	});
});

describe('The list of contacts', () => {
	it('is searched by name or address, and read page by page', async () => {
		const cast = await Cast.open({ contacts: 120 });
		const contact = cast.addContact({
			firstname: 'Søren',
			lastname: 'Kaya',
			email: 'soren@lumen.example',
		});
		const pages = await askAllPages(question(cast, 'searchContacts'));

		expect(pages.map(({ results }) => results.length)).toEqual([50, 50, 21]);
		for (const filter of ['kaya', 'soren@lumen']) {
			expect((await askPicker(question(cast, 'searchContacts', filter))).results).toEqual([
				{ name: 'Søren Kaya (soren@lumen.example)', value: contact.id },
			]);
		}
	});
});

describe('Every list', () => {
	it.each([
		{ method: 'searchContacts' },
		{ method: 'searchSenders' },
		{ method: 'searchSequences' },
	])('names a key that HubSpot refuses ($method)', async ({ method }) => {
		const cast = await Cast.open();
		const wrong = ['pat', 'na1', 'wrong'].join('-');
		const error: unknown = await askPicker({
			...question(cast, method),
			credentials: { ...cast.stage.serviceKey, appToken: wrong },
		}).catch((caught: unknown) => caught);

		expect(error).toMatchObject({ message: 'HubSpot does not accept the credential' });
		expect(error).not.toHaveProperty('cause');
	});

	it('waits for HubSpot as the node does', async () => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({
			path: '/search',
			times: 2,
			effect: { status: 429, headers: { 'retry-after': '0' } },
		});
		const { results } = await askPicker(question(cast, 'searchContacts'));

		expect(results).toHaveLength(1);
		expect(cast.hubspot.requests.count({ path: '/search' })).toBe(3);
	});
});
