import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { newestPath } from '../transport/versions';
import { id, maybe, pageOf } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

/**
 * One person has three ids in HubSpot: the owner id (contacts' `hubspot_owner_id`, email records),
 * the user id (sequences), and the id of the CRM user record, which nothing here needs
 * (hubspot-api.md 7).
 */
export interface Sender {
	ownerId: string;
	userId: string;
	email: string;
	name: string;
}

/** An owner; undefined for one who is no active user any more: archived owners have no user id. */
const sender = z
	.object({
		id,
		userId: maybe(id),
		email: maybe(z.string()),
		firstName: maybe(z.string()),
		lastName: maybe(z.string()),
		archived: maybe(z.boolean()),
	})
	.transform((owner): Sender | undefined => {
		if (!owner.userId || owner.archived || !owner.email) return undefined;
		return {
			ownerId: owner.id,
			userId: owner.userId,
			email: owner.email,
			name: [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email,
		};
	});

const senders = pageOf(sender);

/**
 * @returns undefined where the answer is about nobody active, or about somebody else: email must not
 * go out in the name of a user who was not asked for
 * @throws HubspotFailure with status 404 where there is no such owner or user
 */
export async function readSender(
	client: HubspotClient,
	idProperty: 'id' | 'userId',
	ownerId: string,
): Promise<Sender | undefined> {
	const found = await client.request({
		method: 'GET',
		path: routes.owner(ownerId),
		query: { idProperty },
		answer: sender,
	});
	const known = idProperty === 'id' ? found?.ownerId : found?.userId;
	return known === ownerId ? found : undefined;
}

/** @returns undefined as `readSender` */
export async function findSenderByEmail(
	client: HubspotClient,
	email: string,
): Promise<Sender | undefined> {
	const { results } = await client.request({
		method: 'GET',
		path: routes.owners,
		query: { email, limit: 1 },
		answer: senders,
	});
	return results.find((one) => one?.email.toLowerCase() === email.toLowerCase());
}

/** The account's active users, page by page. */
export async function* senderPages(client: HubspotClient, first?: string) {
	const pages = followPages(
		`GET ${newestPath(routes.owners)}`,
		async (after) =>
			await client.request({
				method: 'GET',
				path: routes.owners,
				query: { limit: 100, ...(after && { after }) },
				answer: senders,
			}),
		first,
	);
	for await (const { results, after } of pages) {
		yield { results: results.flatMap((one) => one ?? []), after };
	}
}

/** The first active user of the account, if there is one. */
export async function firstSender(client: HubspotClient): Promise<Sender | undefined> {
	for await (const { results } of senderPages(client)) if (results.length > 0) return results[0];
	return undefined;
}
