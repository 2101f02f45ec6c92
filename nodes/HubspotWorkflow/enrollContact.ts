import { enrollInWorkflow, workflowsOf } from '../shared/hubspot/workflows';
import { UnknownOutcome } from '../shared/items/problem';
import type { HubspotClient } from '../shared/transport/client';
import { HubspotFailure, passOn } from '../shared/transport/failure';
import { pause } from '../shared/transport/pause';
import type { Workflow } from './workflowBook';

/** What HubSpot took in before a time-out needs a moment to be readable. */
const SETTLE_MS = 2_000;

/**
 * Enrolls one contact. After a time-out, a reset or a 5xx the contact's workflows are read back. If
 * it is not in this one, the request may still have taken effect (a short workflow is over at once),
 * so it is repeated only where re-enrollment is off and HubSpot itself lets nobody in twice.
 *
 * @throws HubspotFailure on a definite refusal, UnknownOutcome, or the abort reason
 */
export async function enrollContact(
	client: HubspotClient,
	{ workflowId, flow }: Workflow,
	contactId: string,
	email: string,
): Promise<void> {
	const repeatable = flow?.enrollmentCriteria?.shouldReEnroll === false;
	try {
		await enrollInWorkflow(client, workflowId, email, repeatable);
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!(error instanceof HubspotFailure) || !error.outcomeUnknown) throw passOn(error);
		await pause(SETTLE_MS, client.signal);
		if (!(await isIn(client, workflowId, contactId))) throw unknownOutcome(contactId, error);
	}
}

/** Whether the contact is in the workflow now; false also where HubSpot cannot be asked. */
export async function isIn(
	client: HubspotClient,
	workflowId: string,
	contactId: string,
): Promise<boolean> {
	try {
		const current = await workflowsOf(client, contactId);
		return current.some(({ id }) => String(id) === workflowId);
	} catch (error) {
		if (error instanceof HubspotFailure) return false;
		throw passOn(error);
	}
}

const unknownOutcome = (contactId: string, { message }: HubspotFailure) =>
	new UnknownOutcome(
		'It is not known whether HubSpot enrolled the contact',
		'HubSpot did not answer, and the contact is not in the workflow now; it may have passed through already. Look at the history of the workflow in HubSpot, and run the item again if the contact is not there.',
		{ contactId, hubspotMessage: message },
	);
