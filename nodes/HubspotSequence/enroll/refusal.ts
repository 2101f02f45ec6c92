import { sortBy } from 'lodash';

import type { AfterRefusal, Refused } from '../../shared/enroll/enrollRun';
import type { EnrollGroup } from '../../shared/enroll/quota';
import { SKIPPED_REASONS } from '../../shared/reasons';
import { UnknownOutcome } from '../../shared/errors';
import type { Enrollment } from '../../shared/hubspot/sequences';
import { unsettledKey } from '../../shared/n8n/retryMemory';
import { explainError } from '../../shared/transport/errorTable';
import { idsOf, sentBy, type Candidate, enrolledReason, ineligible } from './candidate';
import { EnrolledByOther } from './enrollOne';
import { wantedBy } from './lostAnswer';
import type { SequenceRun } from './sequenceRun';
import { beforeOf, isSentBy } from './shown';

/**
 * Turns HubSpot's refusal of a contact into its outcome, and stops what would meet the same refusal:
 * the rest of this sender (limit, inbox, seat), or of the run (key, scope, daily API limit). Where
 * several senders take turns, the contact goes on to the next; where its owner cannot send, to the
 * fallback. A 429 is about the app, never about the sender.
 */
export async function onRefusal(
	run: SequenceRun,
	error: unknown,
	entry: Refused<Candidate>,
	group: EnrollGroup<Candidate>,
): Promise<AfterRefusal> {
	const { api, results } = run;
	const { sendLimit, candidate } = entry;
	const { index, contact, parameters, outcomeFields } = candidate;
	const { sequenceId, skipIneligible } = parameters;
	if ('reason' in entry) return (await goesOn(run, error, candidate)) ? 'settled' : 'hold';
	if (error instanceof UnknownOutcome) {
		const { standing, memoryKey } = candidate;
		results.memory.remember(unsettledKey(memoryKey), {
			before: { ...beforeOf(standing) },
			json: { ...outcomeFields, ...(sendLimit && { sendLimit }) },
		});
	}
	const { refusal, scope, message } = explainError(error);
	const quota = group.quotaOf(candidate);
	const breaker = quota.breakerOf(candidate);
	if (scope === 'run') breaker.tripAll(error);
	if (scope === 'sender' || refusal === 'HUBSPOT_SEND_LIMIT') {
		breaker.trip(error);
		if (group.takesTurns) return 'again';
	}
	if (await goesOn(run, error, candidate)) return 'settled';
	if (error instanceof EnrolledByOther) skipEnrolled(run, candidate, error.enrollment);
	else if (refusal === undefined) results.fail(index, error, outcomeFields);
	else if (refusal === 'HUBSPOT_SEND_LIMIT') quota.markFull(entry, message);
	else if (refusal === 'ALREADY_ENROLLED') {
		// The answer does not say in which sequence the contact is.
		skipEnrolled(run, candidate, await api.enrollmentOf(contact.id));
	} else if (skipIneligible) {
		results.skipped(index, refusal, idsOf(contact, sequenceId), message);
	} else results.fail(index, ineligible(refusal, contact, sequenceId));
	return 'settled';
}

/** @throws Problem where Already Enrolled is not set to Skip */
export function skipEnrolled(
	{ results }: SequenceRun,
	candidate: Candidate,
	current: Enrollment | null,
): void {
	const { index, contact, parameters } = candidate;
	const { sequenceId, alreadyEnrolled } = parameters;
	const reason = enrolledReason(current?.sequenceId, sequenceId, alreadyEnrolled, contact);
	const by = current && !isSentBy(current, wantedBy(candidate)) && current.enrolledByEmail;
	const message = by ? `${SKIPPED_REASONS[reason]}; it was enrolled by ${by}` : undefined;
	results.skipped(index, reason, idsOf(contact, sequenceId), message);
}

/**
 * Whether the contact goes on to the Fallback Sender: HubSpot refused its owner (no inbox, no seat),
 * and not for the limit.
 * @throws Problem, HubspotFailure where the fallback cannot be looked up
 */
async function goesOn(
	{ senders, forFallback }: SequenceRun,
	error: unknown,
	candidate: Candidate,
): Promise<boolean> {
	if (explainError(error).scope !== 'sender') return false;
	const fallback = await senders.insteadOf(candidate.sender, candidate.parameters.sender);
	if (!fallback) return false;
	forFallback.push(sentBy(fallback, { ...candidate, senders: [fallback] }));
	return true;
}

/** Those that go on to the Fallback Sender and are open, in input order. */
export const stillOpen = ({ forFallback, results }: SequenceRun): Candidate[] =>
	sortBy(forFallback, 'index').filter(({ index }) => !results.isDone(index));
