import type { FastifyInstance } from 'fastify';
import { DateTime } from 'luxon';

import type { Hub } from '../hub';

function details({ account, clock }: Hub) {
	const now = DateTime.fromMillis(clock.now(), { zone: account.timeZone });
	return {
		portalId: account.portalId,
		accountType: 'STANDARD',
		timeZone: account.timeZone,
		companyCurrency: 'EUR',
		additionalCurrencies: [],
		utcOffset: now.toFormat('ZZ'),
		utcOffsetMilliseconds: now.offset * 60_000,
		uiDomain: 'app.hubspot.com',
		dataHostingLocation: 'na1',
	};
}

/** Account details and API usage; any valid token may read them. */
export function accountRoutes(app: FastifyInstance, hub: Hub): void {
	app.get('/account-info/v3/details', async () => details(hub));
	// Its page has a name as well, and the date (hubspot-api.md 7).
	app.get('/account-info/2026-09/details', async () => ({
		...details(hub),
		portalName: 'Fjordline',
		createdAt: '2024-05-13T08:00:00.000Z',
	}));
	for (const path of ['daily', 'daily/private-apps']) {
		app.get(`/account-info/v3/api-usage/${path}`, async () => ({
			results: [
				{
					name: 'private-apps-api-calls-daily',
					usageLimit: hub.settings.rateLimit?.daily ?? 1_000_000,
					currentUsage: hub.limiter.usage,
					collectedAt: new Date(hub.clock.now()).toISOString(),
					fetchStatus: 'SUCCESS',
				},
			],
		}));
	}
}
