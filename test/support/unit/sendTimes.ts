import { BEFORE_ALL, emailPlanner } from '../../../nodes/shared/quota/emailsOwed';
import { calendars, scheduleOf, type SequencePlan } from '../../../nodes/shared/quota/schedule';
import { exactly } from '../../../nodes/shared/quota/window';
import { PLAIN_READING } from '../readings';

/** When enrollments send by the plainest reading: delays summed up from enrolling; ms since epoch. */
export function sendPlanner(
	sequence: SequencePlan,
	timeZone: string,
): (enrolledAt: number) => number[] {
	const schedule = scheduleOf(sequence, timeZone);
	const planner = emailPlanner(schedule, PLAIN_READING, calendars()(schedule));
	return (enrolledAt) =>
		planner({ enrolled: exactly(enrolledAt), seen: 0 }, BEFORE_ALL).map(({ from }) => from);
}

/** When one enrollment sends: ms since epoch. */
export const sendTimes = (sequence: SequencePlan, enrolledAt: number, timeZone: string): number[] =>
	sendPlanner(sequence, timeZone)(enrolledAt);
