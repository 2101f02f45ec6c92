import * as fc from 'fast-check';

export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

/** Thursday, 2026-11-26, 09:00 UTC. */
export const NOW = Date.UTC(2026, 10, 26, 9);

/**
 * An instant some hours away from `NOW`. On full hours sends are often exactly a day apart, where a
 * window opens or closes; a millisecond either side of it is the other thing to get wrong.
 */
const instant = (fromHour: number, toHour: number) =>
	fc
		.tuple(
			fc.oneof(fc.integer({ min: fromHour, max: toHour }), fc.constantFrom(-24, 0, 24, 48, 72)),
			fc.constantFrom(0, 0, 0, -1, 1),
		)
		.map(([hour, jitter]) => NOW + hour * HOUR + jitter);

const ascending = (times: number[]) => [...times].sort((a, b) => a - b);

/** Known sends of the last day and the coming days, ascending. */
export const knownSends = fc
	.array(instant(-30, 80), { maxLength: 14 })
	.map((times) => ascending(times));

/** The sends of an enrollment, ms after enrolling, ascending; also of one that sends nothing. */
export const offsets = fc
	.array(fc.integer({ min: 0, max: 72 }), { maxLength: 4 })
	.map((hours) => ascending(hours.map((hour) => hour * HOUR)));

/** Enrollments of a few sequences, so that the same steps come more than once. */
export const enrollments = fc
	.tuple(
		fc.array(offsets, { minLength: 1, maxLength: 3 }),
		fc.array(fc.nat({ max: 2 }), { maxLength: 8 }),
	)
	.map(([shapes, picks]) => picks.map((pick) => shapes[pick % shapes.length]));

export const capacity = fc.integer({ min: 0, max: 6 });
