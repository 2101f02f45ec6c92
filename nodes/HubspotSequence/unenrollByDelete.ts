import pLimit from 'p-limit';

import { deleteEnrollment } from '../shared/hubspot/crmSequences';
import type { ApiRoutes } from '../shared/hubspot/sequences';
import { Problem } from '../shared/items/problem';
import type { HubspotClient } from '../shared/transport/client';

/** @throws Problem before any request: the call exists among the unpublished routes only */
export function requireCrmRoutes(apiRoutes: ApiRoutes): void {
	if (apiRoutes === 'crmObjects') return;
	throw new Problem(
		'Delete Enrollment needs the CRM Object Routes',
		'HubSpot has published no call that deletes an enrollment. Set the Method to Bridge Workflow, or the API Routes option to CRM Object Routes.',
	);
}

/** Whether each contact has left its sequence, or why HubSpot did not delete its enrollment. */
export type Deletion = { left: boolean } | { error: unknown };

/**
 * Deletes the enrollments of contacts.
 * @returns by contact id
 * @throws the abort reason
 */
export async function unenrollByDelete(
	client: HubspotClient,
	contactIds: string[],
	concurrency: number,
): Promise<Map<string, Deletion>> {
	const limiter = pLimit(concurrency);
	const done = new Map<string, Deletion>();
	const deleteOne = async (id: string) => {
		try {
			done.set(id, { left: await deleteEnrollment(client, id) });
		} catch (error) {
			client.signal?.throwIfAborted();
			done.set(id, { error });
		}
	};
	await Promise.all(contactIds.map(async (id) => limiter(async () => await deleteOne(id))));
	return done;
}
