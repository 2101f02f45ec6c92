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

interface Dates {
	createdAt: string;
	updatedAt: string;
}

/** A step and its pattern, each with an id and dates of its own (hubspot-api.md 2.2). */
function step({ id, stepOrder, actionType, delayMillis, ...one }: SequenceStep, dates: Dates) {
	return {
		id,
		stepOrder,
		actionType,
		delayMillis,
		...dates,
		...(actionType === 'EMAIL' && {
			emailPattern: { id: `${id}1`, templateId: one.templateId ?? '', ...dates },
		}),
		...(actionType === 'TASK' && {
			taskPattern: {
				id: `${id}1`,
				taskType: one.taskType ?? 'TODO',
				taskPriority: 'NONE',
				subject: one.subject ?? 'Follow up',
				...dates,
			},
		}),
	};
}

function dependency(sequence: Sequence, one: Dependency, dates: Dates) {
	const idOf = (order: number) => sequence.steps.find((of) => of.stepOrder === order)?.id ?? '';
	const requiredBySequenceStepId = idOf(one.requiredByStepOrder);
	return {
		id: `${requiredBySequenceStepId}9${one.reliesOnStepOrder}`,
		dependencyType: one.dependencyType,
		requiredByStepOrder: one.requiredByStepOrder,
		requiredBySequenceStepId,
		reliesOnStepOrder: one.reliesOnStepOrder,
		reliesOnSequenceStepId: idOf(one.reliesOnStepOrder),
		...dates,
	};
}

/** A sequence with settings and steps, as the read-one call gives it. */
export function fullSequence(sequence: Sequence) {
	const short = shortSequence(sequence);
	const dates = { createdAt: short.createdAt, updatedAt: short.updatedAt };
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
			...dates,
		},
		steps: sequence.steps.map((one) => step(one, dates)),
		dependencies: sequence.dependencies.map((one) => dependency(sequence, one, dates)),
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
