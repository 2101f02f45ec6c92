import { completeTask, type Account, type Enrollment } from '../hubspot';
import type { Agenda } from './agenda';
import type { Person } from './person';

interface Surroundings {
	account: Account;
	agenda: Agenda;
}

/** Notes what a contact is going to do, once it is enrolled: tasks get done, it replies, it leaves. */
export function noteLife({ account, agenda }: Surroundings, person: Person): void {
	const enrollment = account.openEnrollment(person.id);
	// A stand-in that refuses beyond the limit has ended it already.
	if (!enrollment) return;
	const { reply, leaves, taskTakes } = person;
	const { enrolledAt, plan } = enrollment;
	for (const { kind, stepOrder, at } of plan) {
		if (kind !== 'TASK') continue;
		agenda.note(at + taskTakes, () => doTask(account, enrollment, stepOrder));
	}
	if (reply) {
		const email = plan.filter(({ kind }) => kind === 'EMAIL')[reply.toEmail - 1];
		agenda.note(email.at + reply.after, () => {
			// A late task may have held the email up: no reply to what did not come.
			if (email.done) account.reply(person.id);
		});
	}
	if (!leaves || leaves.way === 'node') return;
	agenda.note(enrolledAt + leaves.after, () => {
		if (leaves.way === 'unsubscribe') account.unsubscribe(person.id);
		else account.unenroll(person.id);
	});
}

function doTask(account: Account, enrollment: Enrollment, stepOrder: number): void {
	const isGiven = enrollment.plan.find((step) => step.stepOrder === stepOrder)?.done;
	if (enrollment.state === 'active' && isGiven) completeTask(account, enrollment, stepOrder);
}
