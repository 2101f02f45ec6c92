import { publish } from './contacts';
import { unlogScheduled } from './emailLog';
import { leaveQueue } from './mailQueue';
import { planSteps } from './schedule';
import type { AccountState } from './state';
import { isOpen, type Enrollment } from './types';

const iso = (at: number) => new Date(at).toISOString();

/** An enrollment that began at `enrolledAt`: its past steps have run, the others will. */
export function openEnrollment(
	account: AccountState,
	request: { contactId: string; sequenceId: string; userId: string; senderEmail: string },
	enrolledAt: number,
): Enrollment {
	const sequence = account.sequence(request.sequenceId);
	const contact = account.contacts.get(request.contactId);
	if (!sequence || !contact) throw new Error('Unknown sequence or contact');
	const enrollment: Enrollment = {
		id: account.nextId('88'),
		contactId: request.contactId,
		sequenceId: request.sequenceId,
		userId: request.userId,
		senderEmail: request.senderEmail,
		toEmail: contact.properties.email ?? '',
		enrolledAt,
		updatedAt: enrolledAt,
		state: 'active',
		plan: planSteps(account, sequence, enrolledAt, contact.id),
	};
	account.enrollments.push(enrollment);
	return enrollment;
}

/** Notes a refused enrollment's first email as one that met the limit. */
export function noteRefused(
	account: AccountState,
	request: { contactId: string; sequenceId: string; userId: string; senderEmail: string },
): void {
	const { contactId, sequenceId, senderEmail } = request;
	account.overLimitSends.push({
		at: account.clock.now(),
		senderEmail,
		ownerId: account.repByUser(request.userId)?.ownerId ?? '',
		contactId,
		sequenceId,
		stepOrder: 0,
		handling: 'refused',
	});
}

/** Ends an enrollment; what had not gone out yet never will. */
export function endEnrollment(
	account: AccountState,
	enrollment: Enrollment,
	state: 'finished' | 'unenrolled' | 'errored',
	reason: string = state,
): void {
	if (!isOpen(enrollment)) return;
	leaveQueue(account, enrollment);
	unlogScheduled(account, enrollment);
	const now = account.clock.now();
	Object.assign(enrollment, { state, endReason: reason, endedAt: now, updatedAt: now });
	const contact = account.contacts.get(enrollment.contactId);
	if (!contact) return;
	const left = state === 'finished' ? 'finished' : 'unenrolled';
	publish(account, contact, {
		hs_sequences_is_enrolled: 'false',
		hs_sequences_actively_enrolled_count: '0',
		hs_latest_sequence_ended_date: iso(now),
		[`hs_latest_sequence_${left}_date`]: iso(now),
	});
}

/** Makes a fresh enrollment show in the contact's properties (hubspot-api.md 5.2). */
export function announce(account: AccountState, enrollment: Enrollment): void {
	const contact = account.contacts.get(enrollment.contactId);
	if (!contact) return;
	const ever = account.enrollmentsOf(contact.id).length;
	publish(account, contact, {
		hs_sequences_is_enrolled: 'true',
		hs_sequences_actively_enrolled_count: '1',
		hs_sequences_enrolled_count: String(ever),
		hs_latest_sequence_enrolled: enrollment.sequenceId,
		hs_latest_sequence_enrolled_date: iso(enrollment.enrolledAt),
	});
}
