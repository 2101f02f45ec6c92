import type { Account } from './account';
import { publish } from './contacts';
import { nextRoom, sentInWindow } from './limits';
import { planSteps } from './schedule';
import { recordSend } from './sends';
import { isOpen, type Enrollment, type OverLimitSend, type PlannedStep } from './types';

const iso = (at: number) => new Date(at).toISOString();

function stepDue(account: Account, enrollment: Enrollment, step: PlannedStep): void {
	account.clock.at(step.at, () => {
		if (enrollment.state === 'active' && !step.done) runStep(account, enrollment, step);
	});
}

/** Starts an enrollment now; its first step runs at once ("Behaviour on enroll"). */
export function startEnrollment(
	account: Account,
	request: { contactId: string; sequenceId: string; userId: string; senderEmail: string },
): Enrollment {
	const enrollment = openEnrollment(account, request, account.clock.now());
	announce(account, enrollment);
	runPlan(account, enrollment);
	return enrollment;
}

export function resumeEnrollment(account: Account, enrollment: Enrollment): void {
	if (enrollment.state !== 'paused') return;
	enrollment.state = 'active';
	runPlan(account, enrollment);
}

function runPlan(account: Account, enrollment: Enrollment): void {
	for (const step of enrollment.plan) {
		if (step.done || enrollment.state !== 'active') continue;
		if (step.at <= account.clock.now()) runStep(account, enrollment, step);
		else stepDue(account, enrollment, step);
	}
}

/** An enrollment that began at `enrolledAt`: its past steps have run, the others will. */
export function openEnrollment(
	account: Account,
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
		plan: planSteps(sequence, enrolledAt, account.timeZone),
	};
	account.enrollments.push(enrollment);
	return enrollment;
}

/** Lets the steps of a back-dated enrollment catch up without looking at the limit. */
export function catchUp(account: Account, enrollment: Enrollment): void {
	const now = account.clock.now();
	for (const step of enrollment.plan) {
		if (step.at > now) stepDue(account, enrollment, step);
		else {
			step.done = true;
			if (step.kind === 'EMAIL') recordSend(account, enrollment, step, step.at);
		}
	}
	if (enrollment.plan.every(({ done }) => done)) endEnrollment(account, enrollment, 'finished');
}

function runStep(account: Account, enrollment: Enrollment, step: PlannedStep): void {
	const now = account.clock.now();
	enrollment.updatedAt = now;
	if (step.kind === 'EMAIL' && !sendStep(account, enrollment, step, now)) return;
	step.done = true;
	const last = enrollment.plan.every(({ done }) => done);
	if (step.kind === 'FINISH_ENROLLMENT' || last) endEnrollment(account, enrollment, 'finished');
}

/** Sends the step's email, or does with it what `overLimit` says; false if it is still to come. */
function sendStep(account: Account, enrollment: Enrollment, step: PlannedStep, now: number) {
	const limit = account.repByUser(enrollment.userId)?.dailyLimit ?? 0;
	const over = sentInWindow(account, enrollment.senderEmail, now) >= limit;
	if (!over) {
		recordSend(account, enrollment, step, now);
		return true;
	}
	const note = (handling: OverLimitSend['handling']) => {
		const met = { ...attempt(account, enrollment, step, now), handling };
		account.overLimitSends.push(met);
		return met;
	};
	switch (account.settings.overLimit) {
		case 'allow':
			note('sent');
			recordSend(account, enrollment, step, now);
			return true;
		case 'silent':
			account.droppedSends.push(note('dropped'));
			return true;
		case 'delay':
			note('delayed');
			step.at = nextRoom(account, enrollment.senderEmail, now, limit);
			stepDue(account, enrollment, step);
			return false;
		case 'refuse':
			note('errored');
			// A later step beyond the limit ends the enrollment with this error (old help page).
			endEnrollment(account, enrollment, 'errored', 'rate limit reached');
			return false;
	}
}

function attempt(account: Account, enrollment: Enrollment, step: PlannedStep, at: number) {
	const { senderEmail, contactId, sequenceId, userId } = enrollment;
	const ownerId = account.repByUser(userId)?.ownerId ?? '';
	return { at, senderEmail, ownerId, contactId, sequenceId, stepOrder: step.stepOrder };
}

/** Notes a refused enrollment's first email as one that met the limit. */
export function noteRefused(
	account: Account,
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
	account: Account,
	enrollment: Enrollment,
	state: 'finished' | 'unenrolled' | 'errored',
	reason: string = state,
): void {
	if (!isOpen(enrollment)) return;
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

/** Makes a fresh enrollment show in the contact's properties ("Sequence properties"). */
export function announce(account: Account, enrollment: Enrollment): void {
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
