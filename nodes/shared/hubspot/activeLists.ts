import type { HubspotClient } from '../transport/client';
import { routes } from './routes';

/** Most members of one page of a list's memberships. */
export const MEMBERS_PAGE = 250;

/** HubSpot keeps a list of the contacts that are in a workflow now. */
export interface ListedWorkflow {
	/** Legacy id. */
	id: string;
	name?: string;
	/** Undefined where HubSpot does not tell it. */
	activeListId?: string;
}

interface LegacyWorkflowDetails {
	id: number | string;
	name?: string;
	/** On entries of the list of workflows. */
	contactListIds?: { active?: number | string };
	/** On a single workflow. */
	metaData?: { contactListIds?: { active?: number | string } };
}

function toListed({ id, name, contactListIds, metaData }: LegacyWorkflowDetails): ListedWorkflow {
	const active = metaData?.contactListIds?.active ?? contactListIds?.active;
	return { id: String(id), name, activeListId: active === undefined ? undefined : String(active) };
}

/** All contact workflows, by legacy id; HubSpot gives them on one page. */
export async function listLegacyWorkflows(client: HubspotClient): Promise<ListedWorkflow[]> {
	const answer = await client.request<{ workflows?: LegacyWorkflowDetails[] }>({
		method: 'GET',
		path: routes.legacyWorkflows,
	});
	return (answer.workflows ?? []).map(toListed);
}

/** @throws HubspotFailure 404 */
export async function readLegacyWorkflow(
	client: HubspotClient,
	workflowId: string,
): Promise<ListedWorkflow> {
	return toListed(
		await client.request<LegacyWorkflowDetails>({
			method: 'GET',
			path: routes.legacyWorkflow(workflowId),
		}),
	);
}

interface MembershipsPage {
	results?: Array<{ recordId: string | number }>;
	paging?: { next?: { after: string } };
}

/** One page of the ids of a list's members. */
export async function readMembers(client: HubspotClient, listId: string, after?: string) {
	const page = await client.request<MembershipsPage>({
		method: 'GET',
		path: routes.memberships(listId),
		query: { limit: MEMBERS_PAGE, ...(after && { after }) },
	});
	return {
		ids: (page.results ?? []).map(({ recordId }) => String(recordId)),
		after: page.paging?.next?.after,
	};
}

/** How many members a list has; undefined where HubSpot does not tell it. */
export async function readListSize(
	client: HubspotClient,
	listId: string,
): Promise<number | undefined> {
	const { list } = await client.request<{
		list?: { additionalProperties?: { hs_list_size?: string | number } };
	}>({ method: 'GET', path: routes.list(listId) });
	const size = Number(list?.additionalProperties?.hs_list_size ?? Number.NaN);
	return Number.isFinite(size) ? size : undefined;
}
