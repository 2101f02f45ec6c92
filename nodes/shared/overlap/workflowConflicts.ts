import {
	listLegacyWorkflows,
	readLegacyWorkflow,
	type ListedWorkflow,
} from '../hubspot/activeLists';
import { mapWorkflowIds, workflowsOf } from '../hubspot/workflows';
import type { HubspotClient } from '../transport/client';
import { hasStatus, rethrow } from '../transport/failure';
import { readActiveMembers } from './activeMembers';
import { cheapestWay } from './cheapestWay';
import { isAny, type Conflicts } from './conflicts';
import { hasTheme } from './theme';

/** A workflow that a contact is in and should not be. */
type ConflictingWorkflow = Pick<ListedWorkflow, 'id' | 'name'>;

/** Finds the conflicting workflow of a contact. @throws HubspotFailure */
export type ConflictLookup = (contactId: string) => Promise<ConflictingWorkflow | undefined>;

/** The workflow list, one active list, its page and a look whether it is the right one. */
const LEAST_FOR_THEME = 4;

/**
 * Prepares the answer for `contactIds` with the fewest requests: where the workflows are named,
 * their lists of active contacts may tell it for 250 contacts at once; HubSpot's call for the
 * workflows of a contact is one request per contact.
 */
export async function workflowConflicts(
	client: HubspotClient,
	contactIds: string[],
	conflicts: Conflicts,
): Promise<ConflictLookup> {
	const named = new Set(await toLegacyIds(client, conflicts.ids));
	const onTheme = hasTheme(conflicts.theme);
	const isConflict = ({ id, name }: ConflictingWorkflow) =>
		isAny(conflicts) || named.has(id) || onTheme(name);

	const askContact: ConflictLookup = async (contactId) => {
		const current = await workflowsOf(client, contactId);
		return current.map(({ id, name }) => ({ id, name })).find(isConflict);
	};
	const asked = async () => {
		if (isAny(conflicts)) return undefined;
		const workflows = await findWorkflows(client, contactIds.length, [...named], conflicts.theme);
		return workflows && (await readActiveMembers(client, contactIds, workflows));
	};
	const read = await unlessDenied(asked);
	if (!read) return askContact;
	return async (contactId) => {
		const found = read.found.get(contactId);
		return found ?? (read.complete ? undefined : await askContact(contactId));
	};
}

/** Ids from the editor are flow ids; one that no flow has is a legacy id. */
async function toLegacyIds(client: HubspotClient, ids: string[]): Promise<string[]> {
	if (ids.length === 0) return [];
	const mapped = await mapWorkflowIds(client, 'FLOW_ID', ids);
	const byFlow = new Map(mapped.map(({ flowId, workflowId }) => [flowId, workflowId]));
	return ids.map((id) => byFlow.get(id) ?? id);
}

/** The named workflows and those on the theme; undefined where asking contact by contact is cheaper. */
async function findWorkflows(
	client: HubspotClient,
	contacts: number,
	ids: string[],
	theme: string,
): Promise<ListedWorkflow[] | undefined> {
	if (theme !== '') {
		if (contacts <= LEAST_FOR_THEME) return undefined;
		const onTheme = hasTheme(theme);
		const all = await listLegacyWorkflows(client);
		if (!ids.every((id) => all.some((workflow) => workflow.id === id))) return undefined;
		return all.filter(({ id, name }) => ids.includes(id) || onTheme(name));
	}
	const unknown = ids.map(() => ({ known: false, proven: false }));
	if (cheapestWay(contacts, unknown) === 'contacts') return undefined;
	return await Promise.all(ids.map(async (id) => await readLegacyWorkflow(client, id)));
}

/** A key may be without the lists' scope, or see no such workflow: then each contact is asked. */
async function unlessDenied<T>(read: () => Promise<T>): Promise<T | undefined> {
	try {
		return await read();
	} catch (error) {
		if (hasStatus(error, 400, 403, 404)) return undefined;
		rethrow(error);
	}
}
