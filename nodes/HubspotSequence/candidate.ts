import type { Contact } from '../shared/hubspot/contacts';
import type { Sender } from '../shared/hubspot/owners';
import type { Sequence } from '../shared/hubspot/sequences';
import type { SequenceStanding } from '../shared/items/eligibility';
import type { Limited } from '../shared/items/limitGroup';
import type { EnrollParameters } from './enrollParameters';

/** An item that nothing speaks against but, maybe, the sending limit. */
export interface Candidate extends Limited {
	parameters: EnrollParameters;
	contact: Contact;
	standing: SequenceStanding;
	sender: Sender;
	/** The inbox that sends; its sends are what the limit counts. */
	senderEmail: string;
	sequence: Sequence;
}

/** The ids that every outcome of an item carries. */
export const idsOf = ({ id, properties }: Contact, sequenceId: string) => ({
	contactId: id,
	email: properties.email ?? null,
	sequenceId,
});
