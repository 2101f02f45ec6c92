import { chunk } from 'lodash';
import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { id, maybe, pageOf, type Page } from './fields';
import { routes } from './routes';

/** Most inputs of one CRM batch call (hubspot-api.md 5.1). */
export const BATCH_SIZE = 100;

export interface Contact {
	id: string;
	/** Values as HubSpot stores them: strings, `''` or null where there is none. */
	properties: Record<string, string | null | undefined>;
	/** The id that was asked for, where HubSpot answered with the contact it was merged into. */
	mergedContactId?: string;
}

/** Whose item it is, in every item about a contact. */
export const contactIds = ({ id: contactId, properties, mergedContactId }: Contact) => ({
	contactId,
	...(mergedContactId && { mergedContactId }),
	email: properties.email ?? null,
});

/**
 * HubSpot gives the values of properties as text; a flag or a number that comes as one is made that.
 * Read in one go: with a schema for each value, a batch takes six times as long.
 */
const values = z.unknown().transform((given, context): Contact['properties'] => {
	const read: Contact['properties'] = {};
	const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
	if (!isObject) context.addIssue({ code: 'custom', message: 'properties by name' });
	for (const [name, value] of Object.entries(isObject ? given : {}) as Array<[string, unknown]>) {
		if (typeof value === 'string' || value === null) read[name] = value;
		else if (typeof value === 'boolean' || typeof value === 'number') read[name] = String(value);
		else context.addIssue({ code: 'custom', path: [name], message: 'a text' });
	}
	return read;
});

const contact = z.object({ id, properties: values });
/** Why HubSpot did not read or update contacts of a batch; every field of an error is optional. */
const batchError = z.object({
	category: z.string().optional().catch(undefined),
	message: z.string().optional().catch(undefined),
	context: z.record(z.unknown()).optional().catch(undefined),
});

export type BatchError = z.output<typeof batchError>;

/** HubSpot's category for a record that it does not have; another one is no word on that. */
export const NOT_FOUND = 'OBJECT_NOT_FOUND';

/** The ids or addresses that an error is about. */
export const subjectsOf = ({ context = {} }: BatchError): string[] =>
	Object.values(context).flat().map(String);

const errors = maybe(z.array(batchError));
const batch = z.object({ results: z.array(contact), errors });
const page = pageOf(contact);

/**
 * Reads at most 100 contacts. One that does not exist is missing from the answer (HubSpot answers
 * 207 and names it under `errors`).
 */
export const readBatch = async (
	client: HubspotClient,
	by: 'id' | 'email',
	keys: readonly string[],
	properties: readonly string[],
): Promise<z.output<typeof batch>> =>
	await client.request({
		method: 'POST',
		path: routes.contactsBatchRead,
		idempotent: true,
		body: {
			properties: [...properties],
			...(by === 'email' && { idProperty: 'email' }),
			inputs: keys.map((key) => ({ id: key })),
		},
		answer: batch,
	});

/** Reads contacts in batches of 100; those that do not exist are missing. */
export async function readContacts(
	client: HubspotClient,
	by: 'id' | 'email',
	keys: string[],
	properties: string[],
): Promise<Contact[]> {
	const contacts: Contact[] = [];
	for (const some of chunk(keys, BATCH_SIZE)) {
		contacts.push(...(await readBatch(client, by, some, properties)).results);
	}
	return contacts;
}

/** What HubSpot says of contacts. Of one that is in neither it has said nothing. */
export interface ToldContacts {
	found: ReadonlyMap<string, Contact>;
	/** It does not have these any more. */
	gone: ReadonlySet<string>;
}

/** Reads contacts by id in batches of 100; a 207 may leave some out for a fault of HubSpot's own. */
export async function readTold(
	client: HubspotClient,
	ids: readonly string[],
	properties: readonly string[],
): Promise<ToldContacts> {
	const found = new Map<string, Contact>();
	const gone = new Set<string>();
	for (const some of chunk(ids, BATCH_SIZE)) {
		const { results, errors = [] } = await readBatch(client, 'id', some, properties);
		for (const one of results) found.set(one.id, one);
		const missing = errors.filter(({ category }) => category === NOT_FOUND).flatMap(subjectsOf);
		for (const one of missing) if (!found.has(one)) gone.add(one);
	}
	return { found, gone };
}

const updated = z.object({
	results: z.array(z.object({ id })),
	errors,
});

/**
 * Sets properties of at most 100 contacts in one request; setting them again changes nothing.
 * @param repeatable false where something may happen to the value as soon as it is set
 * @returns for each contact that was not updated, why (HubSpot answers 207); undefined where it does
 * not say
 */
export async function updateEach(
	client: HubspotClient,
	inputs: Array<{ id: string; properties: Record<string, string> }>,
	repeatable = true,
): Promise<Map<string, BatchError | undefined>> {
	const { results, errors: refused = [] } = await client.request({
		method: 'POST',
		path: routes.contactsBatchUpdate,
		idempotent: repeatable,
		body: { inputs },
		answer: updated,
	});
	const done = new Set(results.map((one) => one.id));
	const left = inputs.filter((one) => !done.has(one.id));
	return new Map(left.map((one) => [one.id, refusalOf(one.id, left, refused)]));
}

/**
 * Why HubSpot refused one of the contacts that it did not update: the error that names it, or one that
 * names none of them. A fault of HubSpot's own refuses nothing, and may have come after the effect.
 */
function refusalOf(
	contactId: string,
	left: ReadonlyArray<{ id: string }>,
	errors: readonly BatchError[],
): BatchError | undefined {
	const names = (error: BatchError, ids: readonly string[]) =>
		subjectsOf(error).some((subject) => ids.includes(subject));
	const ids = left.map(({ id }) => id);
	const error =
		errors.find((one) => names(one, [contactId])) ?? errors.find((one) => !names(one, ids));
	return error?.category === undefined || error.category === 'INTERNAL_ERROR' ? undefined : error;
}

/** One page of contacts whose name, address or company has the words of `query`. */
export async function searchContacts(
	client: HubspotClient,
	query: string,
	after?: string,
): Promise<Page<Contact>> {
	return await client.request({
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
		answer: page,
	});
}
