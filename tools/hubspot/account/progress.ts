import { afterDelay, planFrom } from './schedule';
import type { AccountState } from './state';
import type { Enrollment, PlannedStep } from './types';

/** The step that comes next. */
export const comingStep = ({ plan }: Enrollment) => plan.find(({ done }) => !done);

/** The orders of the tasks that a step waits for. */
export function tasksFor(
	account: AccountState,
	{ sequenceId }: Enrollment,
	{ stepOrder }: PlannedStep,
): number[] {
	const dependencies = account.sequence(sequenceId)?.dependencies ?? [];
	return dependencies
		.filter(({ requiredByStepOrder }) => requiredByStepOrder === stepOrder)
		.map(({ reliesOnStepOrder }) => reliesOnStepOrder);
}

/** The step that comes next, unless it waits: for a person to resume, or for a task. */
export function nextStep(account: AccountState, enrollment: Enrollment): PlannedStep | undefined {
	const { state, plan } = enrollment;
	const next = comingStep(enrollment);
	if (state !== 'active' || !next) return undefined;
	const isCompleted = (order: number) =>
		plan.find(({ stepOrder }) => stepOrder === order)?.completed;
	return tasksFor(account, enrollment, next).every(isCompleted) ? next : undefined;
}

/** Plans the step that comes next, and those after it, as due at `due`. */
export function planNext(account: AccountState, enrollment: Enrollment, due: number): void {
	const { sequenceId, contactId, plan } = enrollment;
	const sequence = account.sequence(sequenceId);
	const next = comingStep(enrollment);
	if (!sequence || !next) return;
	const from = account.clock.now();
	planFrom(account, { sequence, contactId, plan }, plan.indexOf(next), { due, from });
}

/** The delay of the step that comes next begins now. */
export function beginDelay(account: AccountState, enrollment: Enrollment): void {
	const sequence = account.sequence(enrollment.sequenceId);
	const next = comingStep(enrollment);
	const step = sequence?.steps.find(({ stepOrder }) => stepOrder === next?.stepOrder);
	if (!sequence || !step) return;
	const due = afterDelay(account, sequence, account.clock.now(), step.delayMillis);
	planNext(account, enrollment, due);
}
