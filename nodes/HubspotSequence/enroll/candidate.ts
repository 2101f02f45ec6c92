import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import type { Sender } from '../../shared/hubspot/owners';
import type { Sequence } from '../../shared/hubspot/sequences';
import type { SequenceStanding } from '../../shared/contacts/eligibility';
import type { Limited } from '../../shared/enroll/quota';
import type { NonEmpty } from '../../shared/groups';
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
