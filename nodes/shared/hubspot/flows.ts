import { chunk } from 'lodash';
import type { IDataObject } from 'n8n-workflow';

import type { HubspotClient } from '../transport/client';
import { BATCH_SIZE } from './contacts';
import { routes } from './routes';
import { listFlows, type Flow } from './workflows';

/** All contact flows of the account, in short. */
export async function listContactFlows(client: HubspotClient): Promise<Flow[]> {
	const flows: Flow[] = [];
	let after: string | undefined;
	do {
		const page = await listFlows(client, after);
		flows.push(...page.flows);
		after = page.after;
	} while (after);
	return flows.filter(({ objectTypeId }) => !objectTypeId || objectTypeId === '0-1');
}

/** Flows in full, 100 a request. Those that HubSpot does not show are missing (207). */
export async function readFlows(client: HubspotClient, ids: string[]): Promise<Flow[]> {
	const flows: Flow[] = [];
	for (const batch of chunk(ids, BATCH_SIZE)) {
		const answer = await client.request<{ results?: Flow[] }>({
			method: 'POST',
			path: routes.flowsBatchRead,
			idempotent: true,
			body: { inputs: batch.map((flowId) => ({ type: 'FLOW_ID', flowId })) },
		});
		flows.push(...(answer.results ?? []));
	}
	return flows;
}

/** Turned on, a flow enrolls everybody who meets its trigger at that moment (seen live). */
export const createFlow = async (client: HubspotClient, body: IDataObject): Promise<Flow> =>
	await client.request<Flow>({ method: 'POST', path: routes.flows, body });
