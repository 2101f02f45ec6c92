import { DateTime } from 'luxon';

import type { PlannedStep, Sequence } from './types';

/** The first instant at or after `at` on an eligible day and inside the send window. */
function intoWindow(at: number, sequence: Sequence, timeZone: string): number {
	const wholeWeek = sequence.eligibleFollowUpDays === 'EVERYDAY';
	let moment = DateTime.fromMillis(at, { zone: timeZone });
	for (;;) {
		const midnight = moment.startOf('day');
		// Wall-clock minutes, so that a day with a clock change keeps its window.
		const opens = midnight.set(wallClock(sequence.sendWindowStartMinute));
		const closes =
			sequence.sendWindowEndMinute >= 1440
				? midnight.plus({ days: 1 })
				: midnight.set(wallClock(sequence.sendWindowEndMinute));
		const eligible = wholeWeek || moment.weekday <= 5;
		if (eligible && moment < opens) return opens.toMillis();
		if (eligible && moment < closes) return moment.toMillis();
		moment = midnight.plus({ days: 1 });
	}
}

function wallClock(minute: number): { hour: number; minute: number } {
	return { hour: Math.floor(minute / 60), minute: minute % 60 };
}

/**
 * When each step of an enrollment runs: the summed delays after `enrolledAt`, moved onto an
 * eligible day and into the send window. A first step without delay runs at once, whatever the
 * window says ("Behaviour on enroll").
 */
export function planSteps(sequence: Sequence, enrolledAt: number, timeZone: string): PlannedStep[] {
	let due = enrolledAt;
	let previous = enrolledAt;
	return sequence.steps.map(({ stepOrder, actionType, delayMillis }) => {
		due += delayMillis;
		const moved = due === enrolledAt ? due : intoWindow(due, sequence, timeZone);
		previous = Math.max(previous, moved);
		return { stepOrder, kind: actionType, at: previous, done: false };
	});
}
