import { chunk } from 'lodash';

import type { HubspotClient } from '../transport/client';
import { routes } from './routes';

/** Most inputs of one CRM batch call. */
export const BATCH_SIZE = 100;

export interface Contact {
	id: string;
	/** Values as HubSpot stores them: strings, `''` or null where there is none. */
	properties: Record<string, string | null | undefined>;
}

interface BatchAnswer {
	results: Contact[];
}

/**
 * Reads contacts in batches of 100. A contact that does not exist is missing from the answer
 * (HubSpot answers 207 and names it under `errors`).
 */
export async function readContacts(
	client: HubspotClient,
	by: 'id' | 'email',
	keys: string[],
	properties: string[],
): Promise<Contact[]> {
	const contacts: Contact[] = [];
	for (const batch of chunk(keys, BATCH_SIZE)) {
		const answer = await client.request<BatchAnswer>({
			method: 'POST',
			path: routes.contactsBatchRead,
			idempotent: true,
			body: {
				properties,
				...(by === 'email' && { idProperty: 'email' }),
				inputs: batch.map((id) => ({ id })),
			},
		});
		contacts.push(...(answer.results ?? []));
	}
	return contacts;
}

/** Sets the same properties on many contacts, 100 a request. Setting them again changes nothing. */
export async function updateContacts(
	client: HubspotClient,
	ids: string[],
	properties: Record<string, string>,
): Promise<void> {
	for (const batch of chunk(ids, BATCH_SIZE)) {
		await client.request({
			method: 'POST',
			path: routes.contactsBatchUpdate,
			idempotent: true,
			body: { inputs: batch.map((id) => ({ id, properties })) },
		});
	}
}

/** Why HubSpot did not update a contact of a batch. */
export interface UpdateError {
	category?: string;
	message?: string;
	context?: Record<string, unknown>;
}

/**
 * Sets properties of at most 100 contacts in one request; setting them again changes nothing.
 * @returns for each contact that was not updated, why (HubSpot answers 207); undefined where it does
 * not say
 */
export async function updateEach(
	client: HubspotClient,
	inputs: Array<{ id: string; properties: Record<string, string> }>,
): Promise<Map<string, UpdateError | undefined>> {
	const { results = [], errors = [] } = await client.request<{
		results?: Contact[];
		errors?: UpdateError[];
	}>({
		method: 'POST',
		path: routes.contactsBatchUpdate,
		idempotent: true,
		body: { inputs },
	});
	const updated = new Set(results.map(({ id }) => String(id)));
	const about = (id: string) =>
		errors.find(({ context }) =>
			Object.values(context ?? {})
				.flat()
				.map(String)
				.includes(id),
		);
	const left = inputs.filter(({ id }) => !updated.has(id));
	return new Map(left.map(({ id }) => [id, about(id) ?? errors[0]]));
}

interface SearchPage {
	results: Contact[];
	paging?: { next?: { after: string } };
}

/** One page of contacts whose name, address or company has the words of `query`. */
export async function searchContacts(
	client: HubspotClient,
	query: string,
	after?: string,
): Promise<{ contacts: Contact[]; after?: string }> {
	const page = await client.request<SearchPage>({
		method: 'POST',
		path: routes.contactsSearch,
		search: true,
		idempotent: true,
		body: {
			...(query && { query }),
			properties: ['email', 'firstname', 'lastname'],
			limit: 50,
			...(after && { after }),
		},
	});
	return { contacts: page.results, after: page.paging?.next?.after };
}
