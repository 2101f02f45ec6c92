import type { Contact } from '../../shared/hubspot/contacts';
import { deleteEnrollment } from '../../shared/hubspot/crmSequences';
import type { ApiRoutes } from '../../shared/hubspot/sequences';
import { Problem, UnknownOutcome } from '../../shared/errors';
import { toProblem } from '../../shared/n8n/nodeError';
import type { HubspotClient } from '../../shared/transport/client';
import { isNotFound, outcomeUnknown } from '../../shared/transport/failure';
import type { UnenrollResult } from './bridge/unenrollTogether';
import { inParallel } from '../../shared/transport/inParallel';

/** @throws Problem before any request: the call exists among the unpublished routes only */
export function requireCrmRoutes(apiRoutes: ApiRoutes): void {
	if (apiRoutes === 'crmObjects') return;
	throw new Problem(
		'BAD_INPUT',
		'Delete Enrollment needs the CRM Object Routes',
		"HubSpot has published no call that deletes an enrollment. Set 'Method' to Helper Workflow, or 'API Routes' to CRM Object Routes.",
	);
}

/**
 * Deletes the enrollments of contacts, which takes effect at once.
 * @throws the abort reason
 */
export async function unenrollByDelete(
	client: HubspotClient,
	contacts: readonly Contact[],
): Promise<UnenrollResult> {
	const left = new Set<string>();
	const failed = new Map<string, unknown>();
	const deleteOne = async (id: string) => {
		try {
			if (await deleteEnrollment(client, id)) left.add(id);
			else failed.set(id, notFound(id));
		} catch (error) {
			client.signal?.throwIfAborted();
			failed.set(id, isOpen(error) ? unknownDelete(id, error) : error);
		}
	};
	const limiter = inParallel(client);
	await Promise.all(contacts.map(async ({ id }) => limiter(async () => await deleteOne(id))));
	return { left, failed };
}

/** After these the enrollment may be gone: a repeat that finds none says nothing of the try before it. */
const isOpen = (error: unknown) => outcomeUnknown(error) || isNotFound(error);

const unknownDelete = (contactId: string, cause: unknown) =>
	new UnknownOutcome(
		'It is not known whether the contact leaves its sequence',
		'HubSpot did not answer when it was asked to delete the enrollment, and does not show whether it is gone. Run the item again.',
		{ ...toProblem(cause).details, contactId },
	);

const notFound = (contactId: string) =>
	new Problem(
		'NOT_SHOWN_YET',
		'HubSpot shows no enrollment of the contact to delete',
		"The contact properties say that it is in a sequence. Run the item again in a minute, or set 'Method' to Helper Workflow.",
		{ contactId },
	);
