import { DateTime } from 'luxon';

import type { Sequence } from './types';

type Window = Pick<
	Sequence,
	'eligibleFollowUpDays' | 'sendWindowStartMinute' | 'sendWindowEndMinute'
>;

const MINUTES_OF_DAY = 24 * 60;

export const isWeekday = ({ weekday }: DateTime) => weekday <= 5;

const minuteOf = ({ hour, minute }: DateTime) => hour * 60 + minute;

function isOpen(moment: DateTime, sequence: Window): boolean {
	const minute = minuteOf(moment);
	return (
		(sequence.eligibleFollowUpDays === 'EVERYDAY' || isWeekday(moment)) &&
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
function aLittleLater(moment: DateTime, { sendWindowStartMinute }: Window): DateTime {
	const quarter = 15 - (moment.minute % 15);
	const opening = sendWindowStartMinute - minuteOf(moment);
	const minutes = opening > 0 && opening < quarter ? opening : quarter;
	return moment.startOf('minute').plus({ minutes });
}

/** The first instant at or after `at` on an eligible day and inside the send window. */
export function intoWindow(at: number, sequence: Window, timeZone: string): number {
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

/** When the send window of the day that holds `at` opens and closes. */
export function windowOfDay(at: number, sequence: Window, timeZone: string) {
	const midnight = DateTime.fromMillis(at, { zone: timeZone }).startOf('day');
	const { sendWindowStartMinute: start, sendWindowEndMinute: end } = sequence;
	const closes =
		end < MINUTES_OF_DAY ? midnight.set(wallClock(end)) : midnight.plus({ days: 1 }).startOf('day');
	return { opens: midnight.set(wallClock(start)).toMillis(), closes: closes.toMillis() };
}
