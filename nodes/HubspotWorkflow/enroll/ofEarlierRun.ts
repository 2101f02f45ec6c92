import { byAnotherRun } from '../../shared/enroll/earlierRuns';
import type { EnrollRun, OfEarlierRun } from '../../shared/enroll/enrollRun';
import { isUnderWay, NOBODY } from '../../shared/quota/claims';
import type { Claim } from '../../shared/quota/owed';
import type { Candidate } from './candidate';
import { joinedSince } from './enrollByList';
import { maySetAgain } from './enrollByProperty';
import { isRepeatable, looksIn, unknownOutcome } from './enrollOne';

/**
 * What came of a contact that another run has reserved. HubSpot does not show who has passed through a
 * workflow: whether they did, the user is told once that nobody knows.
 *
 * @throws UnknownOutcome
 */
export async function ofEarlierRun(
	{ client, results }: EnrollRun,
	candidate: Candidate,
	claim: Claim,
): Promise<OfEarlierRun> {
	const { index, outcomeFields, parameters, workflow, contactId } = candidate;
	const { trigger } = parameters;
	if (trigger && 'listId' in trigger) {
		const joined = await joinedSince(client, trigger.listId, [candidate], claim.at);
		if (!joined?.has(contactId)) return 'harmless';
		results.skipped(index, 'ALREADY_ENROLLED', outcomeFields, byAnotherRun());
		return 'settled';
	}
	if (trigger && maySetAgain(candidate)) return 'harmless';
	const isThere = await looksIn(client, workflow.workflowId, contactId);
	if (isThere) {
		results.skipped(index, 'ALREADY_ENROLLED', outcomeFields, byAnotherRun());
		return 'settled';
	}
	if (isRepeatable(workflow)) return 'harmless';
	const isTold = claim.by === NOBODY;
	if (isTold || isUnderWay(claim, Date.now())) return 'notShown';
	throw unknownOutcome(contactId);
}
