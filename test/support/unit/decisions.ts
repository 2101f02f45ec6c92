import { memoize } from 'lodash';

import type { EnrollRequest, SenderState } from '../../../nodes/shared/quota/constraints';
import {
	decideRequests,
	type RequestVerdict,
	type SendLimitMode,
} from '../../../nodes/shared/quota/decision';
import { ExpectedLoad } from '../../../nodes/shared/quota/expectedLoad';
import { atOnce } from '../../../nodes/shared/quota/steps';
import {
	LoadUnderReadings,
	type PlanPerReading,
} from '../../../nodes/shared/quota/loadUnderReadings';
import { exactly, type Span } from '../../../nodes/shared/quota/window';
import { NOW } from './arbitraries';
import { emailAt, whole } from './emails';

type Alone<Name extends string> = Extract<RequestVerdict, Record<Name, unknown>>;

/** Why an enrollment is held, and when it is expected to fit. */
export type Held = Alone<'held'>['held'] & { retryAt: number | undefined };
export type Verdict = Alone<'admitted'> | { held: Held };

/** Decides, and says when those held are expected to fit. */
export function decideAll(
	state: SenderState,
	requests: readonly EnrollRequest[],
	mode: SendLimitMode,
): Verdict[] {
	const { verdicts, retryTimes } = atOnce(decideRequests(state, requests, mode));
	const times = atOnce(retryTimes());
	return verdicts.map((verdict, order) =>
		'held' in verdict ? { held: { ...verdict.held, retryAt: times[order] } } : verdict,
	);
}

export const admittedOf = (verdict: Verdict | undefined) =>
	verdict && 'admitted' in verdict ? verdict.admitted : undefined;
export const heldOf = (verdict: Verdict | undefined): Held | undefined =>
	verdict && 'held' in verdict ? verdict.held : undefined;

/** The instants of `offsets`, in ms, from a start on. */
export const at = (start: number, offsets: readonly number[]) =>
	offsets.map((offset) => start + offset);

/**
 * The plan of a sequence that sends at these offsets, under one reading without doubt about instants; the
 * same one every time, as one sequence has one.
 */
export const planOf = memoize(
	(offsets: readonly number[]): PlanPerReading => [(start) => at(start, offsets).map(emailAt)],
	(offsets) => offsets.join(),
);

/** A sender at `NOW`, by sends of the past and to come. */
export function stateOf(
	sends: readonly Span[],
	limit: number,
	{ now = NOW, ...more }: Partial<SenderState> = {},
): SenderState {
	const load = new ExpectedLoad({ limit, reserve: 0 }, now);
	load.take(sends.map(whole));
	return { load: new LoadUnderReadings([load]), now, ...more };
}

/** The same with sends that are known to the millisecond. */
export const standing = (
	times: readonly number[],
	limit: number,
	more: Partial<SenderState> = {},
): SenderState => stateOf(times.map(exactly), limit, more);

/** Decides over enrollments of sequences that send at these offsets. */
export const decide = (
	state: SenderState,
	shapes: ReadonlyArray<readonly number[]>,
	mode: SendLimitMode = 'hold',
): Verdict[] =>
	decideAll(
		state,
		shapes.map((shape) => ({ plan: planOf(shape) })),
		mode,
	);

/** In a word: why it is held, or that it is admitted. */
export const outcomesOf = (verdicts: readonly RequestVerdict[]) =>
	verdicts.map((verdict) => {
		if ('held' in verdict) return verdict.held.reason;
		return verdict.admitted.exceeded ? 'exceeded' : 'admitted';
	});
