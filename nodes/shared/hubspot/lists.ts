import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { count, id, maybe } from './fields';
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

const found = z
	.object({ lists: z.array(contactList), hasMore: maybe(z.boolean()), offset: maybe(count) })
	.refine(({ hasMore, offset }) => !hasMore || offset !== undefined, { path: ['offset'] });

/** One page of the static lists whose name has the words of `query`. */
export async function searchStaticLists(client: HubspotClient, query: string, after?: string) {
	const { lists, hasMore, offset } = await client.request({
		method: 'POST',
		path: routes.listsSearch,
		idempotent: true,
		body: {
			query,
			processingTypes: STATIC_LISTS,
			count: 100,
			offset: Number(after ?? 0),
			// Required by the dated version; without an entry they restrict nothing (hubspot-api.md 7).
			listIds: [],
			additionalProperties: [],
		},
		answer: found,
	});
	return { lists, after: hasMore ? String(offset) : undefined };
}
