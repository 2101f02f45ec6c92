import type { IDataObject } from 'n8n-workflow';

import type { Contact } from '../../shared/hubspot/contacts';
import { sequenceStanding, type SequenceStanding } from '../../shared/contacts/eligibility';
import type { NonEmpty } from '../../shared/groups';
import { toMillis } from '../../shared/hubspot/fields';
import type { Sender } from '../../shared/hubspot/owners';
import type { ContactLookup } from '../../shared/contacts/resolveContacts';
import { unsettledKey } from '../../shared/n8n/retryMemory';
import { explainError } from '../../shared/transport/errorTable';
import { rethrow } from '../../shared/transport/failure';
import { idsOf, sentBy, type Candidate, skipReason } from './candidate';
import { asJson } from './enrollOne';
import { lookBack } from './lostAnswer';
import type { Before } from './shown';
import type { EnrollParameters } from './enrollParameters';
import type { SequenceRun } from './sequenceRun';
import type { PlannedSequence } from '../lookup/sequenceLoader';

/**
 * Settles items that need no further look (unknown contacts, duplicates, those that HubSpot's
 * properties speak against), and says of the others who may send to them.
 */
export async function chooseCandidates(
	run: SequenceRun,
	asked: ReadonlyMap<number, EnrollParameters>,
	contactOf: ContactLookup,
): Promise<Candidate[]> {
	const { results } = run;
	const seen = new Set<string>();
	const candidates: Candidate[] = [];
	for (const [index, parameters] of asked) {
		await results.attempt(index, async () => {
			const contact = contactOf(parameters.contact);
			results.about(index, idsOf(contact, parameters.sequenceId));
			const isDuplicate = seen.has(contact.id);
			seen.add(contact.id);
			if (isDuplicate) {
				const ids = idsOf(contact, parameters.sequenceId);
				return results.skipped(index, 'DUPLICATE_IN_RUN', ids);
			}
			const candidate = await candidateOf(run, index, parameters, contact);
			if (candidate) candidates.push(candidate);
		});
	}
	return candidates;
}

/** @returns undefined where the item is settled */
async function candidateOf(
	run: SequenceRun,
	index: number,
	parameters: EnrollParameters,
	contact: Contact,
): Promise<Candidate | undefined> {
	const { results } = run;
	const { memory } = results;
	const { sequenceId } = parameters;
	const memoryKey = `${contact.id} ${sequenceId}`;
	const unsettled = memory.recall(unsettledKey(memoryKey)) as Unsettled | undefined;
	const enrolled =
		memory.recall(memoryKey) ??
		(unsettled && (await enrolledEarlier(run, contact, parameters, unsettled)));
	if (enrolled) return void results.enrolled(index, enrolled);
	const standing = sequenceStanding(contact);
	const ids = idsOf(contact, sequenceId);
	const reason = skipReason(contact, standing, parameters);
	if (reason) return void results.skipped(index, reason, ids);
	const { mayUse, sequence, schedule } = await whoSends(run, contact, parameters);
	results.names.ofSequence(sequenceId, sequence.name);
	return sentBy(mayUse[0], {
		index,
		outcomeFields: { ...ids, sequenceName: sequence.name },
		targetId: sequenceId,
		contactId: contact.id,
		shown: shownIn(sequenceId, standing),
		recipient: contact.properties.email ?? '',
		schedule,
		isEnrolled: standing.enrolled,
		memoryKey,
		parameters,
		contact,
		standing,
		senders: mayUse,
		sequence,
	});
}

/** When the last enrollment in the sequence began, as far as the properties of a contact show it, ms. */
const shownIn = (sequenceId: string, { latest }: SequenceStanding): number | undefined =>
	latest.sequenceId === sequenceId && latest.enrolledAt !== null
		? toMillis(latest.enrolledAt)
		: undefined;

/** What an earlier try of a Retry On Fail knew of a contact that it may have enrolled. */
interface Unsettled extends IDataObject {
	/** Where it stood before that try. */
	before: Before & IDataObject;
	/** The outcome of the item if it was enrolled. */
	json: IDataObject & { sender: { userId: string; email: string } };
}

/** @returns the outcome of the item if an earlier try enrolled it. @throws HubspotFailure */
async function enrolledEarlier(
	run: SequenceRun,
	contact: Contact,
	parameters: EnrollParameters,
	{ before, json }: Unsettled,
): Promise<IDataObject | undefined> {
	const { sender } = json;
	const asked = { contact, parameters, sender, senderEmail: sender.email };
	const { ours } = await lookBack(run, asked, before, 1);
	return ours && { ...json, ...asJson(ours) };
}

/**
 * Who may send, and the sequence as they see it: the Fallback Sender where the contact owner may not
 * use sequences.
 * @throws Problem, HubspotFailure
 */
async function whoSends(
	{ sequences, senders }: SequenceRun,
	contact: Contact,
	{ sender, sequenceId }: EnrollParameters,
): Promise<PlannedSequence & { mayUse: NonEmpty<Sender> }> {
	const mayUse = await senders.findAll(sender, contact);
	try {
		return { mayUse, ...(await sequences.findFor(mayUse, sequenceId)) };
	} catch (error) {
		const refused = explainError(error).scope === 'sender';
		const fallback = refused ? await senders.insteadOf(mayUse[0], sender) : undefined;
		if (!fallback) rethrow(error);
		return { mayUse: [fallback], ...(await sequences.find(fallback.userId, sequenceId)) };
	}
}
