/** HubSpot counts sends over a rolling 24 hours, without an hour at which the count starts anew. */
export const WINDOW_MS = 24 * 60 * 60 * 1000;

/** How many of the ascending instants lie in (from, to]. */
function countBetween(times: readonly number[], from: number, to: number): number {
	return firstAfter(times, to) - firstAfter(times, from);
}

/** Index of the first instant later than `at`. */
function firstAfter(times: readonly number[], at: number): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (times[middle] > at) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Ascending instants with more instants added. */
export function withSends(times: readonly number[], more: readonly number[]): number[] {
	return [...times, ...more].sort((a, b) => a - b);
}

/** Sends in the 24 hours that end at `at` (ms). */
export const usedAt = (times: readonly number[], at: number): number =>
	countBetween(times, at - WINDOW_MS, at);

/**
 * The fullest 24 hours that hold the instant `at`: the highest count over all windows that end
 * between `at` and `at` + 24 hours. A count can only rise where a send comes in, so those ends do.
 */
export function fullestAround(times: readonly number[], at: number): number {
	let fullest = usedAt(times, at);
	const last = firstAfter(times, at + WINDOW_MS - 1);
	for (let index = firstAfter(times, at); index < last; index++) {
		fullest = Math.max(fullest, usedAt(times, times[index]));
	}
	return fullest;
}

/** Whether sends at `plan` fit beside `times` with no 24 hours going above `limit`. */
export function planFits(
	times: readonly number[],
	plan: readonly number[],
	limit: number,
): boolean {
	const all = withSends(times, plan);
	return plan.every((at) => fullestAround(all, at) <= limit);
}

/**
 * The first instant, not before `from`, at which a plan fits.
 *
 * @param times known sends, past and planned, ascending, ms
 * @param offsets the plan's sends, ms after its start
 * @returns ms, or undefined where the plan alone is above the limit
 */
export function earliestFit(
	times: readonly number[],
	offsets: readonly number[],
	limit: number,
	from: number,
): number | undefined {
	const fitsAt = (start: number) =>
		planFits(
			times,
			offsets.map((offset) => start + offset),
			limit,
		);
	if (fitsAt(from)) return from;
	// Room only appears where a known send leaves the window of one of the plan's sends.
	const candidates = new Set(
		times.flatMap((sent) => offsets.map((offset) => sent + WINDOW_MS - offset)),
	);
	return [...candidates]
		.filter((start) => start > from)
		.sort((a, b) => a - b)
		.find(fitsAt);
}

/** When the oldest send of the last 24 hours leaves the window; 24 hours from now if there is none. */
export function nextRelease(times: readonly number[], now: number): number {
	const oldest = times[firstAfter(times, now - WINDOW_MS)];
	return oldest !== undefined && oldest <= now ? oldest + WINDOW_MS : now + WINDOW_MS;
}
