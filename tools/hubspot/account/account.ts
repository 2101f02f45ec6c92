import { setProperties } from './contacts';
import { endEnrollment } from './enrollments';
import { pauseEnrollment, resumeEnrollment } from './holdUps';
import { logReply } from './sends';
import { AccountState } from './state';

/** One HubSpot account: its state, and what contacts and reps do with it. */
export class Account extends AccountState {
	/** The contact answers by email, which ends its enrollment. */
	reply(contactId: string): void {
		const contact = this.contacts.get(contactId);
		const enrollment = this.openEnrollment(contactId);
		if (contact) logReply(this, contact, enrollment?.senderEmail ?? '');
		this.unenroll(contactId, 'reply');
	}

	/** The contact follows the unsubscribe link: opted out, and out of its sequence. */
	unsubscribe(contactId: string): void {
		const contact = this.contacts.get(contactId);
		if (contact) setProperties(this, contact, { hs_email_optout: 'true' });
		this.unenroll(contactId, 'unsubscribe');
	}

	/** Takes a contact out of its sequence, as a person does in HubSpot. */
	unenroll(contactId: string, reason = 'manual'): void {
		const enrollment = this.openEnrollment(contactId);
		if (enrollment) endEnrollment(this, enrollment, 'unenrolled', reason);
	}

	/** Stops the steps of a contact's enrollment; they still count against the limit. */
	pause(contactId: string): void {
		const enrollment = this.openEnrollment(contactId);
		if (enrollment) pauseEnrollment(this, enrollment);
	}

	/** Goes on with a paused enrollment. */
	resume(contactId: string): void {
		const enrollment = this.openEnrollment(contactId);
		if (enrollment) resumeEnrollment(this, enrollment);
	}

	/** Empties the account in place, so that references to it stay good. */
	clear(): void {
		const { watchers, stepWatchers } = this;
		const empty = new Account(this.clock, this.settings);
		Object.assign(this, empty, { watchers, stepWatchers });
	}
}
