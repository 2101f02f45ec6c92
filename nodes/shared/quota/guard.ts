import {
	domainMark,
	endEnrollments,
	enroll,
	enrolleeOf,
	isSettled,
	prune,
	sendsOf,
	sizeOf,
	spanOfHour,
	type Cohort,
	type HasLeft,
	type PlannedEnrollment,
} from './cohort';
import { companyDomain } from './companyDomain';
import { decideAdmissions, type SendLimitMode, type Verdict } from './decide';
import { joinSends, type LoggedSend } from './joinSends';
import type { LedgerRow } from './ledgerRow';
import type { Standing } from './needs';
import type { SendPlanner } from './rollingRoom';
import type { Steps } from './steps';
import { WINDOW_MS, type Span } from './window';

/** An enrollment that asks for room. */
export interface Enrollable {
	/** What it enrolls in: the id of a sequence or a workflow. */
	source: string;
	contactId: string;
	/** Whom its email goes to. */
	to: string;
	/** When it sends, by when it starts; the same function for enrollments that send alike. */
	planner: SendPlanner;
	/** HubSpot shows the contact in a sequence, so what is planned for it may still go out. */
	isEnrolled: boolean;
}

export interface GuardSettings {
	mode: SendLimitMode;
	/** Sends allowed in any 24 hours: the limit less the reserve. */
	capacity: number;
	/** Enrollments that HubSpot's API takes for one inbox in 24 hours. */
	enrollmentCap?: number;
	/** Enrollments of one company in 24 hours; 0 for no cap. */
	maxPerDomain: number;
}

/** HubSpot's log of emails. */
export interface MailLog {
	/** Of the last 24 hours; undefined where HubSpot does not tell. */
	logged: readonly LoggedSend[] | undefined;
	/** When it was read, ms since epoch. */
	now: number;
}

/** One that fits, with its sends, ms, ascending. */
interface Fitting {
	enrollment: Enrollable;
	plan: readonly number[];
}

export interface GuardDecision {
	/** The row without what will not go out any more; the same one where there is nothing of it. */
	row: LedgerRow;
	/** Sends known before, past and planned. */
	sends: Span[];
	/** The instant that it is about, ms since epoch. */
	now: number;
	verdicts: Map<Enrollable, Verdict>;
	/** Whose room is to be reserved. */
	fitting: Fitting[];
	/** Mode `fail`: it is all of them or none. */
	isWhole: boolean;
	/** See `Decision`. */
	retryTimes(): Steps<Map<Enrollable, number | undefined>>;
}

/**
 * Decides who of the enrollments of one sender fits.
 *
 * @param hasLeft who has left a sequence, as far as it was asked: frees what was to come for them
 */
export function* decide(
	row: LedgerRow,
	enrollments: readonly Enrollable[],
	settings: GuardSettings,
	{ logged, now }: MailLog,
	hasLeft: HasLeft = () => false,
): Steps<GuardDecision> {
	const { mode, maxPerDomain } = settings;
	const known = endEnrollments(prune(row.cohorts, now, WINDOW_MS), hasLeft, now);
	const cohorts = withoutGone(known, enrollments, now);
	yield;
	const sends = joinSends(logged, sendsOf(cohorts), now);
	yield;
	const { verdicts, retryTimes } = yield* decideAdmissions(
		standingOf({ ...row, cohorts }, sends, settings, now),
		enrollments.map(({ planner, to }) => ({
			planner,
			...(maxPerDomain > 0 && { domain: companyDomain(to) }),
		})),
		mode,
	);
	const byEnrollment = new Map<Enrollable, Verdict>();
	const fitting: Fitting[] = [];
	for (const [order, enrollment] of enrollments.entries()) {
		const verdict = verdicts[order];
		if (!verdict) continue;
		byEnrollment.set(enrollment, verdict);
		if ('admitted' in verdict) fitting.push({ enrollment, plan: verdict.admitted.plan });
	}
	const isWhole = mode === 'fail';
	return {
		row: cohorts === row.cohorts ? row : { ...row, cohorts },
		sends,
		now,
		verdicts: byEnrollment,
		fitting: isWhole && verdicts.some(isBeyondLimit) ? [] : fitting,
		isWhole,
		*retryTimes() {
			const times = yield* retryTimes();
			return new Map(enrollments.map((enrollment, order) => [enrollment, times[order]]));
		},
	};
}

/**
 * Reserves a chunk of those who fit, so that a crash leaves no more of them behind; in mode `fail` all.
 * @returns the row with their room taken as well, and how many they are
 */
export function reserve(
	{ row, now, fitting, isWhole }: GuardDecision,
	chunk: number,
): { row: LedgerRow; reserved: number } {
	const next = isWhole ? fitting : fitting.slice(0, chunk);
	const planned = next.map(({ enrollment, plan }) => plannedEnrollment(enrollment, plan, now));
	const cohorts = enroll(row.cohorts, planned);
	return { row: next.length === 0 ? row : { ...row, cohorts }, reserved: next.length };
}

/** Held by the limit itself, and not by a cap that the user has set beside it. */
export const isBeyondLimit = (verdict: Verdict): boolean =>
	'held' in verdict && verdict.held.reason !== 'DOMAIN_CAP';

/** An admitted enrollment as the ledger holds it. */
export const plannedEnrollment = (
	{ source, contactId, to }: Enrollable,
	plan: readonly number[],
	at: number,
): PlannedEnrollment => ({ source, at, sends: plan, enrollee: enrolleeOf(contactId, to) });

/**
 * A contact that HubSpot shows in no sequence has left the one that was planned for it, or never came
 * into it because a run was killed: what was still to come will not.
 */
function withoutGone(
	cohorts: readonly Cohort[],
	enrollments: readonly Enrollable[],
	now: number,
): readonly Cohort[] {
	const gone = new Set(
		enrollments.filter(({ isEnrolled }) => !isEnrolled).map(({ contactId }) => contactId),
	);
	return endEnrollments(cohorts, ([id], cohort) => isSettled(cohort, now) && gone.has(id), now);
}

function standingOf(
	{ cohorts, fullUntil }: LedgerRow,
	sends: readonly Span[],
	{ capacity, enrollmentCap, maxPerDomain }: GuardSettings,
	now: number,
): Standing {
	return {
		sends,
		capacity,
		fullUntil,
		now,
		...(enrollmentCap && { enrollments: { cap: enrollmentCap, made: enrollmentsOf(cohorts) } }),
		...(maxPerDomain > 0 && {
			perDomain: { cap: maxPerDomain, made: enrollmentsByDomain(cohorts) },
		}),
	};
}

const enrollmentsOf = (cohorts: readonly Cohort[]): Span[] =>
	cohorts.flatMap((cohort) => Array<Span>(sizeOf(cohort)).fill(spanOfHour(cohort.hour)));

function enrollmentsByDomain(cohorts: readonly Cohort[]): (domain: string) => readonly Span[] {
	const byMark = new Map<string, Span[]>();
	for (const { hour, enrollees } of cohorts) {
		const span = spanOfHour(hour);
		for (const [, , mark] of enrollees) {
			const spans = byMark.get(mark);
			if (spans) spans.push(span);
			else byMark.set(mark, [span]);
		}
	}
	return (domain) => byMark.get(domainMark(domain)) ?? [];
}
