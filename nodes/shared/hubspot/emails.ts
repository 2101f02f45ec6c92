import type { HubspotClient } from '../transport/client';
import { routes } from './routes';

/** Whose mail to count: a user's, or that of one mailbox, whoever uses it. */
export type SentBy = { ownerId: string } | { fromEmail: string };

interface EmailsPage {
	total: number;
	results: Array<{ properties: { hs_timestamp?: string | null } }>;
	paging?: { next?: { after: string } };
}

const PAGE_SIZE = 200;

/**
 * When the sequence emails of a sender went out. HubSpot publishes no figure for the send limit, so
 * its log of emails is the count; new mail shows up there after some time (search lag).
 *
 * @param since ms since epoch
 * @returns ms since epoch, ascending
 * @throws HubspotFailure 403 `MISSING_SCOPES` without `sales-email-read`
 */
export async function readSentTimes(
	client: HubspotClient,
	by: SentBy,
	since: number,
): Promise<number[]> {
	const sender =
		'ownerId' in by
			? { propertyName: 'hubspot_owner_id', operator: 'EQ', value: by.ownerId }
			: // String values of IN must be lower case; EQ on an address is the same case.
				{ propertyName: 'hs_email_from_email', operator: 'EQ', value: by.fromEmail.toLowerCase() };
	const times: number[] = [];
	let after: string | undefined;
	do {
		const page: EmailsPage = await client.request<EmailsPage>({
			method: 'POST',
			path: routes.emailsSearch,
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
				properties: ['hs_timestamp'],
				limit: PAGE_SIZE,
				...(after && { after }),
			},
		});
		times.push(
			...page.results.map(({ properties }) => toMillis(properties.hs_timestamp ?? String(since))),
		);
		after = page.paging?.next?.after;
	} while (after);
	return times.sort((a, b) => a - b);
}

/** HubSpot answers ISO instants; exports and older records hold milliseconds as text. */
const toMillis = (value: string) => (/^\d+$/.test(value) ? Number(value) : Date.parse(value));
