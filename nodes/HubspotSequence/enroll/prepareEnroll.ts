import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Contact } from '../../shared/hubspot/contacts';
import type { SequencesApi } from '../../shared/hubspot/sequences';
import {
	inCooldown,
	MAIL_PROPERTIES,
	mailBlock,
	SEQUENCE_PROPERTIES,
	sequenceStanding,
	type SequenceStanding,
} from '../../shared/contacts/eligibility';
import type { EnrollRun } from '../../shared/enroll/enrollRun';
import { SKIPPED_REASONS, type SkippedReason } from '../../shared/enroll/outcome';
import type { NonEmpty } from '../../shared/groups';
import type { Sender } from '../../shared/hubspot/owners';
import { Problem } from '../../shared/errors';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import { unsettledKey } from '../../shared/n8n/retryMemory';
import type { HubspotClient } from '../../shared/transport/client';
import { explainError } from '../../shared/transport/errorTable';
import { rethrow } from '../../shared/transport/failure';
import { idsOf, sentBy, type Candidate } from './candidate';
import { asJson, isNew } from './enrollContact';
import { readEnrollParameters, type EnrollParameters } from './enrollParameters';
import type { SenderLoader } from '../lookup/senderLoader';
import type { PlannedSequence, SequenceLoader } from '../lookup/sequenceLoader';

/** What is looked up once a run. */
interface Loaders {
	sequences: SequenceLoader;
	senders: SenderLoader;
}

/** What an earlier try of a Retry On Fail knew of a contact that it may have enrolled. */
interface Unsettled extends IDataObject {
	/** When the last enrollment before that try began. */
	before: string | null;
	/** The outcome of the item if it was enrolled. */
	json: IDataObject;
}

/** @returns the outcome of the item if an earlier try enrolled it. @throws HubspotFailure */
async function settle(
	api: SequencesApi,
	contactId: string,
	sequenceId: string,
	{ before, json }: Unsettled,
): Promise<IDataObject | undefined> {
	const found = await api.enrollmentOf(contactId);
	const isOurs = found && isNew(found, sequenceId, { latest: { enrolledAt: before } });
	return isOurs ? { ...json, ...asJson(found) } : undefined;
}

/**
 * Reads all items and settles those that need no further look: bad input, unknown contacts,
 * duplicates, those that HubSpot's properties speak against.
 */
export async function prepareEnroll(
	context: IExecuteFunctions,
	client: HubspotClient,
	api: SequencesApi,
	{ sequences, senders }: Loaders,
	{ results, memory, settings }: Pick<EnrollRun, 'results' | 'memory' | 'settings'>,
): Promise<Candidate[]> {
	const read = await results.readItems((index) =>
		readEnrollParameters(context, index, settings.apiRoutes),
	);
	const lookup = await resolveContacts(
		client,
		[...read.values()].map(({ contact }) => contact),
		[...MAIL_PROPERTIES, ...SEQUENCE_PROPERTIES, 'hubspot_owner_id'],
	);
	const seen = new Set<string>();
	const candidates: Candidate[] = [];
	for (const [index, parameters] of read) {
		const { sequenceId } = parameters;
		await results.attempt(index, async () => {
			const contact = lookup(parameters.contact);
			const ids = idsOf(contact, sequenceId);
			const standing = sequenceStanding(contact);
			const duplicate = seen.has(contact.id);
			seen.add(contact.id);
			if (duplicate) return results.skipped(index, 'DUPLICATE_IN_RUN', ids);
			const memoryKey = `${contact.id} ${sequenceId}`;
			const remembered = memory.recall(memoryKey);
			if (remembered) return results.enrolled(index, remembered);
			const unsettled = memory.recall(unsettledKey(memoryKey)) as Unsettled | undefined;
			const settled = unsettled && (await settle(api, contact.id, sequenceId, unsettled));
			if (settled) return results.enrolled(index, settled);
			const reason = skipReason(contact, standing, parameters);
			if (reason) return results.skipped(index, reason, ids);
			const { mayUse, sequence, planner } = await whoSends(
				{ sequences, senders },
				contact,
				parameters,
			);
			const candidate = {
				index,
				outcomeFields: { ...ids, sequenceName: sequence.name },
				source: sequenceId,
				contactId: contact.id,
				to: contact.properties.email ?? '',
				planner,
				isEnrolled: standing.enrolled,
				memoryKey,
				parameters,
				contact,
				standing,
				senders: mayUse,
				sequence,
			};
			candidates.push(sentBy(mayUse[0], candidate));
		});
	}
	return candidates;
}

/**
 * Who may send, and the sequence as they see it: the Fallback Sender where the contact owner may not
 * use sequences.
 * @throws Problem, HubspotFailure
 */
async function whoSends(
	{ sequences, senders }: Loaders,
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

/** @throws Problem where the user wants an error instead of a skip */
function skipReason(
	contact: Contact,
	standing: SequenceStanding,
	parameters: EnrollParameters,
): SkippedReason | undefined {
	const { alreadyEnrolled, skipIneligible, cooldownDays, sequenceId } = parameters;
	if (standing.enrolled && alreadyEnrolled !== 'replace') {
		return enrolledReason(standing.latest.sequenceId, sequenceId, alreadyEnrolled, contact);
	}
	const block = mailBlock(contact);
	if (block && !skipIneligible) throw ineligible(block, contact, sequenceId);
	if (block) return block;
	return inCooldown(standing, cooldownDays, Date.now()) ? 'COOLDOWN' : undefined;
}

/** @throws Problem where Already Enrolled is set to Fail, or to Replace and it could not be */
export function enrolledReason(
	currentSequenceId: string | null | undefined,
	sequenceId: string,
	alreadyEnrolled: EnrollParameters['alreadyEnrolled'],
	contact: Contact,
): SkippedReason {
	const reason = currentSequenceId === sequenceId ? 'ALREADY_ENROLLED' : 'IN_OTHER_SEQUENCE';
	if (alreadyEnrolled === 'skip') return reason;
	throw new Problem(
		SKIPPED_REASONS[reason],
		alreadyEnrolled === 'replace'
			? 'HubSpot did not show in time in which sequence the contact is, or that it has left it. Run the item again in a few minutes.'
			: 'Unenroll the contact first, or set the Already Enrolled option to Skip or Replace.',
		{ ...idsOf(contact, sequenceId), reason },
	);
}

export function ineligible(reason: SkippedReason, contact: Contact, sequenceId: string): Problem {
	return new Problem(
		SKIPPED_REASONS[reason],
		'Correct the contact in HubSpot, or switch on the Skip Ineligible Contacts option.',
		{ ...idsOf(contact, sequenceId), reason },
	);
}
