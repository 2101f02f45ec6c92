import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { newestPath } from '../transport/versions';
import { id, pageOf } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

const PAGE_SIZE = 200;

/** HubSpot shows no more results of one search (hubspot-api.md 5.1). */
export const MOST_RESULTS = 10_000;

/**
 * Ids of the contacts whose properties say that they are in the sequence, page by page, for at most
 * `MOST_RESULTS` of them: no call of HubSpot's lists the enrollments of a sequence (hubspot-api.md 2.2).
 */
export async function* contactsInSequence(client: HubspotClient, sequenceId: string) {
	const filters = [
		{ propertyName: 'hs_sequences_is_enrolled', operator: 'EQ', value: 'true' },
		{ propertyName: 'hs_latest_sequence_enrolled', operator: 'IN', values: [sequenceId] },
	];
	const pages = followPages(
		`POST ${newestPath(routes.contactsSearch)}`,
		async (after) =>
			await client.request({
				method: 'POST',
				path: routes.contactsSearch,
				search: true,
				idempotent: true,
				body: {
					filterGroups: [{ filters }],
					properties: ['hs_latest_sequence_enrolled'],
					limit: PAGE_SIZE,
					...(after && { after }),
				},
				answer: pageOf(z.object({ id })),
			}),
	);
	for await (const { results, after } of pages) {
		yield { ids: results.map((contact) => contact.id), isLast: after === undefined };
	}
}
