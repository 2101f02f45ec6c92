import { range, sortedIndex } from 'lodash';

import { readMail } from '../../../nodes/shared/hubspot/emails';
import { readAnswer } from '../../../nodes/shared/transport/answer';
import type { HubspotClient, HubspotRequest } from '../../../nodes/shared/transport/client';
import { HubspotFailure } from '../../../nodes/shared/transport/failure';
import { NOW } from '../../support/unit/arbitraries';

type Filter = {
	propertyName: string;
	operator: string;
	value?: string;
};
type Search = {
	filterGroups: [{ filters: Filter[] }];
	limit: number;
	after?: string;
};

const MOST_SHOWN = 10_000;

/** HubSpot's search over a log, which shows ten thousand results of one search (hubspot-api.md 5.1). */
class MailClient implements HubspotClient {
	readonly appKey = 'test';
	readonly chosenAtOnce = 1;
	readonly searches: Search[] = [];
	/** Results that no page shows, though the total counts them. */
	hidden = 0;

	constructor(private readonly times: readonly number[]) {}

	async request<T>({ body, answer, method, path }: HubspotRequest<T>): Promise<T> {
		const search = body as Search;
		this.searches.push(search);
		const { filterGroups, limit, after = '0' } = search;
		const [{ filters }] = filterGroups;
		const since = Number(filters.find(({ operator }) => operator === 'GTE')?.value);
		const first = sortedIndex(this.times, since);
		const found = this.times.slice(first);
		const next = Number(after) + limit;
		const results = found.slice(Number(after), Math.min(next, MOST_SHOWN)).map((at, order) => ({
			id: String(first + Number(after) + order),
			properties: { hs_timestamp: String(at), hs_email_to_email: 'ann@example.com' },
		}));
		const hasMore = next < Math.min(found.length, MOST_SHOWN);
		const total = Math.min(found.length + this.hidden, MOST_SHOWN);
		const paging = hasMore ? { paging: { next: { after: String(next) } } } : {};
		return readAnswer(answer, 200, { total, results, ...paging }, `${method} ${path}`);
	}
}

const BY = { ownerId: '5' };
const read = async (client: MailClient, kind: 'sequence' | 'all' = 'sequence') =>
	await readMail(client, BY, kind, NOW);
const everySecond = (count: number) => range(count).map((order) => NOW + order * 1000);
/** When each search begins: pages of one begin alike. */
const searchesOf = ({ searches }: MailClient) =>
	new Set(searches.map(({ filterGroups: [{ filters }] }) => JSON.stringify(filters))).size;

describe("a sender's log", () => {
	it.each([
		[0, 1],
		[1, 1],
		[10_000, 2],
		[20_001, 3],
	])('of %d emails is read whole, once each, in %d searches', async (count, searches) => {
		const client = new MailClient(everySecond(count));
		const mail = await read(client);
		expect(mail.map(({ id }) => id)).toEqual(range(count).map(String));
		expect(searchesOf(client)).toBe(searches);
	});

	it('has each email once where a search ends between two of one instant', async () => {
		const times = everySecond(10_500).map((at, order) => at - (order % 2) * 1000);
		const mail = await read(new MailClient(times));
		expect(mail.map(({ at }) => at)).toEqual(times);
	});

	it.each<[string, MailClient]>([
		['has more at one instant than a search shows', new MailClient(Array(10_001).fill(NOW))],
		['is shown in part', Object.assign(new MailClient(everySecond(5)), { hidden: 1 })],
	])('that %s is a failure: what is not shown would count as not sent', async (_, client) => {
		await expect(read(client)).rejects.toBeInstanceOf(HubspotFailure);
	});

	it.each([
		['sequence', true],
		['all', false],
	] as const)('of %s mail asks for that of sequences alone: %s', async (kind, alone) => {
		const client = new MailClient([]);
		await read(client, kind);
		const [{ filterGroups }] = client.searches;
		const asked = filterGroups[0].filters.map(({ propertyName }) => propertyName);
		expect(asked.includes('hs_sequence_id')).toBe(alone);
	});
});
