import { DateTime } from 'luxon';

import { ExpectedLoad, type SendLimit } from './expectedLoad';
import type { PlanPerReading } from './underReadings';
import { WINDOW_MS } from './window';

const MINUTE_MS = 60_000;

/**
 * How many contacts can be enrolled every week day for ever: by then each day has the follow-ups of all
 * days before. Of the readings that are possible, the one with the fullest 24 hours counts.
 */
export function steadyPerDay(
	plan: PlanPerReading,
	room: SendLimit,
	now: number,
	timeZone: string,
): number {
	// Loads are kept by the minute: two emails a day apart share one, unless they go out as it begins.
	const first = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
	const each = plan.map((planner) => {
		const longest =
			planner(first).reduce((last, { until }) => Math.max(last, until), first) - first;
		const days = Math.ceil(longest / WINDOW_MS) + 14;
		const load = new ExpectedLoad(room, now);
		for (let day = 0; day < days; day++) {
			// By the clock of an office, two days in spring have less than 24 hours between them.
			const at = first + day * WINDOW_MS;
			if (DateTime.fromMillis(at, { zone: timeZone }).weekday <= 5) load.take(planner(at));
		}
		const week = { from: first + longest + WINDOW_MS, until: first + longest + 8 * WINDOW_MS };
		return mostOf(load.fullestIn(week), room);
	});
	return Math.max(0, Math.min(...each));
}

/** @param one what the fullest 24 hours hold where one contact is enrolled a day */
function mostOf(one: { expected: number; atMost: number }, { limit, reserve }: SendLimit): number {
	if (one.expected === 0) return 0;
	const deviation = one.atMost - one.expected;
	let most = Math.floor((limit - reserve) / one.expected);
	while (most > 0 && most * one.expected + Math.sqrt(most) * deviation > limit) most--;
	return most;
}
