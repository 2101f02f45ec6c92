import { ContactLists } from '../../shared/contacts/contactLists';
import { STATIC_LISTS } from '../../shared/hubspot/lists';
import { Problem } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';

/** Looks lists up, each once a run. */
export class ListLoader {
	private readonly lists: ContactLists;

	constructor(client: HubspotClient) {
		this.lists = new ContactLists(client);
	}

	/** @throws Problem where there is no such list, or nobody can be put on it */
	async requireStatic(listId: string): Promise<void> {
		const { name = listId, processingType } = await this.lists.find(listId);
		if (!processingType || STATIC_LISTS.includes(processingType)) return;
		throw new Problem(
			'LIST_UNUSABLE',
			'The list is an active one: HubSpot decides who is on it',
			`Who is on "${name}" follows from its filters, so nobody can be put on it or taken off. Choose a static list, or set 'Method' to Property and set what the list filters by.`,
			{ listId },
		);
	}
}
