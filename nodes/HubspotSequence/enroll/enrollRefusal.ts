import type { SequencesApi } from '../../shared/hubspot/sequences';
import type { EnrollAction } from '../../shared/enroll/enrollRun';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { UnknownOutcome } from '../../shared/errors';
import { unsettledKey, type RetryMemory } from '../../shared/n8n/retryMemory';
import { explainError } from '../../shared/transport/errorTable';
import { idsOf, type Candidate } from './candidate';
import type { FallbackSenders } from './fallbackSenders';
import { enrolledReason, ineligible } from './prepareEnroll';

/**
 * Turns HubSpot's refusal of a contact into its outcome, and stops what would meet the same refusal:
 * the rest of this sender (limit, inbox, seat), or of the run (key, scope, daily API limit). Where
 * several senders take turns, the contact goes on to the next; where its owner cannot send, to the
 * fallback. A 429 is about the app, never about the sender.
 */
export function refuseWith(
	api: SequencesApi,
	results: EnrollResults,
	memory: RetryMemory,
	fallbacks: FallbackSenders,
): EnrollAction<Candidate>['refuse'] {
	return async (error, entry, group) => {
		const { index, contact, parameters, outcomeFields } = entry.member;
		const { sequenceId, alreadyEnrolled, skipIneligible } = parameters;
		const ids = idsOf(contact, sequenceId);
		if (error instanceof UnknownOutcome) {
			const { standing, memoryKey } = entry.member;
			memory.remember(unsettledKey(memoryKey), {
				before: standing.latest.enrolledAt,
				json: { ...outcomeFields, ...group.sendLimit(entry) },
			});
		}
		const { refusal, scope, message } = explainError(error);
		const breaker = group.breakerOf(entry.member);
		if (scope === 'run') breaker.tripAll(error);
		if (scope === 'sender' || refusal === 'HUBSPOT_SEND_LIMIT') {
			breaker.trip(error);
			if (group.passesOn()) return 'again';
		}
		if (await fallbacks.take(error, entry.member)) return 'settled';
		if (refusal === undefined) results.fail(index, error, outcomeFields);
		else if (refusal === 'HUBSPOT_SEND_LIMIT') group.holdRefused(entry, message);
		else if (refusal === 'ALREADY_ENROLLED') {
			// The answer does not say in which sequence the contact is.
			const current = await api.enrollmentOf(contact.id);
			const reason = enrolledReason(current?.sequenceId, sequenceId, alreadyEnrolled, contact);
			results.skipped(index, reason, ids);
		} else if (skipIneligible) results.skipped(index, refusal, ids, message);
		else results.fail(index, ineligible(refusal, contact, sequenceId));
		return 'settled';
	};
}
