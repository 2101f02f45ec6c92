import { uniqBy } from 'lodash';

import type { EnrollRun } from '../../shared/enroll/enrollRun';
import { groupsOf } from '../../shared/groups';
import { readLegacyWorkflow } from '../../shared/hubspot/activeLists';
import { BATCH_SIZE } from '../../shared/hubspot/contacts';
import { readActiveMembers } from '../../shared/overlap/activeMembers';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';
import { inParallel } from '../../shared/transport/inParallel';
import type { Candidate } from './candidate';
import { looksIn } from './enrollOne';

/**
 * Skips members of a list who are in the workflow now. HubSpot lets nobody in twice at a time, and may answer
 * "accepted" all the same (hubspot-api.md 3.1): a run every morning would enroll the same ones for ever.
 * Asked by HubSpot's own list of who is in the workflow; where that does not tell, only few one by one.
 */
export async function notInAlready(
	run: EnrollRun,
	candidates: readonly Candidate[],
): Promise<Candidate[]> {
	const { client, results } = run;
	hintEnterAgain(run, candidates);
	const limiter = inParallel(client);
	// What an earlier try may have made is for the loop to find out.
	const fresh = candidates.filter(({ retriedSince }) => retriedSince === undefined);
	for (const group of groupsOf(fresh, ({ targetId }) => targetId)) {
		const { found, complete } = await readWhoIsIn(client, group);
		const isIn = async ({ contactId, targetId }: Candidate) =>
			found.has(contactId) ||
			(!complete && group.length <= BATCH_SIZE && (await looksIn(client, targetId, contactId)));
		const look = async (candidate: Candidate) => {
			if (!(await limiter(isIn, candidate))) return;
			results.skipped(candidate.index, 'ALREADY_ENROLLED', candidate.outcomeFields);
		};
		await Promise.all(group.map(look));
	}
	return candidates.filter(({ index }) => !results.isDone(index));
}

/** A key may be without the lists' scope, or see no such workflow. */
async function readWhoIsIn(client: HubspotClient, group: readonly [Candidate, ...Candidate[]]) {
	const [{ targetId }] = group;
	try {
		const workflow = await readLegacyWorkflow(client, targetId);
		return await readActiveMembers(
			client,
			group.map(({ contactId }) => contactId),
			[workflow],
		);
	} catch (error) {
		if (!(error instanceof HubspotFailure)) rethrow(error);
		return { found: new Map<string, unknown>(), complete: false };
	}
}

/** With re-enrollment on, HubSpot lets everybody in again who has gone through. */
function hintEnterAgain({ results }: EnrollRun, candidates: readonly Candidate[]): void {
	for (const { workflow } of uniqBy(candidates, 'targetId')) {
		const { flow, workflowId } = workflow;
		if (flow?.enrollmentCriteria?.shouldReEnroll !== true) continue;
		results.hint(
			`Re-enrollment is on in "${flow.name ?? workflowId}": members of the list who have gone through it enter it again with each run. Choose a list that they leave, such as an active one.`,
		);
	}
}
