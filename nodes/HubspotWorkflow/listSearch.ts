import { listPages } from '../shared/hubspot/lists';
import { findContactLists, picker } from '../shared/n8n/pickers';

export {
	searchContactLists,
	searchContacts,
	searchProperties,
	searchWorkflows,
} from '../shared/n8n/pickers';

/** Static lists of contacts by name: nobody can be put on an active one. */
export const searchLists = picker(
	async (client, filter, after) =>
		await findContactLists(listPages(client, filter, 'static', after), ({ listId, name }) => ({
			name: name ?? listId,
			value: listId,
		})),
);
