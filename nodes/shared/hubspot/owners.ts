import type { HubspotClient } from '../transport/client';
import { routes } from './routes';

/**
 * One person has three ids in HubSpot: the owner id (contacts' `hubspot_owner_id`, email records),
 * the user id (sequences), and the id of the CRM user record, which nothing here needs.
 */
export interface Sender {
	ownerId: string;
	userId: string;
	email: string;
	name: string;
}

interface Owner {
	id: string;
	/** Missing for archived owners. */
	userId?: number | null;
	email?: string;
	firstName?: string;
	lastName?: string;
	archived?: boolean;
}

interface OwnersPage {
	results: Owner[];
	paging?: { next?: { after: string } };
}

/** @returns undefined for an owner who is no active user any more */
function toSender(owner: Owner | undefined): Sender | undefined {
	if (!owner?.userId || owner.archived || !owner.email) return undefined;
	return {
		ownerId: owner.id,
		userId: String(owner.userId),
		email: owner.email,
		name: [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email,
	};
}

/** @throws HubspotFailure with status 404 where there is no such owner or user */
export async function readSender(
	client: HubspotClient,
	idProperty: 'id' | 'userId',
	id: string,
): Promise<Sender | undefined> {
	const owner = await client.request<Owner>({
		method: 'GET',
		path: routes.owner(id),
		query: { idProperty },
	});
	return toSender(owner);
}

export async function findSenderByEmail(
	client: HubspotClient,
	email: string,
): Promise<Sender | undefined> {
	const page = await client.request<OwnersPage>({
		method: 'GET',
		path: routes.owners,
		query: { email, limit: 1 },
	});
	return toSender(page.results[0]);
}

/** One page of the account's active users. */
export async function listSenders(
	client: HubspotClient,
	after?: string,
): Promise<{ senders: Sender[]; after?: string }> {
	const page = await client.request<OwnersPage>({
		method: 'GET',
		path: routes.owners,
		query: { limit: 100, ...(after && { after }) },
	});
	return {
		senders: page.results.flatMap((owner) => toSender(owner) ?? []),
		after: page.paging?.next?.after,
	};
}
