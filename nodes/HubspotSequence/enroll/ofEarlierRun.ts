import { SHOWN_AFTER_MS } from '../../shared/enroll/claims';
import { byAnotherRun } from '../../shared/enroll/earlierRuns';
import type { OfEarlierRun } from '../../shared/enroll/enrollRun';
import { unsettledKey } from '../../shared/n8n/retryMemory';
import type { Claim } from '../../shared/quota/owed';
import { endsAtOnce } from '../../shared/quota/schedule';
import { idsOf, type Candidate } from './candidate';
import { asJson, lookBackOf, unknownOutcome } from './enrollOne';
import { skipEnrolled } from './refusal';
import type { SequenceRun } from './sequenceRun';
import { beforeInstant } from './shown';

/**
 * What came of a contact that another run has reserved, by what HubSpot shows of it since then. A contact
 * that stays in the sequence for a while cannot be enrolled twice: HubSpot refuses that.
 *
 * @throws UnknownOutcome, and Problem where Already Enrolled is not set to Skip
 */
export async function ofEarlierRun(
	run: SequenceRun,
	candidate: Candidate,
	{ at }: Claim,
): Promise<OfEarlierRun> {
	const { results } = run;
	const { index, contact, parameters, memoryKey } = candidate;
	const looks = at > Date.now() - SHOWN_AFTER_MS ? undefined : 1;
	const { ours, others, isEnrolled } = await lookBackOf(run, candidate, beforeInstant(at), looks);
	if (others) {
		// Before it, the contact may have been in this sequence, and nothing shows that any more.
		if (!isEnrolled) throw unknownOutcome(candidate);
		skipEnrolled(run, candidate, others);
		return 'settled';
	}
	if (!ours) return endsAtOnce(candidate.schedule) ? 'notShown' : 'harmless';
	const known = results.memory.recall(unsettledKey(memoryKey));
	if (known) results.enrolled(index, { ...(known.json as object), ...asJson(ours) });
	else {
		const ids = idsOf(contact, parameters.sequenceId);
		results.skipped(index, 'ALREADY_ENROLLED', ids, byAnotherRun(ours.enrolledAt));
	}
	return 'settled';
}
