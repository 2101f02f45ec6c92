import { firstOf, hintHowMany, type Everyone } from '../../shared/contacts/everyone';
import { Problem } from '../../shared/errors';
import { readLegacyWorkflow } from '../../shared/hubspot/activeLists';
import { memberIds } from '../../shared/hubspot/memberships';
import type { Run } from '../../shared/n8n/router';
import { isActiveList } from '../../shared/overlap/activeMembers';
import type { HubspotClient } from '../../shared/transport/client';
import { isDenied, isUnknownPath, rethrow } from '../../shared/transport/failure';

/**
 * The contacts that are in a workflow now, by the list that HubSpot keeps of them.
 * @param workflowId legacy id
 * @throws Problem where HubSpot does not show that list; HubspotFailure
 */
export async function everyoneIn(
	run: Pick<Run, 'client' | 'context'>,
	workflowId: string,
	most: number,
): Promise<readonly string[]> {
	const everyone = await readEveryone(run.client, workflowId, most);
	if (!everyone) throw notShown(workflowId);
	hintHowMany(run, everyone, most, 'in the HubSpot workflow');
	return everyone.ids;
}

/** Undefined where HubSpot does not show the list, or one that may be another. */
async function readEveryone(
	client: HubspotClient,
	workflowId: string,
	most: number,
): Promise<Everyone | undefined> {
	try {
		const workflow = await readLegacyWorkflow(client, workflowId);
		if (workflow.activeListId === undefined) return undefined;
		const everyone = await firstOf(memberIds(client, workflow.activeListId), most);
		const isIt = everyone.ids.length === 0 || (await isActiveList(client, workflow, everyone.ids));
		return isIt ? everyone : undefined;
	} catch (error) {
		if (isDenied(error) || isUnknownPath(error)) return undefined;
		rethrow(error);
	}
}

const notShown = (workflowId: string) =>
	new Problem(
		'WORKFLOW_UNUSABLE',
		'HubSpot does not show who is in the workflow',
		"HubSpot has no call for it, and the list that it keeps of them is not shown for this one. Make an active list in HubSpot of the contacts that are in the workflow, set 'Status Of' to Contacts and 'Contacts From' to HubSpot List, and choose that list.",
		{ workflowId },
	);
