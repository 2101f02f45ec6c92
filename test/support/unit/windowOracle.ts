/**
 * The rolling limit by brute force, to compare the window arithmetic with: all sends are kept and
 * every window is counted send by send.
 */
const DAY = 24 * 60 * 60 * 1000;

/** Sends in the `length` ms that end at `end`: after `end - length`, up to and with `end`. */
export const countInWindow = (sends: readonly number[], end: number, length = DAY): number =>
	sends.filter((at) => at > end - length && at <= end).length;

/** The fullest of all windows that hold at least one of `ours`; 0 if there is none of ours. */
export function fullestWithOneOf(
	sends: readonly number[],
	ours: readonly number[],
	length = DAY,
): number {
	const ends = sends.filter((end) => ours.some((at) => at > end - length && at <= end));
	return Math.max(0, ...ends.map((end) => countInWindow(sends, end, length)));
}

/** Whether `plan` beside `times` keeps every window that holds one of its sends within `limit`. */
export const fits = (
	times: readonly number[],
	plan: readonly number[],
	limit: number,
	length = DAY,
): boolean => fullestWithOneOf([...times, ...plan], plan, length) <= limit;
