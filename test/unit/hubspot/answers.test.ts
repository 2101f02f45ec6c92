import { pick } from 'lodash';
import type { z } from 'zod';

import { readMemberships } from '../../../nodes/shared/hubspot/memberships';
import { readContacts } from '../../../nodes/shared/hubspot/contacts';
import { readMail } from '../../../nodes/shared/hubspot/emails';
import { count, id, instant, maybe, whole } from '../../../nodes/shared/hubspot/fields';
import { listContactFlows } from '../../../nodes/shared/hubspot/flows';
import { readList } from '../../../nodes/shared/hubspot/lists';
import { countMarketingSent } from '../../../nodes/shared/hubspot/marketing';
import { firstSender, senderPages } from '../../../nodes/shared/hubspot/owners';
import { sequencesApi } from '../../../nodes/shared/hubspot/sequencesApi';
import { workflowsOf } from '../../../nodes/shared/hubspot/workflows';
import { readAnswer } from '../../../nodes/shared/transport/answer';
import type { HubspotClient, HubspotRequest } from '../../../nodes/shared/transport/client';
import { explainError } from '../../../nodes/shared/transport/errorTable';
import { newestPath } from '../../../nodes/shared/transport/versions';

/** A HubSpot that answers everything alike. */
const answering = (body: unknown): HubspotClient => ({
	appKey: 'test',
	chosenAtOnce: 1,
	request: async <T>({ answer, method, path }: HubspotRequest<T>) =>
		readAnswer(answer, 200, body, `${method} ${newestPath(path)}`),
});

const read = (field: z.ZodTypeAny, value: unknown) => {
	const { success, data } = field.safeParse(value);
	return success ? data : 'refused';
};

describe('a field', () => {
	it.each<[string, z.ZodTypeAny, unknown, unknown]>([
		['an id in text', id, '007', '007'],
		['an id as a number', id, 512, '512'],
		['an empty id', id, '', 'refused'],
		['an id that lost its last digits', id, 2 ** 53, 'refused'],
		['an id with a point', id, 1.5, 'refused'],
		['an object for an id', id, {}, 'refused'],
		['a number', whole(0, 10), 10, 10],
		['digits in text', whole(0, 10), '10', 10],
		['a number above its bounds', whole(0, 10), 11, 'refused'],
		['a number below its bounds', whole(0, 10), -1, 'refused'],
		['a part of a number', whole(0, 10), 1.5, 'refused'],
		['no number', whole(0, 10), Number.NaN, 'refused'],
		['an empty text', whole(0, 10), '', 'refused'],
		['blanks', whole(0, 10), ' ', 'refused'],
		['a number in words', whole(0, 10), 'ten', 'refused'],
		['nothing', whole(0, 10), undefined, 'refused'],
		['nothing where it may be missing', maybe(whole(0, 10)), null, undefined],
		['a size beyond all bounds', count, 1e18, 'refused'],
		['an ISO instant', instant, '2026-11-25T09:00:00Z', '2026-11-25T09:00:00Z'],
		['an instant in milliseconds', instant, 1_764_000_000_000, '1764000000000'],
		['an instant in seconds', instant, 1_764_000_000, 'refused'],
		['an instant in words', instant, 'yesterday', 'refused'],
		['an instant that no clock shows', instant, 1e18, 'refused'],
	])('%s', (_case, field, value, expected) => {
		expect(read(field, value)).toEqual(expected);
	});

	it('of a contact is text or nothing', async () => {
		const properties = { a: 'x', b: null, c: true, d: 5 };
		const client = answering({ results: [{ id: 1, properties }] });
		expect(await readContacts(client, 'id', ['1'], [])).toEqual([
			{ id: '1', properties: { a: 'x', b: null, c: 'true', d: '5' } },
		]);
		const strange = answering({ results: [{ id: 1, properties: { a: {} } }] });
		await expect(readContacts(strange, 'id', ['1'], [])).rejects.toMatchObject({
			details: { lacks: 'results.0.properties.a: a text' },
		});
	});
});

const NEXT = { paging: { next: { after: 'again' } } };
const PAGES: Array<
	[name: string, entry: object, read: (client: HubspotClient) => Promise<unknown>]
> = [
	[
		'emails',
		{ id: '1', properties: {} },
		async (client) => await readMail(client, { ownerId: '1' }, 'sequence', 0),
	],
	['workflows', { id: 1, isEnabled: true }, async (client) => await listContactFlows(client)],
	[
		'members',
		{ recordId: 1, membershipTimestamp: '2026-11-25T09:00:00Z' },
		async (client) => await readMemberships(client, '6', ['7']),
	],
	[
		'users',
		{ id: 1, userId: 2, email: 'ann@fjordline.example' },
		async (client) => await all(senderPages(client)),
	],
	['users none of whom is active', { id: 1 }, async (client) => await firstSender(client)],
	[
		'sequences',
		{ id: 1, name: 'Intro' },
		async (client) => await all(sequencesApi(client, 'v4').pages('1')),
	],
];

async function all(pages: AsyncIterable<unknown>): Promise<void> {
	for await (const page of pages) if (!page) return;
}

it.each(PAGES)('pages of %s that lead back to one another end', async (_name, entry, follow) => {
	const error: unknown = await follow(answering({ results: [entry], ...NEXT })).catch((one) => one);
	expect(explainError(error).message).toMatch('gave the same page of a list again');
	expect(error).toMatchObject({ details: { request: expect.stringMatching(/^(GET|POST) \//) } });
});

const size = (hs_list_size: string) => ({ hs_list_size });

describe('what differs between versions is read as one', () => {
	const sequence = { id: '1', name: 'Intro', settings: {}, dependencies: [] };
	const email = { stepOrder: 2, actionType: 'EMAIL' };

	it.each<[string, object, unknown]>([
		['a delay in 32 bits', { ...email, delayMillis: 86_400_000 }, 86_400_000],
		['a delay in 64 bits, as a number', { ...email, delayMillis: 3_456_000_000 }, 3_456_000_000],
		['a delay in 64 bits, as text', { ...email, delayMillis: '3456000000' }, 3_456_000_000],
		['no delay', email, undefined],
		['an adaptive step', { stepOrder: 2, actionType: 'ADAPTIVE_CONTAINER' }, undefined],
	])('%s', async (_case, step, delayMillis) => {
		const dependencies = [{ dependencyType: 'ADAPTIVE_COMPLETION', requiredByStepOrder: 2 }];
		const client = answering({ ...sequence, steps: [step], dependencies });
		const { steps } = await sequencesApi(client, 'published').get('1', '1');
		expect(steps.map((one) => one.delayMillis)).toEqual([delayMillis]);
		expect(steps).toMatchObject([pick(step, 'actionType')]);
	});

	it.each<[string, object, number | undefined]>([
		['the size of a list', { size: 512 }, 512],
		['the size of a list that was searched for', { additionalProperties: size('512') }, 512],
		['both sizes', { size: 512, additionalProperties: size('7') }, 512],
		['a size in words', { additionalProperties: size('many') }, undefined],
		['no size', {}, undefined],
	])('%s', async (_case, given, expected) => {
		const list = await readList(answering({ list: { listId: 6, ...given } }), '6');
		expect(list).toMatchObject({ listId: '6', size: expected });
	});

	it.each<[string, object, string | undefined]>([
		['a page with another after it', { paging: { next: { after: 7, link: '?after=7' } } }, '7'],
		['the last page, with paging', { paging: {} }, undefined],
		['the last page, with a next that is empty', { paging: { next: null } }, undefined],
		['the last page, without paging', {}, undefined],
	])('%s', async (_case, paging, after) => {
		const page = await sequencesApi(answering({ results: [], ...paging }), 'published').list('1');
		expect(page.after).toBe(after);
	});
});

describe('marketing emails sent', () => {
	const counted = async (counters: unknown) =>
		await countMarketingSent(answering({ aggregate: { counters } }), { from: 0, until: 1 });

	it('are none where nothing at all was counted', async () => {
		expect(await counted({ sent: 7, open: 1 })).toBe(7);
		expect(await counted({})).toBe(0);
	});

	it.each([{ open: 1 }, { sent: -1 }, { sent: 'abc' }, { sent: 1e18 }, null])(
		'are not known from %j',
		async (counters) => {
			await expect(counted(counters)).rejects.toMatchObject({ details: { status: 200 } });
		},
	);
});

it.each([
	['a list', [{ id: 1 }], ['1']],
	['one workflow', { id: 1 }, ['1']],
	['an object with a list', { workflows: [{ id: '1' }] }, ['1']],
	['nothing', '', []],
	['null', null, []],
	['an empty object', {}, []],
])('the workflows of a contact are read from %s', async (_case, body, ids) => {
	const found = await workflowsOf(answering(body), '7');
	expect(found.map((one) => one.id)).toEqual(ids);
});
