import type { ListedWorkflow } from '../hubspot/activeLists';
import { readList } from '../hubspot/lists';
import { memberPages, MEMBERS_PAGE } from '../hubspot/memberships';
import { workflowsOf } from '../hubspot/workflows';
import type { HubspotClient } from '../transport/client';
import { cheapestWay } from './cheapestWay';

/** What the lists of active contacts told. */
export interface ActiveMembers {
	/** The workflow that a contact is in, as far as it was read. */
	found: Map<string, ListedWorkflow>;
	/** Whether all lists were read to their end: who is not found then is in none of the workflows. */
	complete: boolean;
}

interface OpenList {
	workflow: ListedWorkflow;
	/** Those after the first. */
	pages: ReturnType<typeof memberPages>;
	/** Members of further pages. */
	unread: number;
}

const NOTHING: ActiveMembers = { found: new Map(), complete: false };

/**
 * Reads who is in the workflows from their lists of active contacts, as long as that takes fewer
 * requests than asking for each contact.
 */
export async function readActiveMembers(
	client: HubspotClient,
	contactIds: string[],
	workflows: ListedWorkflow[],
): Promise<ActiveMembers> {
	const lists = workflows.flatMap((workflow) =>
		workflow.activeListId === undefined ? [] : [{ workflow, listId: workflow.activeListId }],
	);
	const unread = lists.map(() => ({ known: true, proven: false }));
	if (lists.length < workflows.length) return NOTHING;
	if (cheapestWay(contactIds.length, unread) === 'contacts') return NOTHING;

	const wanted = new Set(contactIds);
	const found = new Map<string, ListedWorkflow>();
	const note = (ids: Iterable<string>, workflow: ListedWorkflow) => {
		for (const id of ids) if (wanted.has(id) && !found.has(id)) found.set(id, workflow);
	};
	const open: OpenList[] = [];
	for (const { workflow, listId } of lists) {
		const pages = memberPages(client, listId);
		const first = await pages.next();
		if (first.done) return { found, complete: false };
		const { since, isLast } = first.value;
		if (!(await isActiveList(client, workflow, [...since.keys()]))) {
			return { found, complete: false };
		}
		note(since.keys(), workflow);
		if (isLast) continue;
		const { size } = await readList(client, listId);
		if (size === undefined) return { found, complete: false };
		open.push({ workflow, pages, unread: Math.max(1, size - MEMBERS_PAGE) });
	}

	const rest = open.map((list) => ({ known: true, proven: true, unread: list.unread }));
	const undecided = contactIds.length - found.size;
	if (cheapestWay(undecided, rest) === 'contacts') return { found, complete: rest.length === 0 };
	for (const { workflow, pages } of open) {
		for await (const { since } of pages) note(since.keys(), workflow);
	}
	return { found, complete: true };
}

/**
 * Whether the list is really that of the workflow. A list has an old and a new id, and the old id
 * of one may be the new id of another (HubSpot's guide to leaving the v1 lists API); which of the two
 * the older workflows API gives is not documented. So one member is asked about; a list without
 * members proves nothing.
 */
export async function isActiveList(
	client: HubspotClient,
	workflow: ListedWorkflow,
	[member]: string[],
): Promise<boolean> {
	if (member === undefined) return false;
	const current = await workflowsOf(client, member);
	return current.some(({ id }) => id === workflow.id);
}
