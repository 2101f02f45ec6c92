import type { FastifyInstance } from 'fastify';

import { changeMembers } from '../account/lists';
import type { ContactList } from '../account/types';
import { activeList } from '../account/workflowLists';
import { invalid, notFound } from '../errors';
import type { Hub } from '../hub';
import { names, objectBody, page, text, type Json } from './read';

const READ = { config: { scopes: ['crm.lists.read'] } };
/** Membership writes need both (hubspot-api.md 4). */
const WRITE = { config: { scopes: ['crm.lists.read', 'crm.lists.write'] } };

const DATED = '/crm/lists/2026-09';

/** What a search has to say by the specification of the dated version (hubspot-api.md 7). */
const SEARCH_FIELDS = ['additionalProperties', 'listIds', 'offset', 'processingTypes'];

function requireAll(body: Json, fields: string[]): void {
	const missing = fields.filter((field) => body[field] === undefined);
	if (missing.length > 0) {
		throw invalid(`Some required fields were not set: [${missing.join(', ')}]`);
	}
}

interface ListParams {
	Params: { listId: string };
	Querystring: { limit?: string; after?: string };
}

function shown(list: ContactList) {
	const made = new Date(list.createdAt).toISOString();
	return {
		listId: list.listId,
		listVersion: 1,
		name: list.name,
		processingType: list.processingType,
		processingStatus: 'COMPLETE',
		objectTypeId: list.objectTypeId ?? '0-1',
		createdAt: made,
		updatedAt: made,
	};
}

/** Read by itself, a list has `size`; one that was searched for has a property (hubspot-api.md 7). */
const withSize = (list: ContactList) => ({ ...shown(list), size: list.members.size });
const withProperty = (list: ContactList) => ({
	...shown(list),
	additionalProperties: { hs_list_size: String(list.members.size) },
});

function listOf({ account }: Hub, listId: string): ContactList {
	const list = account.lists.find((one) => one.listId === listId) ?? activeList(account, listId);
	if (!list) throw notFound(`List does not exist with ID ${listId}.`);
	return list;
}

/** Members of an active list follow from its filters, so they cannot be set. */
function staticList(hub: Hub, listId: string): ContactList {
	const list = listOf(hub, listId);
	if (list.processingType === 'DYNAMIC') {
		throw invalid(`List ${listId} is DYNAMIC; its memberships cannot be changed.`);
	}
	return list;
}

function ids(value: unknown): string[] {
	if (!Array.isArray(value)) throw invalid('Invalid input JSON: a list of record ids is required');
	return value.map(text).filter((id) => id !== undefined);
}

function addMemberships(app: FastifyInstance, hub: Hub, base: string): void {
	const path = `${base}/:listId/memberships`;
	const change = (listId: string, change: { add?: string[]; remove?: string[] }) => {
		const { added, removed, missing } = changeMembers(hub.account, staticList(hub, listId), change);
		// HubSpot spells the first name like this (hubspot-api.md 4).
		return { recordsIdsAdded: added, recordIdsRemoved: removed, recordIdsMissing: missing };
	};
	app.put<ListParams>(`${path}/add`, WRITE, async ({ params, body }) =>
		change(params.listId, { add: ids(body) }),
	);
	app.put<ListParams>(`${path}/remove`, WRITE, async ({ params, body }) =>
		change(params.listId, { remove: ids(body) }),
	);
	app.put<ListParams>(`${path}/add-and-remove`, WRITE, async ({ params, body }) => {
		const { recordIdsToAdd = [], recordIdsToRemove = [] } = objectBody(body);
		return change(params.listId, { add: ids(recordIdsToAdd), remove: ids(recordIdsToRemove) });
	});
	app.get<ListParams>(path, READ, async ({ params, query }) => {
		const members = [...listOf(hub, params.listId).members].map(([recordId, joined]) => ({
			recordId,
			membershipTimestamp: new Date(joined).toISOString(),
		}));
		return { total: members.length, ...page(members, query, { standard: 100, max: 250 }) };
	});
}

export function listRoutes(app: FastifyInstance, hub: Hub): void {
	for (const base of ['/crm/v3/lists', DATED]) {
		addMemberships(app, hub, base);
		app.get<ListParams>(`${base}/:listId`, READ, async ({ params }) => ({
			list: withSize(listOf(hub, params.listId)),
		}));
		app.post(`${base}/search`, READ, async ({ body }) => {
			const asked = objectBody(body);
			if (base === DATED) requireAll(asked, SEARCH_FIELDS);
			const { query, processingTypes, count = 20, offset = 0 } = asked;
			const wanted = text(query)?.toLowerCase() ?? '';
			const kinds = names(processingTypes);
			const found = hub.account.lists.filter(
				({ name, processingType }) =>
					name.toLowerCase().includes(wanted) &&
					(kinds.length === 0 || kinds.includes(processingType)),
			);
			const end = Number(offset) + Number(count);
			return {
				lists: found.slice(Number(offset), end).map(withProperty),
				total: found.length,
				offset: end,
				hasMore: end < found.length,
			};
		});
		app.get<{ Params: { contactId: string } }>(
			`${base}/records/0-1/:contactId/memberships`,
			READ,
			async ({ params: { contactId } }) => {
				const member = hub.account.lists.filter(({ members }) => members.has(contactId));
				const results = member.map(({ listId, members }) => ({
					listId,
					listVersion: 1,
					isPublicList: true,
					firstAddedTimestamp: new Date(members.get(contactId) ?? 0).toISOString(),
				}));
				return { total: results.length, results };
			},
		);
	}
}
