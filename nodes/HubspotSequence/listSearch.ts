import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { readAccount } from '../shared/hubspot/account';
import { findSenderByEmail, firstSender } from '../shared/hubspot/owners';
import { sequencesApi } from '../shared/hubspot/sequencesApi';
import { sequenceUrl } from '../shared/hubspot/urls';
import { currentLocator } from '../shared/n8n/values';
import { picker, pickerPage } from '../shared/n8n/pickers';
import { describeSteps } from './lookup/sequenceSteps';
import type { HubspotClient } from '../shared/transport/client';

export {
	searchContactLists,
	searchContacts,
	searchDateProperties,
	searchSenders,
	searchWorkflows,
} from '../shared/n8n/pickers';

/** Sequences by name, each with its steps in words; steps can only be edited in HubSpot. */
export const searchSequences = picker(async (client, filter, after, context) => {
	const userId = await viewingUser(client, context);
	if (!userId) return { results: [] };
	const api = sequencesApi(client, 'published');
	const [page, account] = await Promise.all([api.list(userId, filter, after), readAccount(client)]);
	const sequences = await Promise.all(
		page.results.map(async ({ id }) => await api.get(userId, id)),
	);
	const entries = sequences.map((sequence) => ({
		name: `${sequence.name} – ${describeSteps(sequence)}`,
		value: sequence.id,
		url: sequenceUrl(account, sequence.id),
	}));
	return pickerPage(entries, page.after);
});

/** HubSpot lists sequences for a user only: a chosen sender, or else the first user there is. */
async function viewingUser(
	client: HubspotClient,
	context: ILoadOptionsFunctions,
): Promise<string | undefined> {
	const value = chosenSender(context);
	if (value.includes('@')) {
		return (await findSenderByEmail(client, value.toLowerCase()))?.userId;
	}
	if (/^\d+$/.test(value)) return value;
	return (await firstSender(client))?.userId;
}

/** The sender in the form, or the first of those who take turns; `''` where nobody is chosen yet. */
function chosenSender(context: ILoadOptionsFunctions): string {
	if (context.getCurrentNodeParameter('senderMode') !== 'rotate') {
		return currentLocator(context, 'sender').value;
	}
	const senders = context.getCurrentNodeParameter('senders');
	return Array.isArray(senders) && senders.length > 0 ? String(senders[0]) : '';
}
