import { logSent } from './emailLog';
import type { AccountState } from './state';
import type { Contact, Enrollment, PlannedStep } from './types';

/** One sequence email leaves the inbox: counted against the limit and logged on the contact. */
export function recordSend(
	account: AccountState,
	enrollment: Enrollment,
	step: PlannedStep,
	at: number,
): void {
	const { contactId, sequenceId, senderEmail, userId } = enrollment;
	const ownerId = account.repByUser(userId)?.ownerId ?? '';
	const { stepOrder } = step;
	account.sends.push({ at, senderEmail, ownerId, contactId, sequenceId, stepOrder });
	logSent(account, enrollment, step, at);
}

/** The contact's answer, as HubSpot logs incoming mail. */
export function logReply(account: AccountState, contact: Contact, toEmail: string): void {
	const at = account.clock.now();
	const id = account.nextId('66');
	const moment = new Date(at).toISOString();
	account.emails.push({
		id,
		contactId: contact.id,
		recordedAt: at,
		stale: [],
		properties: {
			hs_object_id: id,
			hs_timestamp: moment,
			hs_createdate: moment,
			hs_lastmodifieddate: moment,
			hs_email_direction: 'INCOMING_EMAIL',
			hs_email_status: null,
			hs_email_subject: 'Re: Hello',
			hs_email_from_email: contact.properties.email,
			hs_email_to_email: toEmail,
			hubspot_owner_id: contact.properties.hubspot_owner_id,
			hs_sequence_id: null,
		},
	});
}
