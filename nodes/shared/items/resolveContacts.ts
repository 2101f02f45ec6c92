import type { Contact } from '../hubspot/contacts';
import { readContacts } from '../hubspot/contacts';
import type { HubspotClient } from '../transport/client';
import type { ContactRef } from '../contacts/contactRef';
import { Problem } from './problem';

/** A contact is also found by its secondary addresses, so they are read along. */
const OTHER_EMAILS = 'hs_additional_emails';

/** Looks up the contact of a reference. @throws Problem where HubSpot has none */
export type ContactLookup = (ref: ContactRef) => Contact;

/** Reads the contacts of all items in batches of 100, ids and addresses apart. */
export async function resolveContacts(
	client: HubspotClient,
	refs: ContactRef[],
	properties: string[],
): Promise<ContactLookup> {
	const wanted = [...new Set(['email', OTHER_EMAILS, ...properties])];
	const found = { id: new Map<string, Contact>(), email: new Map<string, Contact>() };
	for (const by of ['id', 'email'] as const) {
		const keys = [...new Set(refs.filter((ref) => ref.by === by).map(({ key }) => key))];
		for (const contact of await readContacts(client, by, keys, wanted)) {
			found.id.set(contact.id, contact);
			for (const email of emailsOf(contact)) found.email.set(email, contact);
		}
	}
	return ({ by, key }) => {
		const contact = found[by].get(key);
		if (!contact) {
			throw new Problem(
				'HubSpot has no such contact',
				`No contact with the ${by === 'id' ? 'ID' : 'address'} ${key}. It was deleted or merged, or it belongs to another HubSpot account than the credential.`,
				{ [by === 'id' ? 'contactId' : 'email']: key },
			);
		}
		return contact;
	};
}

function emailsOf({ properties }: Contact): string[] {
	const others = properties[OTHER_EMAILS]?.split(';') ?? [];
	return [properties.email ?? '', ...others]
		.map((email) => email.trim().toLowerCase())
		.filter((email) => email !== '');
}
