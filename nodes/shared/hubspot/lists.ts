import type { HubspotClient } from '../transport/client';
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

export interface ContactList {
	listId: string;
	name?: string;
	/** `MANUAL`, `SNAPSHOT` or `DYNAMIC`. */
	processingType?: string;
	/** `0-1` for contacts. */
	objectTypeId?: string;
}

/** What a membership write did. Ids in none of the three were on the list, or off it, already. */
export interface MembershipChange {
	added: Set<string>;
	removed: Set<string>;
	missing: Set<string>;
}

/** @throws HubspotFailure */
export async function readList(client: HubspotClient, listId: string): Promise<ContactList> {
	const { list } = await client.request<{ list: ContactList }>({
		method: 'GET',
		path: routes.list(listId),
	});
	return list;
}

/** One page of the static lists whose name has the words of `query`. */
export async function searchStaticLists(client: HubspotClient, query: string, after?: string) {
	const page = await client.request<{
		lists?: ContactList[];
		offset?: number;
		hasMore?: boolean;
	}>({
		method: 'POST',
		path: routes.listsSearch,
		idempotent: true,
		body: { query, processingTypes: STATIC_LISTS, count: 100, offset: Number(after ?? 0) },
	});
	return { lists: page.lists ?? [], after: page.hasMore ? String(page.offset) : undefined };
}

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
	const answer = await client.request<
		| {
				recordsIdsAdded?: Array<string | number>;
				recordIdsAdded?: Array<string | number>;
				recordIdsRemoved?: Array<string | number>;
				recordIdsMissing?: Array<string | number>;
		  }
		| undefined
	>({
		method: 'PUT',
		path: routes.memberships(listId, change),
		idempotent: repeatable,
		body: contactIds,
	});
	const ids = (list: Array<string | number> = []) => new Set(list.map(String));
	return {
		// The specification spells it "recordsIdsAdded".
		added: ids(answer?.recordsIdsAdded ?? answer?.recordIdsAdded),
		removed: ids(answer?.recordIdsRemoved),
		missing: ids(answer?.recordIdsMissing),
	};
}

/** Since when each of the contacts has been on the list (ISO); those that are not on it are missing. */
export async function readMemberships(
	client: HubspotClient,
	listId: string,
	contactIds: Iterable<string>,
): Promise<Map<string, string>> {
	const wanted = new Set(contactIds);
	const found = new Map<string, string>();
	let after: string | undefined;
	do {
		const page = await client.request<{
			results?: Array<{ recordId: string | number; membershipTimestamp: string }>;
			paging?: { next?: { after?: string } };
		}>({
			method: 'GET',
			path: routes.memberships(listId),
			query: { limit: PAGE_SIZE, ...(after && { after }) },
		});
		for (const { recordId, membershipTimestamp } of page.results ?? []) {
			if (wanted.has(String(recordId))) found.set(String(recordId), membershipTimestamp);
		}
		after = page.paging?.next?.after;
	} while (after && found.size < wanted.size);
	return found;
}
