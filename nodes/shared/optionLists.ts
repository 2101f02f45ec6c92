import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { listSenders } from './hubspot/owners';
import { sequencesApi } from './hubspot/sequencesApi';
import { listFlows } from './hubspot/workflows';
import { toNodeError, toProblem } from './items/problem';
import { createClient, type HubspotClient } from './transport/client';

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

interface Page {
	options: INodePropertyOptions[];
	after?: string;
}

/** The entries of a list from which several can be chosen: n8n asks for all of them at once. */
const allPages = (
	load: (client: HubspotClient) => Promise<(after?: string) => Promise<Page>>,
): LoadOptions =>
	async function () {
		try {
			const readPage = await load(await createClient(this));
			const all: INodePropertyOptions[] = [];
			let after: string | undefined;
			do {
				const page = await readPage(after);
				all.push(...page.options);
				({ after } = page);
			} while (after !== undefined);
			return all.sort((a, b) => a.name.localeCompare(b.name));
		} catch (error) {
			throw toNodeError(this.getNode(), toProblem(error), 0);
		}
	};

/** Active users by user id. */
export const getSenders = allPages(async (client) => async (after) => {
	const page = await listSenders(client, after);
	return {
		options: page.senders.map(({ userId, name, email }) => ({
			name: `${name} (${email})`,
			value: userId,
		})),
		after: page.after,
	};
});

/** Contact workflows by flow id. */
export const getWorkflows = allPages(async (client) => async (after) => {
	const page = await listFlows(client, after);
	return {
		options: page.flows
			.filter(({ objectTypeId }) => !objectTypeId || objectTypeId === '0-1')
			.map(({ id, name, isEnabled }) => ({
				name: `${name ?? id}${isEnabled ? '' : ' (off)'}`,
				value: id,
			})),
		after: page.after,
	};
});

/** HubSpot lists sequences for a user only; the first user sees those that are shared. */
export const getSequences = allPages(async (client) => {
	const [viewer] = (await listSenders(client)).senders;
	const api = sequencesApi(client, 'published');
	return async (after) => {
		if (!viewer) return { options: [] };
		const { results, paging } = await api.list(viewer.userId, undefined, after);
		return {
			options: results.map(({ id, name }) => ({ name, value: id })),
			after: paging?.next?.after,
		};
	};
});
