import type { HubspotClient } from '../transport/client';
import { routes } from './routes';

export interface Account {
	portalId: string;
	/** IANA name, for example `Europe/Berlin`. */
	timeZone: string;
	/** Host of HubSpot's own pages for this account, for links. */
	uiDomain: string;
}

interface AccountDetails {
	portalId: number;
	timeZone?: string;
	uiDomain?: string;
}

/** Any token may ask this. */
export async function readAccount(client: HubspotClient): Promise<Account> {
	const details = await client.request<AccountDetails>({
		method: 'GET',
		path: routes.accountDetails,
	});
	return {
		portalId: String(details.portalId),
		timeZone: details.timeZone ?? 'UTC',
		uiDomain: details.uiDomain ?? 'app.hubspot.com',
	};
}
