import { Info } from 'luxon';
import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { id, maybe } from './fields';
import { routes } from './routes';

const details = z
	.object({
		portalId: id.pipe(z.string().regex(/^\d+$/)),
		timeZone: maybe(z.string()),
		uiDomain: maybe(z.string()),
	})
	.transform(({ portalId, timeZone, uiDomain }) => ({
		portalId,
		/** IANA name, for example `Europe/Berlin`; one that this machine does not know is taken for UTC. */
		timeZone: timeZone && Info.isValidIANAZone(timeZone) ? timeZone : 'UTC',
		/** Host of HubSpot's own pages for this account, for links. */
		uiDomain: uiDomain ?? 'app.hubspot.com',
	}));

export type Account = z.output<typeof details>;

/** Any token may ask this. */
export const readAccount = async (client: HubspotClient): Promise<Account> =>
	await client.request({ method: 'GET', path: routes.accountDetails, answer: details });
