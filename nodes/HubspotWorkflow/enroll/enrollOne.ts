import type { IDataObject } from 'n8n-workflow';

import { enrollInFlow, enrollInWorkflow, workflowsOf } from '../../shared/hubspot/workflows';
import type { EnrollRun } from '../../shared/enroll/enrollRun';
import { Problem, UnknownOutcome } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import { isAlreadyEnrolled } from '../../shared/transport/errorTable';
import { HubspotFailure, outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import type { Workflow } from '../../shared/workflows/workflowLoader';
import { SETTLE_MS } from '../trigger/repeatWrite';
import type { Candidate } from './candidate';

/** Enrolls a contact directly, by the routes that the user chose. @throws as `enrollContact` */
export async function enrollOne(run: EnrollRun, candidate: Candidate): Promise<IDataObject> {
	const { workflow, contactId } = candidate;
	await enrollContact(run, candidate);
	if (!run.settings.verify) return {};
	return { verified: (await looksIn(run.client, workflow.workflowId, contactId)) === true };
}

/** Asks HubSpot once to let a contact into its workflow, by the unpublished route. @throws HubspotFailure, Problem */
async function askByFlow(
	client: HubspotClient,
	{ workflow: { flowId, workflowId }, contactId, email, parameters }: Candidate,
	repeatable: boolean,
): Promise<void> {
	if (flowId === undefined) {
		throw new Problem(
			'WORKFLOW_UNUSABLE',
			'The flow ID of the HubSpot workflow is not known',
			"The CRM Object Routes need it, and HubSpot does not tell it to this credential. Choose the workflow from the list, or set 'API Routes' to Published.",
			{ workflowId },
		);
	}
	const contact = parameters.contact.by === 'id' ? { contactId } : { email };
	await enrollInFlow(client, flowId, contact, repeatable);
}

/**
 * Enrolls one contact. After a time-out, a reset or a 5xx the contact's workflows are read back. If
 * it is not in this one, the request may still have taken effect (a short workflow is over at once),
 * so it is repeated only where HubSpot itself lets nobody in twice. What the repeat is refused for says
 * nothing of the first request.
 *
 * @throws HubspotFailure on a definite refusal, UnknownOutcome, or the abort reason
 */
async function enrollContact({ client, settings }: EnrollRun, candidate: Candidate): Promise<void> {
	const { workflow, contactId, email } = candidate;
	for (let isRepeat = false; ; isRepeat = true) {
		try {
			if (settings.apiRoutes === 'crmObjects') await askByFlow(client, candidate, isRepeat);
			else await enrollInWorkflow(client, workflow.workflowId, email, isRepeat);
			return;
		} catch (error) {
			client.signal?.throwIfAborted();
			if (isRepeat && isAlreadyEnrolled(error)) return;
			if (!isRepeat && !outcomeUnknown(error)) rethrow(error);
			await pause(SETTLE_MS, client.signal);
			const isThere = await looksIn(client, workflow.workflowId, contactId);
			if (isThere) return;
			const mayRepeat = !isRepeat && isThere === false && isRepeatable(workflow);
			if (!mayRepeat) throw unknownOutcome(contactId, error);
		}
	}
}

/** Whether asking again cannot enroll a contact a second time: re-enrollment is off. */
export const isRepeatable = ({ flow }: Workflow): boolean =>
	flow?.enrollmentCriteria?.shouldReEnroll === false;

/** Whether the contact is in the workflow now. @throws HubspotFailure */
export async function isIn(
	client: HubspotClient,
	workflowId: string,
	contactId: string,
): Promise<boolean> {
	const current = await workflowsOf(client, contactId);
	return current.some(({ id }) => id === workflowId);
}

/** Whether the contact is in the workflow now; undefined where HubSpot cannot be asked. */
export async function looksIn(
	...[client, workflowId, contactId]: Parameters<typeof isIn>
): Promise<boolean | undefined> {
	try {
		return await isIn(client, workflowId, contactId);
	} catch (error) {
		if (error instanceof HubspotFailure) return undefined;
		rethrow(error);
	}
}

export const unknownOutcome = (contactId: string, cause?: unknown) =>
	new UnknownOutcome(
		'It is not known whether HubSpot enrolled the contact',
		'HubSpot did not answer, and does not show the contact in the workflow now; it may have passed through already. Look at the history of the workflow in HubSpot, and run the item again if the contact is not there.',
		{ contactId, ...(cause instanceof HubspotFailure && { hubspotMessage: cause.message }) },
	);
