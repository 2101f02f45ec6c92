import { unlogScheduled } from './emailLog';
import { leaveQueue } from './mailQueue';
import { beginDelay, comingStep, planNext, tasksFor } from './progress';
import { runPlan } from './runSteps';
import type { AccountState } from './state';
import type { Enrollment } from './types';

/** Stops the steps of an enrollment; they still count against the limit. */
export function pauseEnrollment(account: AccountState, enrollment: Enrollment): void {
	if (enrollment.state !== 'active') return;
	leaveQueue(account, enrollment);
	unlogScheduled(account, enrollment);
	Object.assign(enrollment, { state: 'paused', pausedAt: account.clock.now() });
}

/** Goes on with a paused enrollment; what becomes of the delay it was in, `onResume` says. */
export function resumeEnrollment(account: AccountState, enrollment: Enrollment): void {
	const next = comingStep(enrollment);
	if (enrollment.state !== 'paused' || !next) return;
	enrollment.state = 'active';
	const now = account.clock.now();
	const stood = now - (enrollment.pausedAt ?? now);
	const { onResume } = account.settings;
	if (onResume === 'delayGoesOn') planNext(account, enrollment, next.due + stood);
	if (onResume === 'delayStarts') beginDelay(account, enrollment);
	runPlan(account, enrollment);
}

/**
 * The rep completes a task of an enrollment. The delay of the step that waited for it begins now;
 * where delays count from enrolling, that step runs now if it is late. Those after it keep their
 * distance.
 */
export function completeTask(
	account: AccountState,
	enrollment: Enrollment,
	stepOrder: number,
): void {
	const task = enrollment.plan.find((step) => step.stepOrder === stepOrder);
	if (!task?.done) throw new Error(`Step ${stepOrder} has given the rep no task yet`);
	task.completed = true;
	const next = comingStep(enrollment);
	if (next && tasksFor(account, enrollment, next).includes(stepOrder)) {
		const now = account.clock.now();
		// The delay of a paused enrollment stands still from its beginning.
		if (enrollment.state === 'paused') enrollment.pausedAt = now;
		if (account.settings.delays !== 'fromEnrollment') beginDelay(account, enrollment);
		else if (next.due < now) planNext(account, enrollment, now);
	}
	runPlan(account, enrollment);
}
