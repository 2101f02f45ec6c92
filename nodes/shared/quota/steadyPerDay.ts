import { DateTime } from 'luxon';

import type { SendLimit } from './sendLimit';
import { ExpectedLoad } from './expectedLoad';
import type { PlanPerReading } from './loadUnderReadings';
import { WINDOW_MS } from './window';

const MINUTE_MS = 60_000;

/** Enough for parts of an email in the fullest 24 hours to show. */
const MANY = 10_000;

/**
 * How many contacts can be enrolled every week day for ever: by then each day has the follow-ups of all
 * days before. Of the readings that are possible, the one with the fullest 24 hours counts.
 * @returns null where an enrollment sends no email, so that the limit bounds it not at all
 */
export function steadyPerDay(
	plan: PlanPerReading,
	room: SendLimit,
	now: number,
	timeZone: string,
): number | null {
	// Loads are kept by the minute: two emails a day apart share one, unless they go out as it begins.
	const first = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
	const each = plan.map((planner) => {
		const longest =
			planner(first).reduce((last, { until }) => Math.max(last, until), first) - first;
		const days = Math.ceil(longest / WINDOW_MS) + 14;
		const week = { from: first + longest + WINDOW_MS, until: first + longest + 8 * WINDOW_MS };
		const fullestWith = (perDay: number) => {
			const load = new ExpectedLoad(room, now);
			for (let day = 0; day < days; day++) {
				// By the clock of an office, two days in spring have less than 24 hours between them.
				const at = first + day * WINDOW_MS;
				const { weekday } = DateTime.fromMillis(at, { zone: timeZone });
				if (weekday <= 5) load.take(planner(at), perDay);
			}
			return load.fullestIn(week);
		};
		return mostOf(fullestWith, room);
	});
	const most = Math.max(0, Math.min(...each));
	return Number.isFinite(most) ? most : null;
}

/** @param fullestWith the fullest 24 hours where so many contacts are enrolled a day */
function mostOf(
	fullestWith: (perDay: number) => { expected: number; atMost: number },
	{ limit, reserve }: SendLimit,
): number {
	const { expected } = fullestWith(MANY);
	if (expected === 0) return Infinity;
	let most = Math.floor(((limit - reserve) * MANY) / expected);
	for (let tooMany = most + 1, fits = 0; most > fits; ) {
		if (fullestWith(most).atMost <= limit) fits = most;
		else tooMany = most;
		most = Math.floor((fits + tooMany) / 2);
	}
	return most;
}
