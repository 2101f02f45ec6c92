import type { ApiRoutes } from '../../shared/hubspot/sequences';
import { enrollInFlow, enrollInWorkflow } from '../../shared/hubspot/workflows';
import { Problem } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import type { Candidate } from './candidate';

export type Entrant = Pick<Candidate, 'workflow' | 'contactId' | 'email' | 'parameters'>;

/** Asks HubSpot once to let a contact into its workflow. @throws HubspotFailure */
export type EnrollRoute = (entrant: Entrant, repeatable: boolean) => Promise<void>;

/** The call by which contacts enter directly, by the routes that the user chose. */
export function enrollRoute(client: HubspotClient, apiRoutes: ApiRoutes): EnrollRoute {
	if (apiRoutes !== 'crmObjects') {
		return async ({ workflow, email }, repeatable) =>
			await enrollInWorkflow(client, workflow.workflowId, email, repeatable);
	}
	return async ({ workflow: { flowId, workflowId }, contactId, email, parameters }, repeatable) => {
		if (flowId === undefined) {
			throw new Problem(
				'The flow ID of the workflow is not known',
				'The CRM Object Routes need it, and HubSpot does not tell it to this credential. Choose the workflow from the list, or set the API Routes option to Published.',
				{ workflowId },
			);
		}
		const contact = parameters.contact.by === 'id' ? { contactId } : { email };
		await enrollInFlow(client, flowId, contact, repeatable);
	};
}
