/** HubSpot counts sends over a rolling 24 hours, without an hour at which the count starts anew. */
export const WINDOW_MS = 24 * 60 * 60 * 1000;

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
	const merged = [...times];
	for (const at of more) merged.splice(firstAfter(merged, at), 0, at);
	return merged;
}

/** Sends in the 24 hours that end at `at` (ms). */
export const usedAt = (times: readonly number[], at: number): number =>
	firstAfter(times, at) - firstAfter(times, at - WINDOW_MS);

/**
 * The fullest 24 hours that hold the instant `at`: the highest count over all windows that end
 * between `at` and `at` + 24 hours. A count can only rise where a send comes in, so those ends do.
 */
export function fullestAround(times: readonly number[], at: number): number {
	let first = firstAfter(times, at - WINDOW_MS);
	let fullest = firstAfter(times, at) - first;
	for (let last = firstAfter(times, at); last < times.length; last++) {
		if (times[last] >= at + WINDOW_MS) break;
		while (times[first] <= times[last] - WINDOW_MS) first++;
		fullest = Math.max(fullest, last - first + 1);
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
	const planAt = (start: number) => offsets.map((offset) => start + offset);
	if (planFits(times, planAt(from), limit)) return from;
	for (const start of startsWithMoreRoom(times, offsets, from)) {
		if (planFits(times, planAt(start), limit)) return start;
	}
	return undefined;
}

/** Room only appears where a known send leaves the window of one of the plan's sends; ascending. */
function* startsWithMoreRoom(
	times: readonly number[],
	offsets: readonly number[],
	from: number,
): Generator<number> {
	const next = offsets.map((offset) => firstAfter(times, from + offset - WINDOW_MS));
	for (;;) {
		const starts = offsets.map((offset, place) =>
			next[place] < times.length ? times[next[place]] + WINDOW_MS - offset : Infinity,
		);
		const start = Math.min(...starts);
		if (start === Infinity) return;
		yield start;
		offsets.forEach((offset, place) => {
			while (times[next[place]] + WINDOW_MS - offset === start) next[place]++;
		});
	}
}

/** When the oldest send of the last 24 hours leaves the window; 24 hours from now if there is none. */
export function nextRelease(times: readonly number[], now: number): number {
	const oldest = times[firstAfter(times, now - WINDOW_MS)];
	return oldest !== undefined && oldest <= now ? oldest + WINDOW_MS : now + WINDOW_MS;
}
