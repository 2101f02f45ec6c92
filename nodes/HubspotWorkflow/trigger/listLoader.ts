import { findContactList } from '../../shared/contacts/contactLists';
import { STATIC_LISTS, type ContactList } from '../../shared/hubspot/lists';
import { Problem } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';

/** Looks lists up, each once a run. */
export class ListLoader {
	private readonly known = new Map<string, Promise<ContactList>>();

	constructor(private readonly client: HubspotClient) {}

	/** @throws Problem where there is no such list, or nobody can be put on it */
	async requireStatic(listId: string): Promise<void> {
		const list = this.known.get(listId) ?? findContactList(this.client, listId);
		this.known.set(listId, list);
		const { name = listId, processingType } = await list;
		if (!processingType || STATIC_LISTS.includes(processingType)) return;
		throw new Problem(
			'LIST_UNUSABLE',
			'The list is an active one: HubSpot decides who is on it',
			`Who is on "${name}" follows from its filters, so nobody can be put on it or taken off. Choose a static list, or set 'Method' to Property and set what the list filters by.`,
			{ listId },
		);
	}
}
