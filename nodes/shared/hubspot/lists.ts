import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { newestPath } from '../transport/versions';
import { count, id, maybe, type Page } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

/** Members of these are set by hand or by API; those of a `DYNAMIC` list follow from its filters. */
export const STATIC_LISTS = ['MANUAL', 'SNAPSHOT'];

const contactList = z
	.object({
		listId: id,
		name: maybe(z.string()),
		/** `MANUAL`, `SNAPSHOT` or `DYNAMIC`. */
		processingType: maybe(z.string()),
		/** `0-1` for contacts. */
		objectTypeId: maybe(z.string()),
		size: maybe(count),
		/** Lists that were searched for have their size here (hubspot-api.md 7). */
		additionalProperties: maybe(z.object({ hs_list_size: maybe(count) })).catch(undefined),
	})
	.transform(({ additionalProperties, ...list }) => ({
		...list,
		/** How many members it has. */
		size: list.size ?? additionalProperties?.hs_list_size,
	}));

export type ContactList = z.output<typeof contactList>;

/** @throws HubspotFailure */
export async function readList(client: HubspotClient, listId: string): Promise<ContactList> {
	const { list } = await client.request({
		method: 'GET',
		path: routes.list(listId),
		answer: z.object({ list: contactList }),
	});
	return list;
}

const ACTIVE = 'DYNAMIC';

/** Who is on the list follows from its filters. */
export const isActive = ({ processingType }: ContactList): boolean => processingType === ACTIVE;

const CONTACTS = '0-1';

/** Whether the list holds contacts, as far as HubSpot says it. */
export const isOfContacts = ({ objectTypeId }: ContactList): boolean =>
	!objectTypeId || objectTypeId === CONTACTS;

const found = z
	.object({ lists: z.array(contactList), hasMore: maybe(z.boolean()), offset: maybe(count) })
	.refine(({ hasMore, offset }) => !hasMore || offset !== undefined, { path: ['offset'] })
	.transform(
		({ lists, hasMore, offset }): Page<ContactList> => ({
			results: lists,
			after: hasMore ? String(offset) : undefined,
		}),
	);

/** The lists whose name has the words of `query`, page by page; HubSpot cannot leave out those of other records. */
export const listPages = (
	client: HubspotClient,
	query: string,
	which: 'static' | 'all',
	first?: string,
): AsyncIterable<Page<ContactList>> =>
	followPages(
		`POST ${newestPath(routes.listsSearch)}`,
		async (after = '0') =>
			await client.request({
				method: 'POST',
				path: routes.listsSearch,
				idempotent: true,
				body: {
					query,
					processingTypes: which === 'static' ? STATIC_LISTS : [...STATIC_LISTS, ACTIVE],
					count: 100,
					offset: Number(after),
					// Required by the dated version; without an entry they restrict nothing (hubspot-api.md 7).
					listIds: [],
					additionalProperties: ['hs_list_size'],
				},
				answer: found,
			}),
		first,
	);
