import type { IDataObject } from 'n8n-workflow';

import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import { SEQUENCE_PROPERTIES, sequenceStanding } from '../../shared/contacts/eligibility';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { readContacts } from '../../shared/contacts/readContacts';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import { UnknownOutcome } from '../../shared/errors';
import { lastSettledHour } from '../../shared/ledger/freeRoom';
import type { RememberedResults } from '../../shared/n8n/rememberedResults';
import type { Run } from '../../shared/n8n/router';
import { hourOf } from '../../shared/quota/hours';
import { awaitShown } from './awaitShown';
import { noteFollowUps } from './freeFollowUps';
import { openMethod, readMethod } from './methods';
import { onlySequenceOption, readSequence } from '../lookup/sequenceField';

/** A contact that is to leave, and the items that ask for it. */
interface Asked {
	contact: Contact;
	sequenceId: string | null;
	/** As each item names it. */
	items: Map<number, Contact>;
}

/** What an earlier try of a Retry On Fail knew of a contact that it asked to leave. */
interface Earlier extends IDataObject {
	sequenceId: string | null;
	/** In which hour it did, hours since epoch. */
	hour: number;
}

/**
 * Takes contacts out of their sequence. HubSpot publishes no call for that (hubspot-api.md 2.5), so by
 * default a workflow with the action "Unenroll from sequence" does it: the node triggers it and waits
 * until HubSpot shows that the contact has left.
 */
export async function unenroll(run: Run<RememberedResults>): Promise<void> {
	const { context, client, results, settings } = run;
	const { dryRun } = settings;
	const method = openMethod(context, client, readMethod(context, settings));
	const put = (index: number, outcome: string, contact: Contact, more: IDataObject = {}) =>
		results.put(index, { outcome, ...contactIds(contact), ...more });
	const requests = await readContacts(run, ({ options }) => ({
		onlySequence: readSequence(options, onlySequenceOption),
	}));
	// HubSpot's properties hold the id of a sequence; its name is known where it is the chosen one.
	const idsOf = (index: number, sequenceId: string | null) => {
		const chosen = requests.get(index)?.onlySequence;
		const name = chosen?.id === sequenceId ? chosen?.name : undefined;
		return { sequenceId, ...(name && { sequenceName: name }) };
	};
	const refs = [...requests.values()].map(({ contact }) => contact);
	const properties = [...SEQUENCE_PROPERTIES, ...method.properties];
	const lookup = await resolveContacts(client, refs, properties);
	const found = new Map<number, Contact>();
	for (const [index, { contact: ref }] of requests) {
		await results.attempt(index, () => {
			const contact = lookup(ref);
			results.about(index, contactIds(contact));
			found.set(index, contact);
		});
	}
	const api = sequencesApi(client, settings.apiRoutes);
	const earlierOf = ({ id }: Contact) => results.memory.recall(id) as Earlier | undefined;
	// Of those that an earlier try has asked for, it knew that they were in a sequence.
	const unasked = [...found.values()].filter((contact) => !earlierOf(contact));
	const shown = await awaitShown(run, api, unasked, properties);
	const asked = new Map<string, Asked>();
	const leftBefore = new Map<string, number>();
	const untidy = new Set<string>();
	for (const [index, first] of found) {
		await results.attempt(index, () => {
			const last = shown.get(first.id);
			if (last instanceof Error) throw last;
			const contact = { ...first, ...last };
			const onlySequence = requests.get(index)?.onlySequence;
			const { enrolled, latest } = sequenceStanding(contact);
			const { sequenceId } = latest;
			if (!enrolled) {
				const earlier = earlierOf(contact);
				if (method.isUntidy(contact)) untidy.add(contact.id);
				if (earlier) leftBefore.set(contact.id, earlier.hour);
				else if (untidy.has(contact.id)) leftBefore.set(contact.id, lastSettledHour());
				return earlier
					? put(index, 'unenrolled', contact, idsOf(index, earlier.sequenceId))
					: put(index, 'notEnrolled', contact);
			}
			if (onlySequence && sequenceId !== onlySequence.id) {
				return put(index, 'differentSequence', contact, { sequenceId });
			}
			method.check(contact);
			const entry = asked.get(contact.id) ?? { contact, sequenceId, items: new Map() };
			entry.items.set(index, contact);
			asked.set(contact.id, entry);
		});
	}
	if (!dryRun) await tidyUp();
	if (asked.size === 0) return;
	const contacts = [...asked.values()].map(({ contact }) => contact);
	await method.prepare(contacts, dryRun);
	if (!dryRun) return await leave();
	for (const { sequenceId, items } of asked.values()) {
		for (const [index, contact] of items)
			put(index, 'wouldUnenroll', contact, idsOf(index, sequenceId));
	}

	/** What an earlier run, or try, has begun: its contacts have left since. */
	async function tidyUp(): Promise<void> {
		if (untidy.size > 0) await method.finish([...untidy]);
		const followUps = await noteFollowUps(context, client, leftBefore);
		await followUps.free(new Set(leftBefore.keys()));
	}

	async function leave(): Promise<void> {
		const hour = hourOf(Date.now());
		const upTo = new Map(contacts.map(({ id }) => [id, hour]));
		const followUps = await noteFollowUps(context, client, upTo);
		const { left, failed, pending } = await method.leave(contacts);
		for (const {
			contact: { id: contactId },
			sequenceId,
			items,
		} of asked.values()) {
			const cause = failed.get(contactId);
			if (cause === undefined || cause instanceof UnknownOutcome) {
				results.memory.remember(contactId, { sequenceId, hour } satisfies Earlier);
			}
			for (const [index, contact] of items) {
				const ids = idsOf(index, sequenceId);
				if (left.has(contactId)) put(index, 'unenrolled', contact, ids);
				else if (failed.has(contactId)) results.fail(index, cause, ids);
				else put(index, 'pending', contact, { ...ids, ...pending });
			}
		}
		await followUps.free(left);
	}
}
