import { announce, endEnrollment, openEnrollment } from './enrollments';
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

/** Runs what is due, and comes back when the step after it is. */
export function runPlan(account: AccountState, enrollment: Enrollment): void {
	for (;;) {
		const step = nextStep(account, enrollment);
		if (!step) return;
		if (step.at > account.clock.now()) {
			account.clock.at(step.at, () => {
				if (!step.done) runPlan(account, enrollment);
			});
			return;
		}
		runStep(account, enrollment, step);
	}
}

/** Lets the steps of a back-dated enrollment catch up without looking at the limit. */
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

function runStep(account: AccountState, enrollment: Enrollment, step: PlannedStep): void {
	const now = account.clock.now();
	enrollment.updatedAt = now;
	const sent = step.kind === 'EMAIL' ? sendStep(account, enrollment, step) : 'done';
	if (sent === 'later') return;
	if (sent === 'refused') {
		// A later step beyond the limit ends the enrollment with this error (hubspot-api.md 8.1).
		endEnrollment(account, enrollment, 'errored', 'rate limit reached');
		return;
	}
	Object.assign(step, { at: now, done: true });
	if (!comingStep(enrollment)) endEnrollment(account, enrollment, 'finished');
	else if (account.settings.delays !== 'fromEnrollment') beginDelay(account, enrollment);
}
