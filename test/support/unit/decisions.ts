import {
	decideAdmissions,
	type Admitted,
	type Held as HeldBack,
	type SendLimitMode,
	type Verdict as VerdictAlone,
} from '../../../nodes/shared/quota/decide';
import type { Applicant, Standing } from '../../../nodes/shared/quota/needs';
import type { SendPlanner } from '../../../nodes/shared/quota/rollingRoom';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { exactly } from '../../../nodes/shared/quota/window';
import { NOW } from './arbitraries';

/** Why an enrollment is held, and when it is expected to fit. */
export type Held = HeldBack & { retryAt: number | undefined };
export type Verdict = { admitted: Admitted } | { held: Held };

/** Decides, and says when those held are expected to fit. */
export function decideAll(
	room: Standing,
	applicants: readonly Applicant[],
	mode: SendLimitMode,
): Verdict[] {
	const { verdicts, retryTimes } = atOnce(decideAdmissions(room, applicants, mode));
	const times = atOnce(retryTimes());
	return verdicts.map((verdict, order) =>
		'held' in verdict ? { held: { ...verdict.held, retryAt: times[order] } } : verdict,
	);
}

export const admittedOf = (verdict: Verdict): Admitted | undefined =>
	'admitted' in verdict ? verdict.admitted : undefined;
export const heldOf = (verdict: Verdict): Held | undefined =>
	'held' in verdict ? verdict.held : undefined;

/** The instants of `offsets`, in ms, from a start on. */
export const at = (start: number, offsets: readonly number[]) =>
	offsets.map((offset) => start + offset);

const planners = new Map<string, SendPlanner>();

/** The planner of these offsets, the same one every time, as one sequence has one. */
export function plannerOf(offsets: readonly number[]): SendPlanner {
	const planner = planners.get(offsets.join()) ?? ((start: number) => at(start, offsets));
	planners.set(offsets.join(), planner);
	return planner;
}

/** Sends of the past and to come, known to the millisecond, at `NOW`. */
export const standing = (
	times: readonly number[],
	capacity: number,
	more: Partial<Standing> = {},
): Standing => ({ sends: times.map(exactly), capacity, now: NOW, ...more });

/** Decides over enrollments of sequences that send at these offsets. */
export const decide = (
	room: Standing,
	shapes: ReadonlyArray<readonly number[]>,
	mode: SendLimitMode = 'hold',
): Verdict[] =>
	decideAll(
		room,
		shapes.map((shape) => ({ planner: plannerOf(shape) })),
		mode,
	);

/** In a word: why it is held, or that it is admitted. */
export const outcomesOf = (verdicts: readonly VerdictAlone[]) =>
	verdicts.map((verdict) => {
		if ('held' in verdict) return verdict.held.reason;
		return verdict.admitted.exceeded ? 'exceeded' : 'admitted';
	});
