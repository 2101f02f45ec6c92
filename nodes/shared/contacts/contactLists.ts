import { isOfContacts, readList, type ContactList } from '../hubspot/lists';
import { Problem } from '../errors';
import { nameOf, type LocatorField } from '../n8n/fields';
import type { Parameters } from '../n8n/parameters';
import { quoted } from '../n8n/values';
import type { HubspotClient } from '../transport/client';
import { isNotFound, rethrow } from '../transport/failure';
import { ID } from './contactRef';

/**
 * The id of the list that an item names.
 * @param whatToChoose for the error, such as "the list that the workflow starts on"
 * @throws Problem where the value can be no id
 */
export function readListId(
	parameters: Parameters,
	field: LocatorField,
	whatToChoose: string,
): string {
	const { value } = parameters.locator(field);
	if (ID.test(value)) return value;
	const name = nameOf(field);
	throw new Problem(
		'BAD_INPUT',
		value === ''
			? `The ${name} of this item is empty`
			: `The ${name} of this item is not a list ID`,
		`${value === '' ? '' : `${quoted(value)} was given. `}Choose ${whatToChoose}, or enter its ID: the number in the address of the list in HubSpot.`,
	);
}

/** @throws Problem where there is no such list, or it holds other records; HubspotFailure */
export async function findContactList(client: HubspotClient, listId: string): Promise<ContactList> {
	const list = await readList(client, listId).catch((error: unknown) => {
		if (!isNotFound(error)) rethrow(error);
		throw noSuchList(listId);
	});
	if (isOfContacts(list)) return list;
	throw new Problem(
		'LIST_UNUSABLE',
		'The list is not of contacts',
		`"${list.name ?? listId}" holds other records. Choose a list of contacts.`,
		{ listId },
	);
}

const noSuchList = (listId: string) =>
	new Problem(
		'LIST_NOT_FOUND',
		'HubSpot has no such list',
		`No list with the ID ${listId}. It was deleted, or belongs to another HubSpot account. The ID of the older lists API is another number.`,
		{ listId },
	);
