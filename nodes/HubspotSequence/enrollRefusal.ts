import type { SequencesApi } from '../shared/hubspot/sequences';
import type { EnrollAction } from '../shared/items/enrollGroups';
import type { EnrollResults } from '../shared/items/enrollResults';
import { UnknownOutcome } from '../shared/items/problem';
import { unsettledKey, type RetryMemory } from '../shared/items/retryMemory';
import { explainFailure } from '../shared/transport/errorTable';
import { HubspotFailure } from '../shared/transport/failure';
import { idsOf, type Candidate } from './candidate';
import { enrolledReason, ineligible } from './prepareEnroll';

/**
 * Turns HubSpot's refusal of a contact into its outcome, and stops what would meet the same refusal:
 * the rest of this sender (limit, inbox, seat), or of the run (key, scope, daily API limit). A 429 is
 * about the app, never about the sender.
 */
export function refuseWith(
	api: SequencesApi,
	results: EnrollResults,
	memory: RetryMemory,
): EnrollAction<Candidate>['refuse'] {
	return async (error, entry, group, stop) => {
		const { index, contact, parameters, about } = entry.member;
		const { sequenceId, alreadyEnrolled, skipIneligible } = parameters;
		const ids = idsOf(contact, sequenceId);
		if (error instanceof UnknownOutcome) {
			const { standing, memoryKey } = entry.member;
			memory.remember(unsettledKey(memoryKey), {
				before: standing.latest.enrolledAt,
				json: { ...about, ...group.sendLimit(entry) },
			});
		}
		if (!(error instanceof HubspotFailure)) return results.fail(index, error, about);
		const { refusal, scope, message } = explainFailure(error.details);
		if (scope === 'sender' || refusal === 'HUBSPOT_SEND_LIMIT') stop.trip(error);
		if (scope === 'run') stop.tripAll(error);
		if (refusal === undefined) return results.fail(index, error, about);
		if (refusal === 'HUBSPOT_SEND_LIMIT') return group.holdRefused(entry);
		if (refusal === 'ALREADY_ENROLLED') {
			return await results.guard(
				index,
				async () => {
					// The answer does not say in which sequence the contact is.
					const current = await api.enrollmentOf(contact.id);
					const reason = enrolledReason(current?.sequenceId, sequenceId, alreadyEnrolled, contact);
					results.skipped(index, reason, ids);
				},
				about,
			);
		}
		if (skipIneligible) return results.skipped(index, refusal, ids, message);
		results.fail(index, ineligible(refusal, contact, sequenceId));
	};
}
