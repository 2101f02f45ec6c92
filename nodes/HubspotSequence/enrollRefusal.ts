import type { SequencesApi } from '../shared/hubspot/sequences';
import type { EnrollResults } from '../shared/items/enrollResults';
import type { StopLatch } from '../shared/items/stopLatch';
import { explainFailure } from '../shared/transport/errorTable';
import { HubspotFailure } from '../shared/transport/failure';
import { enrolledReason, idsOf, ineligible } from './prepareEnroll';
import type { AdmittedCandidate, SenderGroup } from './senderGroup';

interface RefusalContext {
	api: SequencesApi;
	results: EnrollResults;
	group: SenderGroup;
	entry: AdmittedCandidate;
	stop: StopLatch;
}

/**
 * Turns HubSpot's refusal of a contact into its outcome, and stops what would meet the same refusal:
 * the rest of this sender (limit, inbox, seat), or of the run (key, scope, daily API limit). A 429 is
 * about the app, never about the sender.
 */
export async function handleRefusal(
	error: unknown,
	{ api, results, group, entry, stop }: RefusalContext,
): Promise<void> {
	const { candidate, admitted } = entry;
	const { index, contact, parameters } = candidate;
	const { sequenceId, alreadyEnrolled, skipIneligible } = parameters;
	const ids = idsOf(contact, sequenceId);
	if (!(error instanceof HubspotFailure)) return results.fail(index, error, ids);
	const { refusal, scope, message } = explainFailure(error.details);
	if (scope === 'sender') stop.trip(error);
	if (scope === 'run') stop.tripAll(error);
	if (refusal === 'HUBSPOT_SEND_LIMIT') {
		stop.trip(error);
		return group.holdRefused(candidate, admitted.used);
	}
	if (refusal === 'ALREADY_ENROLLED') {
		return await results.guard(
			index,
			async () => {
				// The answer does not say in which sequence the contact is.
				const current = await api.enrollmentOf(contact.id);
				const reason = enrolledReason(current?.sequenceId, sequenceId, alreadyEnrolled, contact);
				results.skipped(index, reason, ids);
			},
			ids,
		);
	}
	if (refusal !== undefined && skipIneligible) return results.skipped(index, refusal, ids, message);
	if (refusal !== undefined) return results.fail(index, ineligible(refusal, contact, sequenceId));
	results.fail(index, error, ids);
}
