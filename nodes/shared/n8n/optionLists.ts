import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { firstSender, senderPages } from '../hubspot/owners';
import { sequencesApi } from '../hubspot/sequencesApi';
import { flowPages } from '../hubspot/workflows';
import { toListError } from './nodeError';
import { createClient, type HubspotClient } from '../transport/client';

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** The entries of a list from which several can be chosen: n8n asks for all of them at once. */
const allPages = <T>(
	open: (client: HubspotClient) => AsyncIterable<{ results: T[] }>,
	toOption: (entry: T) => INodePropertyOptions | undefined,
): LoadOptions =>
	async function () {
		try {
			const all: INodePropertyOptions[] = [];
			for await (const { results } of open(await createClient(this))) {
				all.push(...results.flatMap((entry) => toOption(entry) ?? []));
			}
			return all.sort((a, b) => a.name.localeCompare(b.name));
		} catch (error) {
			throw toListError(this.getNode(), error);
		}
	};

/** Active users by user id. */
export const getSenders = allPages(senderPages, ({ userId, name, email }) => ({
	name: `${name} (${email})`,
	value: userId,
}));

/** Contact workflows by flow id. */
export const getWorkflows = allPages(flowPages, ({ id, name, isEnabled, objectTypeId }) =>
	!objectTypeId || objectTypeId === '0-1'
		? { name: `${name ?? id}${isEnabled ? '' : ' (off)'}`, value: id }
		: undefined,
);

/** HubSpot lists sequences for a user only; the first user sees those that are shared. */
export const getSequences = allPages(
	async function* (client) {
		const viewer = await firstSender(client);
		if (viewer) yield* sequencesApi(client, 'published').pages(viewer.userId);
	},
	({ id, name }) => ({ name, value: id }),
);
