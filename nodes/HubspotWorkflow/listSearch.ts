import { readAccount } from '../shared/hubspot/account';
import { flowUrl } from '../shared/hubspot/urls';
import { listFlows } from '../shared/hubspot/workflows';
import { picker } from '../shared/pickers';

export { searchContacts } from '../shared/pickers';

/** Contact workflows by name; HubSpot cannot search them, so the words are looked for page by page. */
export const searchWorkflows = picker(async (client, filter, after) => {
	const [page, account] = await Promise.all([listFlows(client, after), readAccount(client)]);
	return {
		results: page.flows
			.filter(({ objectTypeId }) => !objectTypeId || objectTypeId === '0-1')
			.filter(({ name }) => (name ?? '').toLowerCase().includes(filter.toLowerCase()))
			.map(({ id, name, isEnabled }) => ({
				name: `${name ?? id}${isEnabled ? '' : ' (off)'}`,
				value: id,
				url: flowUrl(account, id),
			})),
		paginationToken: page.after,
	};
});
