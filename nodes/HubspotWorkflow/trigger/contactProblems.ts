import { NOT_FOUND, type BatchError } from '../../shared/hubspot/contacts';
import { Problem, UnknownOutcome } from '../../shared/errors';

/** The contact was there when it was read. */
export const missingContact = (contactId: string) =>
	new Problem(
		'CONTACT_NOT_FOUND',
		'HubSpot has no such contact',
		`The contact ${contactId} was deleted or merged while this node ran.`,
		{ contactId },
	);

/** HubSpot names neither the contact nor an error. */
const untoldContact = (contactId: string) =>
	new UnknownOutcome(
		'It is not known whether HubSpot set the property of the contact',
		'The answer of HubSpot does not name the contact. Run the item again: setting the same value twice changes nothing.',
		{ contactId },
	);

/** Why HubSpot did not update one contact of a batch. */
export function notUpdated(contactId: string, error: BatchError | undefined): Problem {
	if (!error) return untoldContact(contactId);
	if (error.category === NOT_FOUND) return missingContact(contactId);
	return new Problem(
		'CONTACT_NOT_UPDATED',
		'HubSpot did not set the property of the contact',
		'HubSpot does not allow the value for this contact: correct the Trigger Value of this node, or the rules of the property in HubSpot.',
		{
			contactId,
			...(error.message && { hubspotMessage: error.message }),
			...(error.category && { category: error.category }),
		},
	);
}
