import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { id, maybe } from './fields';
import { routes } from './routes';

/** HubSpot keeps a list of the contacts that are in a workflow now. */
export interface ListedWorkflow {
	/** Legacy id. */
	id: string;
	/** Undefined, both, where HubSpot does not tell it. */
	name: string | undefined;
	activeListId: string | undefined;
}

const contactListIds = maybe(z.object({ active: maybe(id) }));

const workflow = z
	.object({
		id,
		name: maybe(z.string()),
		/** On entries of the list of workflows. */
		contactListIds,
		/** On a single workflow. */
		metaData: maybe(z.object({ contactListIds })),
	})
	.transform(
		(one): ListedWorkflow => ({
			id: one.id,
			name: one.name,
			activeListId: one.metaData?.contactListIds?.active ?? one.contactListIds?.active,
		}),
	);

/** All contact workflows, by legacy id; HubSpot gives them on one page. */
export async function listLegacyWorkflows(client: HubspotClient): Promise<ListedWorkflow[]> {
	const { workflows } = await client.request({
		method: 'GET',
		path: routes.legacyWorkflows,
		answer: z.object({ workflows: z.array(workflow) }),
	});
	return workflows;
}

/** @throws HubspotFailure 404 */
export const readLegacyWorkflow = async (
	client: HubspotClient,
	workflowId: string,
): Promise<ListedWorkflow> =>
	await client.request({
		method: 'GET',
		path: routes.legacyWorkflow(workflowId),
		answer: workflow,
	});
