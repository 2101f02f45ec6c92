import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { HubspotFailure } from '../transport/failure';
import { newestPath } from '../transport/versions';
import { count, id, instant, maybe, pageOf, toMillis } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

/** Whose mail to count: a user's, or that of one mailbox, whoever uses it. */
export type SentBy = { ownerId: string } | { fromEmail: string };

/** Which mail: that of sequences, or what a person writes as well. */
export type MailKind = 'sequence' | 'all';

const emails = pageOf(
	z.object({
		id,
		properties: z.object({
			hs_timestamp: maybe(z.union([z.literal(''), instant])),
			hs_email_to_email: maybe(z.string()),
			hs_email_status: maybe(z.string()),
			hs_sequence_id: maybe(z.union([z.literal(''), id])),
		}),
	}),
);

/** A page of the search, and how many emails there are on all pages. */
const found = z.intersection(emails, z.object({ total: maybe(count) }));

const PAGE_SIZE = 200;

/** HubSpot shows no more results of one search than this (hubspot-api.md 5.1); the next goes on from there. */
const MOST_RESULTS = 10_000;

/** So many searches are spent on one log: 100,000 emails, far more than an inbox sends in a month. */
const MOST_SEARCHES = 10;

/** An email that HubSpot has logged. */
export interface MailRecord {
	/** HubSpot's id of it. */
	id: string;
	/** When it went out or, where it is `scheduled`, is going to; ms since epoch. */
	at: number;
	/** Address in lower case; `''` where the record has none. */
	to: string;
	/** The sequence that sent it; missing for mail that a person wrote. */
	sequenceId?: string | undefined;
	/** HubSpot has it planned, and has not sent it. */
	scheduled: boolean;
}

/**
 * The emails of a sender, oldest first. HubSpot publishes no figure for the sending limit, so its log of
 * emails is the count (hubspot-api.md 6); new mail shows up there after some time.
 *
 * @param since ms since epoch
 * @throws HubspotFailure 403 `MISSING_SCOPES` without `sales-email-read`; also where the pages have
 * fewer emails than HubSpot says that there are, or there are too many to read: those that are not
 * shown would count as not sent
 */
export async function readMail(
	client: HubspotClient,
	by: SentBy,
	kind: MailKind,
	since: number,
): Promise<MailRecord[]> {
	const mail = new Map<string, MailRecord>();
	let from = since;
	for (let searches = 0; searches < MOST_SEARCHES; searches++) {
		const { read, isWhole } = await search(client, by, kind, from);
		for (const record of read) mail.set(record.id, record);
		const last = read.at(-1)?.at ?? from;
		if (isWhole) return [...mail.values()];
		// More at one instant than a search shows would come again and again.
		if (last === from) break;
		from = last;
	}
	throw incomplete(mail.size, mail.size + 1);
}

/** One search: `isWhole` unless there are more emails than it can show. */
async function search(client: HubspotClient, by: SentBy, kind: MailKind, since: number) {
	const sender =
		'ownerId' in by
			? { propertyName: 'hubspot_owner_id', operator: 'EQ', value: by.ownerId }
			: // String values of IN must be lower case; EQ on an address is the same case.
				{ propertyName: 'hs_email_from_email', operator: 'EQ', value: by.fromEmail.toLowerCase() };
	const ofSequence = { propertyName: 'hs_sequence_id', operator: 'HAS_PROPERTY' };
	const filters = [
		{ propertyName: 'hs_email_direction', operator: 'EQ', value: 'EMAIL' },
		...(kind === 'sequence' ? [ofSequence] : []),
		{ propertyName: 'hs_timestamp', operator: 'GTE', value: String(since) },
		sender,
	];
	const pages = followPages(
		REQUEST,
		async (after) =>
			await client.request({
				method: 'POST',
				path: routes.emailsSearch,
				search: true,
				idempotent: true,
				body: {
					filterGroups: [{ filters }],
					sorts: [{ propertyName: 'hs_timestamp', direction: 'ASCENDING' }],
					properties: ['hs_timestamp', 'hs_email_to_email', 'hs_email_status', 'hs_sequence_id'],
					limit: PAGE_SIZE,
					...(after && { after }),
				},
				answer: found,
			}),
	);
	const read: MailRecord[] = [];
	let most = 0;
	for await (const { results, total = 0 } of pages) {
		most = Math.max(most, total);
		read.push(...results.map((record) => mailRecord(record, since)));
		// The total may end at the same number, so that there may be more does not show in it.
		if (read.length >= MOST_RESULTS) return { read, isWhole: false };
	}
	if (read.length < most) throw incomplete(read.length, most);
	return { read, isWhole: true };
}

function mailRecord({ id, properties }: z.output<typeof emails>['results'][number], since: number) {
	const { hs_timestamp: at, hs_email_to_email: to = '', hs_email_status: status } = properties;
	return {
		id,
		at: toMillis(at || String(since)),
		to: to.trim().toLowerCase(),
		...(properties.hs_sequence_id && { sequenceId: properties.hs_sequence_id }),
		scheduled: status === 'SCHEDULED',
	};
}

const REQUEST = `POST ${newestPath(routes.emailsSearch)}`;

const incomplete = (shown: number, total: number) =>
	new HubspotFailure({
		status: 200,
		text: '',
		isHtml: false,
		requiredScopes: [],
		request: REQUEST,
		lacks: `${total - shown} of ${total} results`,
	});
