import type { FastifyInstance } from 'fastify';
import { sumBy } from 'lodash';

import { invalid } from '../errors';
import type { Hub } from '../hub';
import { names } from './read';

interface Span {
	startTimestamp?: string;
	endTimestamp?: string;
	emailIds?: string | string[];
}

function instant(value: string | undefined, name: string): number {
	const at = value === undefined ? NaN : Date.parse(value);
	if (Number.isNaN(at)) throw invalid(`${name} must be an ISO 8601 timestamp`);
	return at;
}

function statistics({ account }: Hub, query: Span) {
	const from = instant(query.startTimestamp, 'startTimestamp');
	const until = instant(query.endTimestamp, 'endTimestamp');
	const only = names(query.emailIds);
	const sends = account.marketingSends.filter(
		({ at, emailId }) => at >= from && at <= until && (only.length === 0 || only.includes(emailId)),
	);
	const sent = sumBy(sends, 'count');
	return {
		aggregate: {
			counters: { sent, delivered: sent, open: 0, click: 0, bounce: 0, unsubscribed: 0 },
			ratios: {},
			deviceBreakdown: {},
			qualifierStats: {},
		},
		campaignAggregations: {},
		emails: [...new Set(sends.map(({ emailId }) => Number(emailId)))],
	};
}

/**
 * Marketing emails sent between two instants; the account's monthly limit is not exposed. The dated
 * version takes one scope only (hubspot-api.md 7).
 */
export function marketingRoutes(app: FastifyInstance, hub: Hub): void {
	const list = async ({ query }: { query: Span }) => statistics(hub, query);
	const old = { config: { anyScope: ['marketing.email.read', 'content'] } };
	app.get<{ Querystring: Span }>('/marketing/v3/emails/statistics/list', old, list);
	const dated = { config: { scopes: ['content'] } };
	app.get<{ Querystring: Span }>('/marketing/emails/2026-09/statistics/list', dated, list);
}
