import { chunk, uniqBy } from 'lodash';

import type { HubspotClient } from '../transport/client';
import { only, type NonEmpty } from '../groups';
import { isAboutInput } from '../transport/errorTable';
import { HubspotFailure, rethrow } from '../transport/failure';
import {
	BATCH_SIZE,
	NOT_FOUND,
	readBatch,
	subjectsOf,
	type BatchError,
	type Contact,
} from './contacts';
import { inParallel } from '../transport/inParallel';
import { newestPath } from '../transport/versions';
import { routes } from './routes';

/** Contacts by the ids or addresses that were asked for. */
export interface FoundContacts {
	found: ReadonlyMap<string, Contact>;
	/** Keys that HubSpot refuses to look for, each with the refusal. */
	refused: ReadonlyMap<string, unknown>;
}

/** A contact is also found by its secondary addresses, of which this property may not show all. */
const OTHER_EMAILS = 'hs_additional_emails';

/**
 * Looks contacts up, 100 a request. HubSpot refuses a batch as a whole for one key that it cannot
 * read: such a batch is halved until the key is alone. It answers the id of a contact that was merged
 * with the contact that is left.
 *
 * @param keys each once; addresses in lower case
 * @throws HubspotFailure
 */
export async function findContacts(
	client: HubspotClient,
	by: 'id' | 'email',
	keys: readonly string[],
	properties: readonly string[],
): Promise<FoundContacts> {
	const found = new Map<string, Contact>();
	const refused = new Map<string, unknown>();
	const wanted = [...new Set(['email', OTHER_EMAILS, ...properties])];

	const claim = (key: string, contact: Contact) =>
		found.set(
			key,
			by === 'id' && contact.id !== key ? { ...contact, mergedContactId: key } : contact,
		);

	/** A contact that does not exist is missing; whatever else HubSpot says of it is its refusal. */
	const refuse = (key: string, error: BatchError) => {
		if (error.category !== NOT_FOUND && !found.has(key)) refused.set(key, notRead(error));
	};

	async function read(some: readonly string[]): Promise<void> {
		const { results, errors = [] } = await readBatch(client, by, some, wanted);
		const open = new Set(some);
		const firsts = new Set(results.map((contact) => namesOf(contact, by)[0]));
		const unclaimed = uniqBy(results, 'id').filter((contact) => {
			const [first, ...others] = namesOf(contact, by);
			if (open.has(first)) claim(first, contact);
			const own = others.filter((key) => open.has(key));
			// An address that is the first one of a contact names that contact and no other.
			for (const key of own) if (!firsts.has(key)) claim(key, contact);
			return own.length === 0 && !open.has(first);
		});
		const missing = new Map(
			errors.flatMap((error) =>
				subjectsOf(error).map((key) => [key.toLowerCase(), error] as const),
			),
		);
		for (const [key, error] of missing) if (open.has(key)) refuse(key, error);
		const [unnamed] = errors;
		const rest = some.filter((one) => !found.has(one) && !missing.has(one));
		const [key, contact] = [only(rest), only(unclaimed)];
		if (key !== undefined && contact) claim(key, contact);
		// Where HubSpot says that some are missing, and not which, they are those that nothing came for.
		else if (unclaimed.length === 0 && unnamed && missing.size === 0) {
			for (const one of rest) refuse(one, unnamed);
		} else if (some.length > 1) for (const one of rest) await readOrHalve([one]);
	}

	async function readOrHalve(some: readonly string[]): Promise<void> {
		try {
			await read(some);
		} catch (error) {
			if (!isAboutInput(error)) rethrow(error);
			const key = only(some);
			if (key !== undefined) return void refused.set(key, error);
			for (const half of chunk(some, Math.ceil(some.length / 2))) await readOrHalve(half);
		}
	}

	const [first, ...others] = chunk(keys, BATCH_SIZE);
	if (!first) return { found, refused };
	await readOrHalve(first);
	const [last] = [...refused.values()].slice(-1);
	// A batch of which nothing was taken was not refused for single keys, and so would the others be.
	if (refused.size >= BATCH_SIZE && found.size === 0 && isAboutInput(last)) {
		for (const key of others.flat()) refused.set(key, last);
		return { found, refused };
	}
	const limiter = inParallel(client);
	try {
		await Promise.all(others.map(async (some) => await limiter(readOrHalve, some)));
	} finally {
		// Where one fails as a whole, nobody waits for the others.
		limiter.clearQueue();
	}
	return { found, refused };
}

/** An error of a 207, which is about some of the contacts only. */
const notRead = ({ message, category }: BatchError) =>
	new HubspotFailure({
		status: 207,
		text: message ?? '',
		hubspotMessage: message,
		category,
		isHtml: false,
		requiredScopes: [],
		request: `POST ${newestPath(routes.contactsBatchRead)}`,
	});

/** By what a contact is known to be asked for. */
function namesOf({ id, properties }: Contact, by: 'id' | 'email'): NonEmpty<string> {
	if (by === 'id') return [id];
	const others = properties[OTHER_EMAILS]?.split(';') ?? [];
	const lower = (email: string) => email.trim().toLowerCase();
	return [lower(properties.email ?? ''), ...others.map(lower)];
}
