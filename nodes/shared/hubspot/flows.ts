import { chunk } from 'lodash';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { BATCH_SIZE } from './contacts';
import { routes } from './routes';
import { flow, flowPages, type Flow } from './workflows';

/** All contact flows of the account, in short. */
export async function listContactFlows(client: HubspotClient): Promise<Flow[]> {
	const flows: Flow[] = [];
	for await (const { results } of flowPages(client)) flows.push(...results);
	return flows.filter(({ objectTypeId }) => !objectTypeId || objectTypeId === '0-1');
}

const batch = z.object({ results: z.array(flow) });

/** Flows in full, 100 a request. Those that HubSpot does not show are missing (207). */
export async function readFlows(client: HubspotClient, ids: string[]): Promise<Flow[]> {
	const flows: Flow[] = [];
	for (const some of chunk(ids, BATCH_SIZE)) {
		const { results } = await client.request({
			method: 'POST',
			path: routes.flowsBatchRead,
			idempotent: true,
			body: { inputs: some.map((flowId) => ({ type: 'FLOW_ID', flowId })) },
			answer: batch,
		});
		flows.push(...results);
	}
	return flows;
}

/** Turned on, a flow enrolls everybody who meets its trigger at that moment (hubspot-api.md 3.4). */
export const createFlow = async (client: HubspotClient, body: IDataObject): Promise<Flow> =>
	await client.request({ method: 'POST', path: routes.flows, body, answer: flow });
