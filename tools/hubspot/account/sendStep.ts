import { unlogScheduled } from './emailLog';
import { nextRoom, sentInWindow } from './limits';
import { recordSend } from './sends';
import type { AccountState } from './state';
import type { Enrollment, OverLimitSend, PlannedStep } from './types';

/** What became of a step's email; `done` also if it was dropped in silence. */
type Sent = 'done' | 'later' | 'refused';

/** Sends the step's email, or does with it what `overLimit` says. */
export function sendStep(account: AccountState, enrollment: Enrollment, step: PlannedStep): Sent {
	const now = account.clock.now();
	const limit = account.repByUser(enrollment.userId)?.dailyLimit ?? 0;
	if (sentInWindow(account, enrollment.senderEmail, now) < limit) {
		recordSend(account, enrollment, step, now);
		return 'done';
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
			return 'done';
		case 'silent':
			account.droppedSends.push(note('dropped'));
			unlogScheduled(account, enrollment);
			return 'done';
		case 'delay':
			note('delayed');
			step.at = nextRoom(account, enrollment.senderEmail, now, limit);
			return 'later';
		case 'refuse':
			note('errored');
			return 'refused';
	}
}

function attempt(account: AccountState, enrollment: Enrollment, step: PlannedStep, at: number) {
	const { senderEmail, contactId, sequenceId, userId } = enrollment;
	const ownerId = account.repByUser(userId)?.ownerId ?? '';
	return { at, senderEmail, ownerId, contactId, sequenceId, stepOrder: step.stepOrder };
}
