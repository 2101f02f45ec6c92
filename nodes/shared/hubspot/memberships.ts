import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { newestPath } from '../transport/versions';
import { id, instant, maybe, pageOf } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

/**
 * Most ids of one membership write. HubSpot names no limit for them (hubspot-api.md 4), so this one is
 * ours: a request that is lost concerns so many contacts at most.
 */
export const MEMBERSHIP_BATCH_SIZE = 1_000;

/** Most members of one page. */
export const MEMBERS_PAGE = 250;

/** What a membership write did. Ids in none of the three were on the list, or off it, already. */
export interface MembershipChange {
	added: Set<string>;
	removed: Set<string>;
	missing: Set<string>;
}

const ids = maybe(z.array(id));

/** HubSpot spells it "recordsIdsAdded" (hubspot-api.md 4); what was asked for is said, if of nobody. */
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
		path: routes[`${change}Memberships`](listId),
		idempotent: repeatable,
		body: contactIds,
		answer: changed[change],
	});
	return { added: new Set(added), removed: new Set(removed), missing: new Set(missing) };
}

const members = pageOf(z.object({ recordId: id, membershipTimestamp: instant }));

/** The members of a list, page by page: the id of each, and since when it is on the list (ISO). */
export async function* memberPages(client: HubspotClient, listId: string) {
	const path = routes.memberships(listId);
	const pages = followPages(
		`GET ${newestPath(path)}`,
		async (after) =>
			await client.request({
				method: 'GET',
				path,
				query: { limit: MEMBERS_PAGE, ...(after && { after }) },
				answer: members,
			}),
	);
	for await (const { results, after } of pages) {
		const since = new Map(results.map((one) => [one.recordId, one.membershipTimestamp]));
		yield { since, isLast: after === undefined };
	}
}

/** Contact ids of the members, page by page. */
export async function* memberIds(client: HubspotClient, listId: string) {
	for await (const { since, isLast } of memberPages(client, listId)) {
		yield { ids: since.keys(), isLast };
	}
}

/** Since when each of the contacts has been on the list (ISO); those that are not on it are missing. */
export async function readMemberships(
	client: HubspotClient,
	listId: string,
	contactIds: Iterable<string>,
): Promise<Map<string, string>> {
	const wanted = new Set(contactIds);
	const found = new Map<string, string>();
	for await (const { since } of memberPages(client, listId)) {
		for (const [contactId, at] of since) if (wanted.has(contactId)) found.set(contactId, at);
		if (found.size >= wanted.size) break;
	}
	return found;
}
