import { completeTask, type Account, type Enrollment } from '../hubspot';
import type { Person } from './person';

/** Lets contacts live as the steps of their enrollments run: they reply, and tasks about them get done. */
export function letLive(
	account: Account,
	personOf: (contactId: string) => Person | undefined,
): void {
	account.stepWatchers.push((enrollment, step) => {
		const person = personOf(enrollment.contactId);
		if (!person) return;
		const { reply, taskTakes } = person;
		if (step.kind === 'TASK') {
			account.clock.at(step.at + taskTakes, () => doTask(account, enrollment, step.stepOrder));
		} else if (reply && reply.toEmail === emailsSent(enrollment)) {
			account.clock.at(step.at + reply.after, () => account.reply(person.id));
		}
	});
}

/** Notes when a contact that is enrolled now leaves the sequence by itself or by hand, if it does. */
export function noteLeaving(account: Account, { id, leaves }: Person): void {
	const enrollment = account.openEnrollment(id);
	// A stand-in that refuses beyond the limit has ended it already.
	if (!enrollment || !leaves || leaves.way === 'node') return;
	account.clock.at(enrollment.enrolledAt + leaves.after, () => {
		if (leaves.way === 'unsubscribe') account.unsubscribe(id);
		else account.unenroll(id);
	});
}

const emailsSent = ({ plan }: Enrollment): number =>
	plan.filter(({ kind, done }) => kind === 'EMAIL' && done).length;

function doTask(account: Account, enrollment: Enrollment, stepOrder: number): void {
	if (enrollment.state === 'active') completeTask(account, enrollment, stepOrder);
}
