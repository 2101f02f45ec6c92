import { readList, STATIC_LISTS, type ContactList } from '../../shared/hubspot/lists';
import { Problem } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import { isNotFound, rethrow } from '../../shared/transport/failure';

/** Looks lists up, each once a run. */
export class ListLoader {
	private readonly known = new Map<string, Promise<ContactList>>();

	constructor(private readonly client: HubspotClient) {}

	/** @throws Problem where there is no such list, or nobody can be put on it */
	async requireStatic(listId: string): Promise<void> {
		const list = this.known.get(listId) ?? this.find(listId);
		this.known.set(listId, list);
		const { name = listId, processingType, objectTypeId } = await list;
		if (objectTypeId && objectTypeId !== '0-1') {
			throw new Problem(
				'LIST_UNUSABLE',
				'The list is not of contacts',
				`"${name}" holds other records.`,
				{
					listId,
				},
			);
		}
		if (!processingType || STATIC_LISTS.includes(processingType)) return;
		throw new Problem(
			'LIST_UNUSABLE',
			'The list is an active one: HubSpot decides who is on it',
			`Who is on "${name}" follows from its filters, so nobody can be put on it or taken off. Choose a static list, or set 'Method' to Property and set what the list filters by.`,
			{ listId },
		);
	}

	private async find(listId: string): Promise<ContactList> {
		try {
			return await readList(this.client, listId);
		} catch (error) {
			if (!isNotFound(error)) rethrow(error);
			throw noSuchList(listId);
		}
	}
}

const noSuchList = (listId: string) =>
	new Problem(
		'LIST_NOT_FOUND',
		'HubSpot has no such list',
		`No list with the ID ${listId}. It was deleted, or belongs to another HubSpot account. The ID of the older lists API is another number.`,
		{ listId },
	);
