import { DAY } from './time';

/** How many of these emails (ms, ascending) the 24 hours up to each of them hold, itself included. */
function windowsOf(sends: readonly number[]): number[] {
	let first = 0;
	return sends.map((at, last) => {
		while (sends[first] <= at - DAY) first++;
		return last - first + 1;
	});
}

/** Emails that went out although the 24 hours before held as many as HubSpot allows. */
export const countOverLimit = (sends: readonly number[], limit: number): number =>
	windowsOf(sends).filter((count) => count > limit).length;

/** The most emails in any 24 hours. */
export const fullestDay = (sends: readonly number[]): number => Math.max(0, ...windowsOf(sends));
