import { DateTime } from 'luxon';

import type { Settings } from '../settings';
import type { PlannedStep, Sequence } from './types';

/** Of an account: where its clock stands, and what HubSpot does that nobody has recorded. */
interface Customs {
	timeZone: string;
	settings: Pick<Settings, 'firstStep' | 'delaysCountFrom'>;
}

const minuteOf = ({ hour, minute }: DateTime) => hour * 60 + minute;

function isOpen(moment: DateTime, sequence: Sequence): boolean {
	const minute = minuteOf(moment);
	return (
		(sequence.eligibleFollowUpDays === 'EVERYDAY' || moment.weekday <= 5) &&
		minute >= sequence.sendWindowStartMinute &&
		minute < sequence.sendWindowEndMinute
	);
}

function wallClock(minute: number): { hour: number; minute: number } {
	return { hour: Math.floor(minute / 60), minute: minute % 60 };
}

/**
 * For the day of a clock change, when no sum tells where the wall clock stands: the next quarter of
 * an hour, as clocks change on one, or the opening of the window before it.
 */
function aLittleLater(moment: DateTime, { sendWindowStartMinute }: Sequence): DateTime {
	const quarter = 15 - (moment.minute % 15);
	const opening = sendWindowStartMinute - minuteOf(moment);
	const minutes = opening > 0 && opening < quarter ? opening : quarter;
	return moment.startOf('minute').plus({ minutes });
}

/** The first instant at or after `at` on an eligible day and inside the send window. */
function intoWindow(at: number, sequence: Sequence, timeZone: string): number {
	let moment: DateTime = DateTime.fromMillis(at, { zone: timeZone });
	while (!isOpen(moment, sequence)) {
		const midnight = moment.startOf('day');
		const tomorrow = midnight.plus({ days: 1 }).startOf('day');
		const opens = midnight.set(wallClock(sequence.sendWindowStartMinute));
		if (midnight.offset !== tomorrow.offset) moment = aLittleLater(moment, sequence);
		else moment = isOpen(opens, sequence) && opens > moment ? opens : tomorrow;
	}
	return moment.toMillis();
}

/** Plans the steps from the one at `index` on, that one due at `due`. */
export function planFrom(
	{ timeZone, settings }: Customs,
	sequence: Sequence,
	plan: PlannedStep[],
	index: number,
	due: number,
): void {
	const [step, next, before] = [plan[index], plan[index + 1], plan[index - 1]];
	if (!step) return;
	const first = index === 0 && sequence.steps[0].delayMillis === 0;
	const atOnce = first && settings.firstStep === 'atOnce';
	step.due = due;
	step.at = Math.max(before?.at ?? due, atOnce ? due : intoWindow(due, sequence, timeZone));
	if (!next) return;
	const from = settings.delaysCountFrom === 'previousStep' ? step.at : due;
	const { delayMillis } = sequence.steps[index + 1];
	planFrom({ timeZone, settings }, sequence, plan, index + 1, from + delayMillis);
}

/**
 * When each step of an enrollment runs: the summed delays after `enrolledAt`, moved onto an
 * eligible day and into the send window. A first step without delay runs at once, whatever the
 * window says (hubspot-api.md 2.9); nothing runs after the step that finishes the enrollment.
 */
export function planSteps(customs: Customs, sequence: Sequence, enrolledAt: number): PlannedStep[] {
	const end = sequence.steps.findIndex(({ actionType }) => actionType === 'FINISH_ENROLLMENT');
	const steps = end === -1 ? sequence.steps : sequence.steps.slice(0, end + 1);
	const plan = steps.map(({ stepOrder, actionType }) => ({
		stepOrder,
		kind: actionType,
		due: enrolledAt,
		at: enrolledAt,
		done: false,
	}));
	planFrom(customs, sequence, plan, 0, enrolledAt + (steps[0]?.delayMillis ?? 0));
	return plan;
}
