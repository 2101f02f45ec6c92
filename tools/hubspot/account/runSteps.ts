import { logScheduled } from './emailLog';
import { announce, endEnrollment, openEnrollment } from './enrollments';
import { joinQueue, owedBy } from './mailQueue';
import { beginDelay, comingStep, nextStep } from './progress';
import { recordSend } from './sends';
import { sendStep } from './sendStep';
import type { AccountState } from './state';
import type { Enrollment, PlannedStep } from './types';

/** Starts an enrollment now, and runs the steps that are due at once. */
export function startEnrollment(
	account: AccountState,
	request: { contactId: string; sequenceId: string; userId: string; senderEmail: string },
): Enrollment {
	const enrollment = openEnrollment(account, request, account.clock.now());
	announce(account, enrollment);
	runPlan(account, enrollment);
	return enrollment;
}

/** Runs what is due, and comes back when the step after it is; emails leave through the queue. */
export function runPlan(account: AccountState, enrollment: Enrollment): void {
	for (;;) {
		const step = nextStep(account, enrollment);
		if (!step) return;
		if (step.at > account.clock.now()) {
			wait(account, enrollment, step);
			return;
		}
		if (step.kind === 'EMAIL') {
			queueEmail(account, enrollment, step);
			return;
		}
		markDone(account, enrollment, step);
	}
}

function wait(account: AccountState, enrollment: Enrollment, step: PlannedStep): void {
	if (step.kind === 'EMAIL') logScheduled(account, enrollment, step, step.at);
	account.clock.at(step.at, () => {
		if (!step.done) runPlan(account, enrollment);
	});
}

function queueEmail(account: AccountState, enrollment: Enrollment, step: PlannedStep): void {
	const leave = () => {
		sendEmail(account, enrollment, step);
		runPlan(account, enrollment);
	};
	joinQueue(account, { enrollment, step, leave });
	if (!step.queued || !account.settings.logsScheduled) return;
	const owed = owedBy(account, enrollment.senderEmail);
	const { leaves } = owed.find(({ contactId }) => contactId === enrollment.contactId) ?? {};
	if (leaves !== undefined) logScheduled(account, enrollment, step, leaves);
}

/** Lets the steps of a back-dated enrollment catch up without looking at the limit or the pace. */
export function catchUp(account: AccountState, enrollment: Enrollment): void {
	const now = account.clock.now();
	for (;;) {
		const step = nextStep(account, enrollment);
		if (!step || step.at > now) break;
		step.done = true;
		if (step.kind === 'EMAIL') recordSend(account, enrollment, step, step.at);
	}
	if (!comingStep(enrollment)) endEnrollment(account, enrollment, 'finished');
	runPlan(account, enrollment);
}

function sendEmail(account: AccountState, enrollment: Enrollment, step: PlannedStep): void {
	const sent = sendStep(account, enrollment, step);
	// A later step beyond the limit ends the enrollment with this error (hubspot-api.md 8.1).
	if (sent === 'refused') endEnrollment(account, enrollment, 'errored', 'rate limit reached');
	if (sent === 'done') markDone(account, enrollment, step);
}

function markDone(account: AccountState, enrollment: Enrollment, step: PlannedStep): void {
	const now = account.clock.now();
	enrollment.updatedAt = now;
	Object.assign(step, { at: now, done: true });
	for (const watch of account.stepWatchers) watch(enrollment, step);
	if (!comingStep(enrollment)) endEnrollment(account, enrollment, 'finished');
	else if (account.settings.delays !== 'fromEnrollment') beginDelay(account, enrollment);
}
