import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { count } from './fields';
import { routes } from './routes';

export interface SentQuestion {
	/** Ms since epoch. */
	from: number;
	until: number;
	/** Of these emails only; of all emails of the account where there are none. */
	emailIds?: string[];
}

/** Counters by name; where nothing at all was counted, there may be none. */
const statistics = z
	.object({
		aggregate: z.object({
			counters: z.union([z.object({ sent: count }), z.object({}).strict()]),
		}),
	})
	.transform(({ aggregate: { counters } }) => ('sent' in counters ? counters.sent : 0));

/**
 * How many marketing emails the account sent, whoever or whatever made it send them. HubSpot does
 * not publish how many it may send.
 *
 * @throws HubspotFailure 403 `MISSING_SCOPES` without `marketing.email.read` or `content`
 */
export const countMarketingSent = async (
	client: HubspotClient,
	{ from, until, emailIds }: SentQuestion,
): Promise<number> =>
	await client.request({
		method: 'GET',
		path: routes.marketingStatistics,
		query: {
			startTimestamp: new Date(from).toISOString(),
			endTimestamp: new Date(until).toISOString(),
			...(emailIds && emailIds.length > 0 && { emailIds }),
		},
		answer: statistics,
	});
