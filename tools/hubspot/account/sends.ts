import type { AccountState } from './state';
import type { Contact, Enrollment, PlannedStep } from './types';

/** An outgoing email as HubSpot logs it; without a sequence id it is one-to-one mail. */
export function logEmail(
	account: AccountState,
	email: {
		at: number;
		fromEmail: string;
		toEmail: string;
		ownerId: string;
		contactId: string | null;
		sequenceId: string | null;
		templateId?: string;
	},
): void {
	const id = account.nextId('66');
	const at = new Date(email.at).toISOString();
	account.emails.push({
		id,
		contactId: email.contactId,
		recordedAt: email.at,
		properties: {
			hs_object_id: id,
			hs_timestamp: at,
			hs_createdate: at,
			hs_lastmodifieddate: at,
			hs_email_direction: 'EMAIL',
			hs_email_status: 'SENT',
			hs_email_subject: 'Hello',
			hs_email_from_email: email.fromEmail,
			hs_email_sender_email: email.fromEmail,
			hs_email_to_email: email.toEmail,
			hubspot_owner_id: email.ownerId,
			hs_sequence_id: email.sequenceId,
			hs_template_id: email.templateId ?? null,
		},
	});
}

/** One sequence email leaves the inbox: counted against the limit and logged on the contact. */
export function recordSend(
	account: AccountState,
	enrollment: Enrollment,
	{ stepOrder }: PlannedStep,
	at: number,
): void {
	const { contactId, sequenceId, senderEmail, toEmail } = enrollment;
	const ownerId = account.repByUser(enrollment.userId)?.ownerId ?? '';
	const step = account.sequence(sequenceId)?.steps.find((one) => one.stepOrder === stepOrder);
	account.sends.push({ at, senderEmail, ownerId, contactId, sequenceId, stepOrder });
	logEmail(account, {
		at,
		fromEmail: senderEmail,
		toEmail,
		ownerId,
		contactId,
		sequenceId,
		templateId: step?.templateId,
	});
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
