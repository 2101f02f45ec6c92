import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { isConflict, isNotFound, rethrow } from '../transport/failure';
import { count, id, maybe } from './fields';
import { routes } from './routes';

const property = z.object({ name: z.string(), type: z.string() });

export type ContactProperty = z.output<typeof property>;

const listed = z
	.object({
		results: z.array(
			z.object({
				name: z.string(),
				label: maybe(z.string()),
				type: maybe(z.string()),
				fieldType: maybe(z.string()),
				hidden: maybe(z.boolean()),
				modificationMetadata: maybe(z.object({ readOnlyValue: maybe(z.boolean()) })),
			}),
		),
	})
	.transform(({ results }) => results);

export type ListedProperty = z.output<typeof listed>[number];

/** Contact properties whose value can be set: those that HubSpot keeps itself, or hides, are left out. */
export async function listSettableProperties(client: HubspotClient): Promise<ListedProperty[]> {
	const properties = await client.request({
		method: 'GET',
		path: routes.contactProperties,
		answer: listed,
	});
	return properties.filter(
		({ hidden, modificationMetadata }) => !hidden && !modificationMetadata?.readOnlyValue,
	);
}

/** @returns undefined where the account has no contact property of this name */
export async function readContactProperty(
	client: HubspotClient,
	name: string,
): Promise<ContactProperty | undefined> {
	try {
		return await client.request({
			method: 'GET',
			path: routes.contactProperty(name),
			answer: property,
		});
	} catch (error) {
		if (isNotFound(error)) return undefined;
		rethrow(error);
	}
}

/**
 * Creates a contact property of type date and time, in the group that every account has.
 * @returns false where somebody else has created one of this name meanwhile (409)
 */
export async function createInstantProperty(
	client: HubspotClient,
	name: string,
	label: string,
): Promise<boolean> {
	try {
		await client.request({
			method: 'POST',
			path: routes.contactProperties,
			body: { name, label, type: 'datetime', fieldType: 'date', groupName: 'contactinformation' },
			answer: property,
		});
		return true;
	} catch (error) {
		if (isConflict(error)) return false;
		rethrow(error);
	}
}

const found = z.object({ total: count, results: z.array(z.object({ id })) });

/** Contacts that have a value in a property: how many, and the ids of the first 200. */
export async function contactsWithProperty(
	client: HubspotClient,
	propertyName: string,
): Promise<{ total: number; ids: string[] }> {
	const { total, results } = await client.request({
		method: 'POST',
		path: routes.contactsSearch,
		search: true,
		idempotent: true,
		body: {
			filterGroups: [{ filters: [{ propertyName, operator: 'HAS_PROPERTY' }] }],
			properties: ['email'],
			limit: 200,
		},
		answer: found,
	});
	return { total, ids: results.map((contact) => contact.id) };
}
