import { workflowsOf } from '../../shared/hubspot/workflows';
import { UnknownOutcome } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import { explainError } from '../../shared/transport/errorTable';
import { HubspotFailure, outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import type { Entrant, EnrollRoute } from './enrollRoute';
import type { Workflow } from '../../shared/workflows/workflowLoader';

/** What HubSpot took in before a time-out needs a moment to be readable. */
const SETTLE_MS = 2_000;

/**
 * Enrolls one contact. After a time-out, a reset or a 5xx the contact's workflows are read back. If
 * it is not in this one, the request may still have taken effect (a short workflow is over at once),
 * so it is repeated only where HubSpot itself lets nobody in twice.
 *
 * @throws HubspotFailure on a definite refusal, UnknownOutcome, or the abort reason
 */
export async function enrollContact(
	client: HubspotClient,
	enroll: EnrollRoute,
	entrant: Entrant,
): Promise<void> {
	const { workflow, contactId } = entrant;
	try {
		await enroll(entrant, false);
		return;
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!outcomeUnknown(error)) rethrow(error);
		await pause(SETTLE_MS, client.signal);
		const isThere = await looksIn(client, workflow.workflowId, contactId);
		if (isThere) return;
		if (isThere === undefined || !isRepeatable(workflow)) {
			throw unknownOutcome(contactId, error);
		}
	}
	try {
		await enroll(entrant, true);
	} catch (error) {
		client.signal?.throwIfAborted();
		if (outcomeUnknown(error)) throw unknownOutcome(contactId, error);
		if (!isAlreadyIn(error)) rethrow(error);
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

const isAlreadyIn = (error: unknown) => explainError(error).refusal === 'ALREADY_ENROLLED';

export const unknownOutcome = (contactId: string, cause?: unknown) =>
	new UnknownOutcome(
		'It is not known whether HubSpot enrolled the contact',
		'HubSpot did not answer, and does not show the contact in the workflow now; it may have passed through already. Look at the history of the workflow in HubSpot, and run the item again if the contact is not there.',
		{ contactId, ...(cause instanceof HubspotFailure && { hubspotMessage: cause.message }) },
	);
