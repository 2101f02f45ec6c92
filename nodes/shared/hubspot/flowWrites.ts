import { omit } from 'lodash';
import type { IDataObject } from 'n8n-workflow';

import type { HubspotClient } from '../transport/client';
import { HubspotFailure, passOn } from '../transport/failure';
import { routes } from './routes';

/** HubSpot writes these itself and refuses a definition that has them. */
const READ_ONLY = ['createdAt', 'updatedAt', 'dataSources'];

const isStale = (error: unknown) => error instanceof HubspotFailure && error.details.status === 409;

/**
 * Turns a flow off. HubSpot has no call for that alone: the whole definition is read and written
 * back, with the revision that was read. Somebody who edits the flow in between makes it stale (409);
 * then it is read again, once.
 */
export async function turnOffFlow(client: HubspotClient, flowId: string): Promise<void> {
	const path = routes.flow(flowId);
	async function once(): Promise<void> {
		const flow = await client.request<IDataObject>({ method: 'GET', path, writtenBack: true });
		if (flow.isEnabled === false) return;
		const body = { ...omit(flow, READ_ONLY), isEnabled: false };
		await client.request({ method: 'PUT', path, body });
	}
	try {
		await once();
	} catch (error) {
		if (!isStale(error)) throw passOn(error);
		await once();
	}
}

/** Deletes a flow; the API cannot bring it back. */
export async function deleteFlow(client: HubspotClient, flowId: string): Promise<void> {
	try {
		await client.request({ method: 'DELETE', path: routes.flow(flowId) });
	} catch (error) {
		// Found before and gone now: the answer to an earlier try was lost.
		const { status, isHtml } = error instanceof HubspotFailure ? error.details : {};
		if (status !== 404 || isHtml) throw passOn(error);
	}
}
