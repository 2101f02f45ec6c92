import { searchStaticLists } from '../shared/hubspot/lists';
import { picker, pickerPage } from '../shared/n8n/pickers';

export { searchContacts, searchWorkflows } from '../shared/n8n/pickers';

/** Static lists of contacts by name: nobody can be put on an active one. */
export const searchLists = picker(async (client, filter, after) => {
	const page = await searchStaticLists(client, filter, after);
	const entries = page.lists
		.filter(({ objectTypeId }) => !objectTypeId || objectTypeId === '0-1')
		.map(({ listId, name }) => ({ name: name ?? listId, value: listId }));
	return pickerPage(entries, page.after);
});
