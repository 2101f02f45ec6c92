import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { HubspotFailure } from '../transport/failure';
import { count, instant, maybe, pageOf, toMillis } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

/** Whose mail to count: a user's, or that of one mailbox, whoever uses it. */
export type SentBy = { ownerId: string } | { fromEmail: string };

const emails = pageOf(
	z.object({
		properties: z.object({
			hs_timestamp: maybe(z.union([z.literal(''), instant])),
			hs_email_to_email: maybe(z.string()),
		}),
	}),
);

/** A page of the search, and how many emails there are on all pages. */
const found = z.intersection(emails, z.object({ total: maybe(count) }));

const PAGE_SIZE = 200;

export interface SentMail {
	/** Ms since epoch. */
	at: number;
	/** Address in lower case; `''` where the record has none. */
	to: string;
}

/**
 * The sequence emails that a sender sent, oldest first. HubSpot publishes no figure for the send limit, so
 * its log of emails is the count (hubspot-api.md 6); new mail shows up there after some time.
 *
 * @param since ms since epoch
 * @throws HubspotFailure 403 `MISSING_SCOPES` without `sales-email-read`; also where the pages have
 * fewer emails than HubSpot says that there are: those that are not shown would count as not sent
 */
export async function readSentMail(
	client: HubspotClient,
	by: SentBy,
	since: number,
): Promise<SentMail[]> {
	const sender =
		'ownerId' in by
			? { propertyName: 'hubspot_owner_id', operator: 'EQ', value: by.ownerId }
			: // String values of IN must be lower case; EQ on an address is the same case.
				{ propertyName: 'hs_email_from_email', operator: 'EQ', value: by.fromEmail.toLowerCase() };
	const path = routes.emailsSearch;
	const pages = followPages(
		`POST ${path}`,
		async (after) =>
			await client.request({
				method: 'POST',
				path,
				search: true,
				idempotent: true,
				body: {
					filterGroups: [
						{
							filters: [
								{ propertyName: 'hs_email_direction', operator: 'EQ', value: 'EMAIL' },
								{ propertyName: 'hs_sequence_id', operator: 'HAS_PROPERTY' },
								{ propertyName: 'hs_timestamp', operator: 'GTE', value: String(since) },
								sender,
							],
						},
					],
					sorts: [{ propertyName: 'hs_timestamp', direction: 'ASCENDING' }],
					properties: ['hs_timestamp', 'hs_email_to_email'],
					limit: PAGE_SIZE,
					...(after && { after }),
				},
				answer: found,
			}),
	);
	const mail: SentMail[] = [];
	let most = 0;
	for await (const { results, total = 0 } of pages) {
		most = total;
		for (const { properties } of results) {
			mail.push({
				at: toMillis(properties.hs_timestamp || String(since)),
				to: (properties.hs_email_to_email ?? '').trim().toLowerCase(),
			});
		}
	}
	if (mail.length < most) throw incomplete(`POST ${path}`, mail.length, most);
	return mail;
}

const incomplete = (request: string, shown: number, total: number) =>
	new HubspotFailure({
		status: 200,
		text: '',
		isHtml: false,
		requiredScopes: [],
		request,
		lacks: `${total - shown} of ${total} results`,
	});
