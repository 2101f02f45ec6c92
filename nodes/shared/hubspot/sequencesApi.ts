import type { HubspotClient } from '../transport/client';
import { crmSequences } from './crmSequences';
import { publishedSequences } from './publishedSequences';
import { routes } from './routes';
import type { ApiRoutes, SequencesApi } from './sequences';

/** HubSpot's sequences API, by the routes that the user chose. */
export function sequencesApi(client: HubspotClient, apiRoutes: ApiRoutes): SequencesApi {
	const paths = apiRoutes === 'v4' ? routes.sequencesV4 : routes.sequences;
	const published = publishedSequences(client, paths);
	return apiRoutes === 'crmObjects' ? { ...published, ...crmSequences(client) } : published;
}
