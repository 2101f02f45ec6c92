import { findContacts } from '../hubspot/contactLookup';
import type { Contact } from '../hubspot/contacts';
import type { HubspotClient } from '../transport/client';
import type { ContactRef } from './contactRef';
import { LeftOut, Problem } from '../errors';
import { toProblem } from '../n8n/nodeError';

/** Looks up the contact of a reference. @throws Problem where HubSpot has none; LeftOut for a member of a list */
export type ContactLookup = (ref: ContactRef) => Contact;

/** Reads the contacts of all items in batches of 100, ids and addresses apart. */
export async function resolveContacts(
	client: HubspotClient,
	refs: ContactRef[],
	properties: string[],
): Promise<ContactLookup> {
	const look = async (by: ContactRef['by']) => {
		const keys = new Set(refs.filter((ref) => ref.by === by).map(({ key }) => key));
		return await findContacts(client, by, [...keys], properties);
	};
	const known = { id: await look('id'), email: await look('email') };
	return ({ by, key, isMember }) => {
		const contact = known[by].found.get(key);
		if (contact) return contact;
		const ids = { [by === 'id' ? 'contactId' : 'email']: key };
		const refusal = known[by].refused.get(key);
		if (refusal) throw toProblem(refusal, ids);
		if (isMember) throw new LeftOut('HubSpot no longer has the contact');
		throw new Problem(
			'CONTACT_NOT_FOUND',
			'HubSpot has no such contact',
			`No contact with the ${by === 'id' ? 'ID' : 'address'} ${key}. Create it in HubSpot, or check the spelling. Else it was deleted or merged, or it belongs to another HubSpot account than the credential.`,
			ids,
		);
	};
}
