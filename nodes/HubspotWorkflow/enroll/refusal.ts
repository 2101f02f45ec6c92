import type { AfterRefusal, EnrollRun, Refused } from '../../shared/enroll/enrollRun';
import type { EnrollGroup } from '../../shared/enroll/quota';
import { UnknownOutcome } from '../../shared/errors';
import { unsettledKey } from '../../shared/n8n/retryMemory';
import { explainError } from '../../shared/transport/errorTable';
import { AlreadyThere } from '../trigger/alreadyThere';
import type { Candidate } from './candidate';

/** Turns HubSpot's refusal of a contact into its outcome, and stops the run where all would meet it. */
export function onRefusal(
	{ results }: EnrollRun,
	error: unknown,
	entry: Refused<Candidate>,
	group: EnrollGroup<Candidate>,
): AfterRefusal {
	if ('reason' in entry) return 'hold';
	const { candidate } = entry;
	const { index, outcomeFields, parameters } = candidate;
	if (error instanceof UnknownOutcome) {
		results.memory.remember(unsettledKey(candidate.memoryKey), {
			since: candidate.retriedSince ?? candidate.preparedAt,
		});
	}
	const { scope, refusal, message } = explainError(error);
	if (scope === 'run') group.quotaOf(candidate).breakerOf(candidate).tripAll(error);
	if (error instanceof AlreadyThere) {
		results.skipped(index, 'ALREADY_ENROLLED', outcomeFields, error.message);
	} else if (refusal === 'ALREADY_ENROLLED') {
		results.skipped(index, refusal, outcomeFields);
	} else if (refusal && refusal !== 'HUBSPOT_SEND_LIMIT' && parameters.skipIneligible) {
		results.skipped(index, refusal, outcomeFields, message);
	} else results.fail(index, error, outcomeFields);
	return 'settled';
}
