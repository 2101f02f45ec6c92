import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiRoutes } from '../hubspot/sequences';
import { showHint } from './hints';

/** v4 APIs are unsupported from 2027-03-30 (hubspot-api.md 3.6). */
const V4_HINT =
	'HubSpot ends its support of the v4 API on 2027-03-30. Set the API Routes option to Published, unless this account does not have the newer API.';

/** Says what there is to say about the chosen API routes, once a run. */
export function hintRoutes(context: IExecuteFunctions, apiRoutes: ApiRoutes): void {
	if (apiRoutes === 'v4') showHint(context, V4_HINT);
}
