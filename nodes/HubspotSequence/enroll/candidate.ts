import { type SequenceStanding, inCooldown, mailBlock } from '../../shared/contacts/eligibility';
import { SKIPPED_REASONS, type SkippedReason } from '../../shared/reasons';
import type { Limited } from '../../shared/enroll/quota';
import { Problem } from '../../shared/errors';
import type { NonEmpty } from '../../shared/groups';
import { type Contact, contactIds } from '../../shared/hubspot/contacts';
import type { Sender } from '../../shared/hubspot/owners';
import type { Sequence } from '../../shared/hubspot/sequences';
import type { EnrollParameters } from './enrollParameters';

/** An item that nothing speaks against but, maybe, the sending limit. */
export interface Candidate extends Limited {
	parameters: EnrollParameters;
	contact: Contact;
	standing: SequenceStanding;
	/** Who may send; several where they take turns. */
	senders: NonEmpty<Sender>;
	sender: Sender;
	/** The inbox that sends; its sends are what the limit counts. */
	senderEmail: string;
	sequence: Sequence;
}

/** The ids that every outcome of an item carries. */
export const idsOf = (contact: Contact, sequenceId: string) => ({
	...contactIds(contact),
	sequenceId,
});

/** The candidate, to be sent by this sender. */
export function sentBy(
	sender: Sender,
	candidate: Omit<Candidate, 'sender' | 'senderEmail'>,
): Candidate {
	const senderEmail = candidate.parameters.senderEmail ?? sender.email;
	return {
		...candidate,
		outcomeFields: {
			...candidate.outcomeFields,
			sender: { userId: sender.userId, email: senderEmail },
		},
		sender,
		senderEmail,
	};
}

/** @throws Problem where the user wants an error instead of a skip */
export function skipReason(
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
		reason,
		SKIPPED_REASONS[reason],
		alreadyEnrolled === 'replace'
			? 'HubSpot did not show in time in which sequence the contact is, or that it has left it. Run the item again in a few minutes.'
			: "Unenroll the contact first, or set 'Already Enrolled' to Skip or Replace.",
		idsOf(contact, sequenceId),
	);
}

export function ineligible(reason: SkippedReason, contact: Contact, sequenceId: string): Problem {
	return new Problem(
		reason,
		SKIPPED_REASONS[reason],
		"Correct the contact in HubSpot, or switch on 'Skip Ineligible Contacts'.",
		idsOf(contact, sequenceId),
	);
}
