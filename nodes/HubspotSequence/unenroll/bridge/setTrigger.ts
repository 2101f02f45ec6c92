import { chunk } from 'lodash';

import { CircuitBreaker } from '../../../shared/enroll/circuitBreaker';
import { Problem } from '../../../shared/errors';
import {
	BATCH_SIZE,
	NOT_FOUND,
	updateEach,
	type BatchError,
} from '../../../shared/hubspot/contacts';
import type { HubspotClient } from '../../../shared/transport/client';
import { explainError } from '../../../shared/transport/errorTable';
import { outcomeUnknown } from '../../../shared/transport/failure';
import type { Started } from './bridgeTrigger';

/**
 * Sets the property that starts the workflow, 100 contacts a request. What goes wrong with some of them
 * is about no other.
 * @param value empty to clear it
 * @throws the abort reason
 */
export async function setTrigger(
	client: HubspotClient,
	property: string,
	ids: readonly string[],
	value: string,
): Promise<Started> {
	const refused = new Map<string, unknown>();
	const unsure = new Map<string, unknown>();
	const breaker = new CircuitBreaker();
	for (const some of chunk(ids, BATCH_SIZE)) {
		try {
			if (breaker.stopped) throw breaker.stopped.error;
			const inputs = some.map((id) => ({ id, properties: { [property]: value } }));
			for (const [id, error] of await updateEach(client, inputs)) {
				if (error) refused.set(id, notSet(id, error));
				else unsure.set(id, untold(id));
			}
		} catch (error) {
			client.signal?.throwIfAborted();
			const failed = outcomeUnknown(error) ? unsure : refused;
			for (const id of some) failed.set(id, error);
			if (explainError(error).scope === 'run') breaker.trip(error);
		}
	}
	return { refused, unsure };
}

/** HubSpot does not have a contact any more that was there when it was read. */
export const goneContact = (contactId: string) =>
	new Problem(
		'CONTACT_NOT_FOUND',
		'HubSpot has no such contact',
		`The contact ${contactId} was deleted or merged while this node ran.`,
		{ contactId },
	);

const untold = (contactId: string) =>
	new Problem(
		'UNKNOWN_OUTCOME',
		"It is not known whether HubSpot set the 'Trigger Property' of the contact",
		'The answer of HubSpot does not name the contact. Run the item again.',
		{ contactId },
	);

function notSet(contactId: string, { category, message }: BatchError): Problem {
	if (category === NOT_FOUND) return goneContact(contactId);
	return new Problem(
		'CONTACT_NOT_UPDATED',
		"HubSpot did not set the 'Trigger Property' of the contact",
		'Look at the rules of the property in HubSpot (Settings, Properties), or choose another one in the Trigger Property option.',
		{
			contactId,
			...(message && { hubspotMessage: message }),
			...(category && { category }),
		},
	);
}
