import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { count, id, instant, maybe, pageOf } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

/** Members of these are set by hand or by API; those of a `DYNAMIC` list follow from its filters. */
export const STATIC_LISTS = ['MANUAL', 'SNAPSHOT'];

/**
 * Most ids of one membership write. HubSpot's specification names no limit of its own for them, so
 * this one is ours: a request that is lost concerns so many contacts at most.
 */
export const MEMBERSHIP_BATCH_SIZE = 1_000;

/** Most members of one page. */
const PAGE_SIZE = 250;

const contactList = z.object({
	listId: id,
	name: maybe(z.string()),
	/** `MANUAL`, `SNAPSHOT` or `DYNAMIC`. */
	processingType: maybe(z.string()),
	/** `0-1` for contacts. */
	objectTypeId: maybe(z.string()),
});

export type ContactList = z.output<typeof contactList>;

/** What a membership write did. Ids in none of the three were on the list, or off it, already. */
export interface MembershipChange {
	added: Set<string>;
	removed: Set<string>;
	missing: Set<string>;
}

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

const ids = maybe(z.array(id));

/** The specification spells it "recordsIdsAdded"; what was asked for is said, if of nobody. */
const changed = {
	add: z
		.object({ recordsIdsAdded: ids, recordIdsAdded: ids, recordIdsMissing: ids })
		.transform(({ recordsIdsAdded, recordIdsAdded, recordIdsMissing }) => ({
			added: recordsIdsAdded ?? recordIdsAdded,
			removed: [],
			missing: recordIdsMissing,
		}))
		.refine(({ added }) => added, { path: ['recordsIdsAdded'] }),
	remove: z
		.object({ recordIdsRemoved: z.array(id), recordIdsMissing: ids })
		.transform(({ recordIdsRemoved, recordIdsMissing }) => ({
			added: [],
			removed: recordIdsRemoved,
			missing: recordIdsMissing,
		})),
};

/**
 * Puts contacts on a static list, or takes them off.
 * @param repeatable whether the answer to a repeat is as good: it does not tell what the first did
 */
export async function changeMemberships(
	client: HubspotClient,
	listId: string,
	change: 'add' | 'remove',
	contactIds: string[],
	repeatable: boolean,
): Promise<MembershipChange> {
	const { added, removed, missing } = await client.request<{
		added?: string[] | undefined;
		removed: string[];
		missing?: string[] | undefined;
	}>({
		method: 'PUT',
		path: routes.memberships(listId, change),
		idempotent: repeatable,
		body: contactIds,
		answer: changed[change],
	});
	return { added: new Set(added), removed: new Set(removed), missing: new Set(missing) };
}

const members = pageOf(z.object({ recordId: id, membershipTimestamp: instant }));

/** Since when each of the contacts has been on the list (ISO); those that are not on it are missing. */
export async function readMemberships(
	client: HubspotClient,
	listId: string,
	contactIds: Iterable<string>,
): Promise<Map<string, string>> {
	const wanted = new Set(contactIds);
	const since = new Map<string, string>();
	const path = routes.memberships(listId);
	const pages = followPages(
		`GET ${path}`,
		async (after) =>
			await client.request({
				method: 'GET',
				path,
				query: { limit: PAGE_SIZE, ...(after && { after }) },
				answer: members,
			}),
	);
	for await (const { results } of pages) {
		for (const { recordId, membershipTimestamp } of results) {
			if (wanted.has(recordId)) since.set(recordId, membershipTimestamp);
		}
		if (since.size >= wanted.size) break;
	}
	return since;
}
