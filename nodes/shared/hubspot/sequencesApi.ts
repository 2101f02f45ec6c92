import type { HubspotClient } from '../transport/client';
import { crmSequences } from './crmSequences';
import { publishedSequences } from './publishedSequences';
import { SEQUENCES_VERSIONS } from './routes';
import type { ApiRoutes, SequencesApi } from './sequences';

/** HubSpot's sequences API, by the routes that the user chose. */
export function sequencesApi(client: HubspotClient, apiRoutes: ApiRoutes): SequencesApi {
	const published = publishedSequences(client, apiRoutes === 'v4' ? ['v4'] : SEQUENCES_VERSIONS);
	return apiRoutes === 'crmObjects' ? { ...published, ...crmSequences(client) } : published;
}
