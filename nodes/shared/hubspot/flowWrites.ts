import { omit } from 'lodash';
import { z } from 'zod';

import { NO_CONTENT } from '../transport/answer';
import type { HubspotClient } from '../transport/client';
import { isConflict, isNotFound, outcomeUnknown, rethrow } from '../transport/failure';
import { id } from './fields';
import { routes } from './routes';

/** HubSpot writes these itself and refuses a definition that has them (hubspot-api.md 3.2). */
const READ_ONLY = ['createdAt', 'updatedAt', 'dataSources'];

/** A flow as it can be written back: all of it, and what would be lost or refused if it were missing. */
const definition = z
	.object({
		id,
		type: z.string(),
		revisionId: id,
		isEnabled: z.boolean(),
		actions: z.array(z.unknown()),
	})
	.passthrough();

const turnedOff = z.object({ id, isEnabled: z.literal(false) });

/**
 * Turns a flow off. HubSpot has no call for that alone: the whole definition is read and written
 * back, with the revision that was read. Somebody who edits the flow in between makes it stale (409),
 * and another answer than HubSpot's may hide what became of it; then it is read again, once.
 */
export async function turnOffFlow(client: HubspotClient, flowId: string): Promise<void> {
	const path = routes.flow(flowId);
	async function once(): Promise<void> {
		const flow = await client.request({
			method: 'GET',
			path,
			answer: definition,
			writtenBack: true,
		});
		if (!flow.isEnabled) return;
		const body = { ...omit(flow, READ_ONLY), isEnabled: false };
		await client.request({ method: 'PUT', path, body, answer: turnedOff });
	}
	try {
		await once();
	} catch (error) {
		if (!isConflict(error) && !outcomeUnknown(error)) rethrow(error);
		await once();
	}
}

/** Deletes a flow; the API cannot bring it back. */
export async function deleteFlow(client: HubspotClient, flowId: string): Promise<void> {
	const path = routes.flow(flowId);
	const once = async () => await client.request({ method: 'DELETE', path, answer: NO_CONTENT });
	try {
		await once().catch(async (error: unknown) => {
			if (!outcomeUnknown(error)) rethrow(error);
			await once();
		});
	} catch (error) {
		// Found before and gone now: the answer to an earlier try was lost.
		if (!isNotFound(error)) rethrow(error);
	}
}
