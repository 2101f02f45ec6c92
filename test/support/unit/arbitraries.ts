import * as fc from 'fast-check';

import { exactly, type Span } from '../../../nodes/shared/quota/window';

export const MINUTE = 60 * 1000;
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

/** Thursday, 2026-11-26, 09:00 UTC. */
export const NOW = Date.UTC(2026, 10, 26, 9);

/**
 * A full minute some hours away from `NOW`. On full hours sends are often exactly a day apart, where
 * a window opens or closes; a minute either side of it is the other thing to get wrong.
 */
const instant = (fromHour: number, toHour: number) =>
	fc
		.tuple(
			fc.oneof(fc.integer({ min: fromHour, max: toHour }), fc.constantFrom(-24, 0, 24, 48, 72)),
			fc.constantFrom(0, 0, 0, -MINUTE, MINUTE),
		)
		.map(([hour, jitter]) => NOW + hour * HOUR + jitter);

const ascending = (times: number[]) => [...times].sort((a, b) => a - b);

/** Known sends of the last day and the coming days, ascending. */
export const knownSends = fc
	.array(instant(-30, 80), { maxLength: 14 })
	.map((times) => ascending(times));

/** A send as the room is told of it, and when it truly goes out. */
export interface KnownSend {
	span: Span;
	at: number;
}

/** Milliseconds of an hour, often close to one of its ends or to a full minute. */
const intoHour = fc.oneof(
	fc.integer({ min: 0, max: HOUR - 1 }),
	fc.constantFrom(0, 1, HOUR / 2, MINUTE - 1, MINUTE, HOUR - MINUTE, HOUR - 1),
);

/** Any instant of some hour before or after `NOW`. */
const anyInstant = (fromHour: number, toHour: number) =>
	fc
		.tuple(fc.integer({ min: fromHour, max: toHour }), intoHour)
		.map(([hour, ms]) => NOW + hour * HOUR + ms);

const hourOf = (at: number): Span => {
	const from = Math.floor(at / HOUR) * HOUR;
	return { from, until: from + HOUR - 1 };
};

/** Sends of the last day and the coming one, known to the millisecond or by their hour alone. */
export const knownSpans = (how: 'exactly' | 'byHour' | 'either'): fc.Arbitrary<KnownSend[]> =>
	fc.array(
		fc
			.tuple(anyInstant(-27, 30), how === 'either' ? fc.boolean() : fc.constant(how === 'byHour'))
			.map(([at, byHour]) => ({ at, span: byHour ? hourOf(at) : exactly(at) })),
		{ maxLength: 12 },
	);

/** The present, at any place of an hour. */
export const presents = anyInstant(0, 0);

/** The sends of an enrollment, ms after enrolling at any millisecond, ascending. */
export const anyOffsets = fc
	.array(fc.tuple(fc.integer({ min: 0, max: 40 }), intoHour), { maxLength: 4 })
	.map((times) => ascending(times.map(([hour, ms]) => hour * HOUR + ms)));

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
