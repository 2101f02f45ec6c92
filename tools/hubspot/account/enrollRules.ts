import { wouldExceed } from './limits';
import { planSteps } from './schedule';
import type { AccountState } from './state';
import type { Contact, Rep, Sequence } from './types';

/** Why HubSpot does not enroll: HTTP status, text for people, and its own code. */
export interface Refusal {
	status: 400 | 403 | 404;
	message: string;
	code?: string;
}

export interface EnrollRequest {
	contactId: string;
	sequenceId: string;
	userId: string;
	senderEmail: string;
	senderAliasAddress?: string;
}

export interface EnrollParties {
	contact: Contact;
	sequence: Sequence;
	rep: Rep;
}

const has = (list: string[], address: string) =>
	list.some((entry) => entry.toLowerCase() === address.toLowerCase());

function senderRefusal(
	account: AccountState,
	request: EnrollRequest,
	rep?: Rep,
): Refusal | undefined {
	const { userId } = request;
	if (!rep || rep.archived || !rep.salesSeat) {
		return {
			status: 403,
			message: `Permission Denied: user ${userId} does not have access to sequences`,
		};
	}
	if (!account.settings.usersOtherThanToken && userId !== account.tokenUserId) {
		return { status: 403, message: `Permission Denied: token may not act for user ${userId}` };
	}
	if (rep.inboxes.length === 0) {
		return {
			status: 400,
			message: `User ${userId} for Portal ${account.portalId} has no connected inboxes. A connected inbox is required to enroll from the public API`,
			code: 'SequenceStandardFriendlyError.PUBLIC_ENROLL_NO_CONNECTED_EMAILS',
		};
	}
	const alias = request.senderAliasAddress;
	if (!has(rep.inboxes, request.senderEmail) || (alias && !has(rep.aliases, alias))) {
		return {
			status: 400,
			message: `User ${userId} for Portal ${account.portalId} has no connected inboxes for specified user email`,
		};
	}
	return undefined;
}

function contactRefusal(
	account: AccountState,
	contact: Contact,
	sender: string,
): Refusal | undefined {
	const { properties } = contact;
	const refuse = (code: string, message: string): Refusal => ({
		status: 400,
		message,
		code: `SequenceError.${code}`,
	});
	if (account.openEnrollment(contact.id)) {
		return refuse('CONTACT_ALREADY_ENROLLED', 'Contact already enrolled in a sequence');
	}
	if (!properties.email) {
		return refuse('CONTACT_INVALID_EMAIL_ADDRESS', 'Contact has no valid email address');
	}
	if (properties.email.toLowerCase() === sender.toLowerCase()) {
		return refuse('CONTACT_INVALID_EMAIL_ADDRESS', 'Contact email is the same as sender email');
	}
	if (properties.hs_email_optout === 'true') {
		return refuse('UNSUBSCRIBED', 'Contact has unsubscribed from one to one emails');
	}
	if (contact.hiddenBounce || properties.hs_email_hard_bounce_reason_enum) {
		return refuse('RECIPIENT_PREVIOUSLY_BOUNCED', 'Recipient has previously bounced');
	}
	if (properties.hs_email_bad_address === 'true' || properties.hs_email_is_ineligible === 'true') {
		return refuse('BLOCKED_ADDRESS', 'Recipient address is blocked');
	}
	// A quarantined address stops marketing email only, so it is not refused here.
	return undefined;
}

/**
 * Everything HubSpot checks before it enrolls ("Enrolling: errors seen in the wild"). The texts
 * for an unknown contact and an unknown sequence are our guess: nobody recorded them.
 */
export function checkEnrollment(
	account: AccountState,
	request: EnrollRequest,
): { refusal: Refusal } | { parties: EnrollParties } {
	const rep = account.repByUser(request.userId);
	const sender = senderRefusal(account, request, rep);
	if (sender) return { refusal: sender };
	const sequence = account.sequence(request.sequenceId);
	if (!sequence) {
		const numeric = /^\d+$/.test(request.sequenceId);
		const message = numeric
			? `Sequence ${request.sequenceId} not found`
			: 'The sequence ID provided is invalid';
		return { refusal: { status: numeric ? 404 : 400, message } };
	}
	const contact = account.contacts.get(request.contactId);
	if (!contact || contact.archived) {
		return { refusal: { status: 404, message: `Contact ${request.contactId} not found` } };
	}
	const refusal = contactRefusal(account, contact, request.senderEmail);
	if (refusal) return { refusal };
	return { parties: { contact, sequence, rep: rep as Rep } };
}

/** Whether this enrollment's emails of the next day no longer fit the sender's limit. */
export function overLimit(
	account: AccountState,
	{ contact, sequence, rep }: EnrollParties,
	sender: string,
) {
	const plan = planSteps(account, sequence, account.clock.now(), contact.id);
	const emails = plan.filter(({ kind }) => kind === 'EMAIL').map(({ at }) => at);
	return wouldExceed(account, sender, emails, rep.dailyLimit);
}
