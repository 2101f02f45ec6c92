import type { AccountState } from './state';
import { announce, endEnrollment, openEnrollment } from './enrollments';
import { planFrom } from './schedule';
import { recordSend } from './sends';
import { sendStep } from './sendStep';
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

export function resumeEnrollment(account: AccountState, enrollment: Enrollment): void {
	if (enrollment.state !== 'paused') return;
	enrollment.state = 'active';
	runPlan(account, enrollment);
}

const stepOf = (plan: PlannedStep[], order: number) =>
	plan.find(({ stepOrder }) => stepOrder === order);

/** The tasks that a step waits for. */
function tasksFor(account: AccountState, { sequenceId }: Enrollment, { stepOrder }: PlannedStep) {
	const dependencies = account.sequence(sequenceId)?.dependencies ?? [];
	return dependencies
		.filter(({ requiredByStepOrder }) => requiredByStepOrder === stepOrder)
		.map(({ reliesOnStepOrder }) => reliesOnStepOrder);
}

/** The step that comes next, unless it waits: for a person to resume, or for a task. */
function nextStep(account: AccountState, enrollment: Enrollment): PlannedStep | undefined {
	const { state, plan } = enrollment;
	const next = plan.find(({ done }) => !done);
	if (state !== 'active' || !next) return undefined;
	const tasks = tasksFor(account, enrollment, next);
	return tasks.every((order) => stepOf(plan, order)?.completed) ? next : undefined;
}

/** Runs what is due, and comes back when the step after it is. */
function runPlan(account: AccountState, enrollment: Enrollment): void {
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

/**
 * The rep completes a task of an enrollment. A step that has waited for it goes out now, or when
 * the send window opens, and the steps after it keep their distance.
 */
export function completeTask(
	account: AccountState,
	enrollment: Enrollment,
	stepOrder: number,
): void {
	const { plan, sequenceId } = enrollment;
	const task = stepOf(plan, stepOrder);
	if (!task?.done) throw new Error(`Step ${stepOrder} has given the rep no task yet`);
	task.completed = true;
	const now = account.clock.now();
	const next = nextStep(account, enrollment);
	const sequence = account.sequence(sequenceId);
	const isLate = next && next.due < now && tasksFor(account, enrollment, next).includes(stepOrder);
	if (sequence && isLate) planFrom(account, sequence, plan, plan.indexOf(next), now);
	runPlan(account, enrollment);
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
	if (enrollment.plan.every(({ done }) => done)) endEnrollment(account, enrollment, 'finished');
	runPlan(account, enrollment);
}

function runStep(account: AccountState, enrollment: Enrollment, step: PlannedStep): void {
	const now = account.clock.now();
	const { plan } = enrollment;
	enrollment.updatedAt = now;
	const sent = step.kind === 'EMAIL' ? sendStep(account, enrollment, step) : 'done';
	if (sent === 'later') return;
	if (sent === 'refused') {
		// A later step beyond the limit ends the enrollment with this error (hubspot-api.md 8.1).
		endEnrollment(account, enrollment, 'errored', 'rate limit reached');
		return;
	}
	Object.assign(step, { at: now, done: true });
	const index = plan.indexOf(step) + 1;
	const sequence = account.sequence(enrollment.sequenceId);
	if (sequence && index < plan.length && account.settings.delaysCountFrom === 'previousStep') {
		planFrom(account, sequence, plan, index, now + sequence.steps[index].delayMillis);
	}
	if (index === plan.length) endEnrollment(account, enrollment, 'finished');
}
