import type { HubspotClient } from '../transport/client';
import { routes } from './routes';

export interface SentQuestion {
	/** Ms since epoch. */
	from: number;
	until: number;
	/** Of these emails only; of all emails of the account where there are none. */
	emailIds?: string[];
}

/**
 * How many marketing emails the account sent, whoever or whatever made it send them. HubSpot does
 * not publish how many it may send.
 *
 * @throws HubspotFailure 403 `MISSING_SCOPES` without `marketing.email.read` or `content`
 */
export async function countMarketingSent(
	client: HubspotClient,
	{ from, until, emailIds }: SentQuestion,
): Promise<number> {
	const answer = await client.request<{ aggregate?: { counters?: { sent?: number } } }>({
		method: 'GET',
		path: routes.marketingStatistics,
		query: {
			startTimestamp: new Date(from).toISOString(),
			endTimestamp: new Date(until).toISOString(),
			...(emailIds && emailIds.length > 0 && { emailIds }),
		},
	});
	return answer.aggregate?.counters?.sent ?? 0;
}
