import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { count, id, maybe } from './fields';
import { routes } from './routes';

/** Members of these are set by hand or by API; those of a `DYNAMIC` list follow from its filters. */
export const STATIC_LISTS = ['MANUAL', 'SNAPSHOT'];

const contactList = z.object({
	listId: id,
	name: maybe(z.string()),
	/** `MANUAL`, `SNAPSHOT` or `DYNAMIC`. */
	processingType: maybe(z.string()),
	/** `0-1` for contacts. */
	objectTypeId: maybe(z.string()),
	/** How many members it has; not on lists that were searched for. */
	size: maybe(count),
});

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
		body: { query, processingTypes: STATIC_LISTS, count: 100, offset: Number(after ?? 0) },
		answer: found,
	});
	return { lists, after: hasMore ? String(offset) : undefined };
}
