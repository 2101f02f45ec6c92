/**
 * The rolling limit by brute force, to compare the window arithmetic with: all sends are kept and
 * every window is counted send by send.
 */
const DAY = 24 * 60 * 60 * 1000;

/** Sends in the 24 hours that end at `end`: after `end` - 24 h, up to and with `end`. */
export const countInWindow = (sends: readonly number[], end: number): number =>
	sends.filter((at) => at > end - DAY && at <= end).length;

/** The fullest of all windows that hold at least one of `ours`; 0 if there is none of ours. */
export function fullestWithOneOf(sends: readonly number[], ours: readonly number[]): number {
	const ends = sends.filter((end) => ours.some((at) => at > end - DAY && at <= end));
	return Math.max(0, ...ends.map((end) => countInWindow(sends, end)));
}

/** Whether `plan` beside `times` keeps every window that holds one of its sends within `limit`. */
export const fits = (times: readonly number[], plan: readonly number[], limit: number): boolean =>
	fullestWithOneOf([...times, ...plan], plan) <= limit;
