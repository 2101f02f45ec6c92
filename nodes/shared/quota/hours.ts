import type { Span } from './window';

export const HOUR_MS = 60 * 60 * 1000;

/** No sequence or workflow is planned for longer: a later email is planned for the end of three years. */
export const LONGEST_PLAN_HOURS = 3 * 366 * 24;

export const hourOf = (at: number): number => Math.floor(at / HOUR_MS);

/** The hour as a span of time. */
export const spanOfHour = (hour: number): Span => ({
	from: hour * HOUR_MS,
	until: (hour + 1) * HOUR_MS - 1,
});
