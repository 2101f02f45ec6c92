import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { flowEmails } from '../sendLimit/flowEmails';
import type { Workflow } from '../../shared/workflows/workflowLoader';

/** Going to a sequence by way of a workflow gets around no limit, and hides who was not enrolled. */
export function hintSequence({ flow, workflowId }: Workflow, results: EnrollResults): void {
	if (!flow || !flowEmails(flow).onlyEnrollsInSequence) return;
	results.hint(
		`The HubSpot workflow "${flow.name ?? workflowId}" does nothing but enroll in a sequence, and nobody is told whom it could not enroll. The HubSpot Sequence node enrolls directly, and keeps to the sending limit of the rep.`,
		'info',
	);
}
