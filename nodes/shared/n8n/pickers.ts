import { sortBy } from 'lodash';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readAccount } from '../hubspot/account';
import { listSettableProperties, type ListedProperty } from '../hubspot/contactProperties';
import type { Page } from '../hubspot/fields';
import { searchContacts as searchHubspotContacts } from '../hubspot/contacts';
import { isActive, isOfContacts, listPages, type ContactList } from '../hubspot/lists';
import { senderPages } from '../hubspot/owners';
import { flowUrl } from '../hubspot/urls';
import { flowPages } from '../hubspot/workflows';
import { toListError } from './nodeError';
import { createClient, type HubspotClient } from '../transport/client';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A search behind a "From List" field, with a client and errors for people. */
export function picker(
	search: (
		client: HubspotClient,
		filter: string,
		after: string | undefined,
		context: ILoadOptionsFunctions,
	) => Promise<INodeListSearchResult>,
): ListSearch {
	return async function (filter, paginationToken) {
		try {
			return await search(await createClient(this), filter?.trim() ?? '', paginationToken, this);
		} catch (error) {
			throw toListError(this.getNode(), error);
		}
	};
}

/** One page of a list; `after` asks for the next, undefined on the last. */
export const pickerPage = (
	results: INodeListSearchResult['results'],
	after: string | undefined,
): INodeListSearchResult => ({ results, ...(after && { paginationToken: after }) });

/** With fewer entries than this n8n's list does not scroll, and only scrolling asks for more. */
const SCREENFUL = 10;

/**
 * Where the words are looked for here, a page may hold few matches or none, and n8n would show those
 * as all there are: pages are read on until there is a screenful.
 */
async function readOn<T>(
	pages: AsyncIterable<Page<T>>,
	toEntries: (results: T[]) => INodeListSearchResult['results'],
): Promise<INodeListSearchResult> {
	const results: INodeListSearchResult['results'] = [];
	for await (const page of pages) {
		results.push(...toEntries(page.results));
		if (results.length >= SCREENFUL) return pickerPage(results, page.after);
	}
	return { results };
}

export const searchContacts = picker(async (client, filter, after) => {
	const page = await searchHubspotContacts(client, filter, after);
	const entries = page.results.map(({ id, properties: { firstname, lastname, email } }) => {
		const name = [firstname, lastname].filter(Boolean).join(' ');
		const label = [name, email && (name ? `(${email})` : email)].filter(Boolean).join(' ');
		return { name: label || id, value: id };
	});
	return pickerPage(entries, page.after);
});

/** Whether a name has the words that are looked for. */
const matches = (name: string | undefined, filter: string) =>
	(name ?? '').toLowerCase().includes(filter.toLowerCase());

/** HubSpot filters owners by whole addresses only, so the words are looked for here. */
export const searchSenders = picker(
	async (client, filter, after) =>
		await readOn(senderPages(client, after), (senders) =>
			senders
				.map(({ userId, name, email }) => ({ name: `${name} (${email})`, value: userId }))
				.filter(({ name }) => matches(name, filter)),
		),
);

/** Contact properties by label or internal name; HubSpot gives all of them at once. */
const propertyPicker = (isOffered: (property: ListedProperty) => boolean) =>
	picker(async (client, filter) => {
		const properties = await listSettableProperties(client);
		const entries = properties
			.filter(isOffered)
			.map(({ name, label }) => ({ name: label ? `${label} (${name})` : name, value: name }))
			.filter(({ name }) => matches(name, filter));
		return { results: sortBy(entries, ({ name }) => name.toLowerCase()) };
	});

/** Those that a person sets to one value: single-line text, dropdown and its kin. */
export const searchProperties = propertyPicker(({ fieldType }) =>
	['text', 'select', 'radio', 'booleancheckbox'].includes(fieldType ?? ''),
);

/** Those of the type date and time. */
export const searchDateProperties = propertyPicker(({ type }) => type === 'datetime');

/** Contact workflows by name; HubSpot cannot search them, so the words are looked for here. */
export const searchWorkflows = picker(async (client, filter, after) => {
	const account = await readAccount(client);
	return await readOn(flowPages(client, after), (flows) =>
		flows
			.filter(({ objectTypeId }) => !objectTypeId || objectTypeId === '0-1')
			.filter(({ name }) => matches(name, filter))
			.map(({ id, name, isEnabled }) => ({
				name: `${name ?? id}${isEnabled ? '' : ' (off)'}`,
				value: id,
				url: flowUrl(account, id),
			})),
	);
});

/** Lists of contacts by name, page by page, until there is a screenful. */
export const findContactLists = async (
	pages: ReturnType<typeof listPages>,
	toEntry: (list: ContactList) => INodeListSearchResult['results'][number],
) => await readOn(pages, (lists) => lists.filter(isOfContacts).map(toEntry));

/** Static and active lists, each with how many contacts are on it. */
export const searchContactLists = picker(
	async (client, filter, after) =>
		await findContactLists(listPages(client, filter, 'all', after), (list) => {
			const kind = isActive(list) ? 'active' : 'static';
			const size = list.size === undefined ? '' : `, ${list.size.toLocaleString('en-US')} contacts`;
			return { name: `${list.name ?? list.listId} (${kind}${size})`, value: list.listId };
		}),
);
