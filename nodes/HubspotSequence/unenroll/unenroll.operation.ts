import type { IDataObject } from 'n8n-workflow';

import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import { readContactRef } from '../../shared/contacts/contactRef';
import { contactField } from '../../shared/n8n/descriptions/contact';
import { SEQUENCE_PROPERTIES, sequenceStanding } from '../../shared/contacts/eligibility';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import type { Run } from '../../shared/n8n/router';
import { Parameters } from '../../shared/n8n/parameters';
import { freeFollowUps } from './freeFollowUps';
import { openMethod, readMethod } from './methods';
import { onlySequenceOption, readSequenceId } from '../lookup/sequenceField';

/** A contact that is to leave, and the items that ask for it. */
interface Asked {
	contact: Contact;
	sequenceId: string | null;
	/** As each item names it. */
	items: Map<number, Contact>;
}

/**
 * Takes contacts out of their sequence. HubSpot publishes no call for that (hubspot-api.md 2.5), so by
 * default a workflow with the action "Unenroll from sequence" does it: the node triggers it and waits
 * until HubSpot shows that the contact has left.
 */
export async function unenroll({ context, client, results, settings }: Run): Promise<void> {
	const { dryRun, concurrency } = settings;
	const method = openMethod(context, client, readMethod(context, settings), concurrency);
	const put = (index: number, outcome: string, contact: Contact, more: IDataObject = {}) =>
		results.put(index, { outcome, ...contactIds(contact), ...more });
	const requests = await results.readItems((index) => {
		const parameters = Parameters.ofItem(context, index);
		return {
			ref: readContactRef(parameters, contactField),
			onlySequence: readSequenceId(parameters.options, onlySequenceOption),
		};
	});
	const refs = [...requests.values()].map(({ ref }) => ref);
	const lookup = await resolveContacts(client, refs, [
		...SEQUENCE_PROPERTIES,
		...method.properties,
	]);
	const asked = new Map<string, Asked>();
	for (const [index, { ref, onlySequence }] of requests) {
		await results.attempt(index, () => {
			const contact = lookup(ref);
			const { enrolled, latest } = sequenceStanding(contact);
			const { sequenceId } = latest;
			if (!enrolled) return put(index, 'notEnrolled', contact);
			if (onlySequence && sequenceId !== onlySequence) {
				return put(index, 'differentSequence', contact, { sequenceId });
			}
			method.check(contact);
			const entry = asked.get(contact.id) ?? { contact, sequenceId, items: new Map() };
			entry.items.set(index, contact);
			asked.set(contact.id, entry);
		});
	}
	if (asked.size === 0) return;
	const contacts = [...asked.values()].map(({ contact }) => contact);
	await method.prepare(contacts, dryRun);
	const result = dryRun ? undefined : await method.leave(contacts);
	if (result) await freeFollowUps(context, client, result.left);
	for (const { sequenceId, items } of asked.values()) {
		for (const [index, contact] of items) {
			if (!result) put(index, 'wouldUnenroll', contact, { sequenceId });
			else if (result.left.has(contact.id)) {
				put(index, 'unenrolled', contact, { sequenceId });
			} else if (result.failed.has(contact.id)) {
				results.fail(index, result.failed.get(contact.id), { contactId: contact.id });
			} else put(index, 'pending', contact, { sequenceId, ...result.pending });
		}
	}
}
