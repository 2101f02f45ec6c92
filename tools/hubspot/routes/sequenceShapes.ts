import type { Account } from '../account/account';
import type { Dependency, Enrollment, Sequence, SequenceStep } from '../account/types';

const iso = (at: number) => new Date(at).toISOString();

export function shortSequence({ id, name, userId, folderId, createdAt, updatedAt }: Sequence) {
	return {
		id,
		name,
		userId,
		createdAt: iso(createdAt),
		updatedAt: iso(updatedAt),
		...(folderId ? { folderId } : {}),
	};
}

function step(one: SequenceStep) {
	const { id, stepOrder, actionType, delayMillis } = one;
	return {
		id,
		stepOrder,
		actionType,
		delayMillis,
		...(actionType === 'EMAIL'
			? { emailPattern: { id: `${id}1`, templateId: one.templateId ?? `${id}2` } }
			: {}),
		...(actionType === 'TASK'
			? {
					taskPattern: {
						id: `${id}1`,
						taskType: one.taskType ?? 'TODO',
						taskPriority: 'NONE',
						subject: one.subject ?? 'Follow up',
					},
				}
			: {}),
	};
}

function dependency(sequence: Sequence, one: Dependency) {
	const idOf = (order: number) => sequence.steps.find((of) => of.stepOrder === order)?.id ?? '';
	return {
		dependencyType: one.dependencyType,
		requiredByStepOrder: one.requiredByStepOrder,
		requiredBySequenceStepId: idOf(one.requiredByStepOrder),
		reliesOnStepOrder: one.reliesOnStepOrder,
		reliesOnSequenceStepId: idOf(one.reliesOnStepOrder),
	};
}

/** A sequence with settings and steps, as the read-one call gives it. */
export function fullSequence(sequence: Sequence) {
	const short = shortSequence(sequence);
	return {
		...short,
		settings: {
			id: `${sequence.id}9`,
			eligibleFollowUpDays: sequence.eligibleFollowUpDays,
			individualTaskRemindersEnabled: false,
			sellingStrategy: 'LEAD_BASED',
			sendWindowStartMinute: sequence.sendWindowStartMinute,
			sendWindowEndMinute: sequence.sendWindowEndMinute,
			taskReminderMinute: 480,
			createdAt: short.createdAt,
			updatedAt: short.updatedAt,
		},
		steps: sequence.steps.map(step),
		dependencies: sequence.dependencies.map((one) => dependency(sequence, one)),
	};
}

/** One object, without state or current step (hubspot-api.md 2.2). */
export function statusOf(account: Account, enrollment: Enrollment) {
	return {
		id: enrollment.id,
		sequenceId: enrollment.sequenceId,
		sequenceName: account.sequence(enrollment.sequenceId)?.name ?? '',
		enrolledAt: iso(enrollment.enrolledAt),
		enrolledBy: enrollment.userId,
		enrolledByEmail: account.repByUser(enrollment.userId)?.email ?? '',
		toEmail: enrollment.toEmail,
		updatedAt: iso(enrollment.updatedAt),
	};
}
