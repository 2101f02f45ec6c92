import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { count, id, maybe, pageOf } from './fields';
import { followPages } from './pages';
import { routes } from './routes';

/** Most members of one page of a list's memberships. */
export const MEMBERS_PAGE = 250;

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

const members = pageOf(z.object({ recordId: id }));

/** The ids of a list's members, page by page. */
export async function* memberPages(client: HubspotClient, listId: string) {
	const path = routes.memberships(listId);
	const pages = followPages(
		`GET ${path}`,
		async (after) =>
			await client.request({
				method: 'GET',
				path,
				query: { limit: MEMBERS_PAGE, ...(after && { after }) },
				answer: members,
			}),
	);
	for await (const { results, after } of pages) {
		yield { ids: results.map(({ recordId }) => recordId), isLast: after === undefined };
	}
}

/** A list read by itself has `size`, one that was searched for the property (specification). */
const list = z.object({
	list: z.object({
		size: maybe(count),
		additionalProperties: maybe(z.object({ hs_list_size: maybe(count) })),
	}),
});

/** How many members a list has; undefined where HubSpot does not tell it. */
export async function readListSize(
	client: HubspotClient,
	listId: string,
): Promise<number | undefined> {
	const found = await client.request({ method: 'GET', path: routes.list(listId), answer: list });
	return found.list.size ?? found.list.additionalProperties?.hs_list_size;
}
