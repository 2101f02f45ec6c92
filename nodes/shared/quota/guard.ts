import { zipWith } from 'lodash';

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
	/** How many enrollments are reserved at once at most: what a crash can leave behind. */
	chunk: number;
}

/** HubSpot's log of emails. */
export interface MailLog {
	/** Of the last 24 hours; undefined where HubSpot does not tell. */
	logged: readonly LoggedSend[] | undefined;
	/** When it was read, ms since epoch. */
	now: number;
}

export interface Admission {
	/** The row with what is reserved; the same one where that is nothing. */
	row: LedgerRow;
	/** One for each enrollment, in the same order. */
	verdicts: Verdict[];
	/** How many of the admitted, from the first on, have their room reserved. */
	reserved: number;
	/** Sends known before, past and planned. */
	sends: Span[];
	/** Room was found after the decision, so it is worth asking again. */
	mayFitNow?: boolean;
}

/**
 * Admits as many enrollments of one sender as fit, and reserves a chunk of them. In mode `fail` it is
 * all of them or none.
 *
 * @param hasLeft who has left a sequence, as far as it was asked: frees what was to come for them
 */
export function admit(
	row: LedgerRow,
	enrollments: readonly Enrollable[],
	settings: GuardSettings,
	{ logged, now }: MailLog,
	hasLeft: HasLeft = () => false,
): Admission {
	const { mode, chunk, maxPerDomain } = settings;
	const known = endEnrollments(prune(row.cohorts, now, WINDOW_MS), hasLeft, now);
	const cohorts = withoutGone(known, enrollments, now);
	const sends = joinSends(logged, sendsOf(cohorts), now);
	const verdicts = decideAdmissions(
		standingOf(row, cohorts, sends, settings, now),
		enrollments.map(({ planner, to }) => ({
			planner,
			...(maxPerDomain > 0 && { domain: companyDomain(to) }),
		})),
		mode,
	);
	const isRefused = mode === 'fail' && verdicts.some(isBeyondLimit);
	const room = mode === 'fail' ? Infinity : chunk;
	const planned = isRefused ? [] : plannedOf(verdicts, enrollments, now).slice(0, room);
	const changed = planned.length > 0 || cohorts !== row.cohorts;
	return {
		row: changed ? { ...row, cohorts: enroll(cohorts, planned) } : row,
		verdicts,
		reserved: planned.length,
		sends,
	};
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

const plannedOf = (verdicts: Verdict[], enrollments: readonly Enrollable[], now: number) =>
	zipWith(verdicts, enrollments, (verdict, enrollment) =>
		'admitted' in verdict ? [plannedEnrollment(enrollment, verdict.admitted.plan, now)] : [],
	).flat();

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
	{ fullUntil }: LedgerRow,
	cohorts: readonly Cohort[],
	sends: readonly Span[],
	{ capacity, enrollmentCap, maxPerDomain }: GuardSettings,
	now: number,
): Standing {
	const made = (count: (cohort: Cohort) => number) =>
		cohorts.flatMap((cohort) => Array<Span>(count(cohort)).fill(spanOfHour(cohort.hour)));
	return {
		sends,
		capacity,
		fullUntil,
		now,
		...(enrollmentCap && { enrollments: { cap: enrollmentCap, made: made(sizeOf) } }),
		...(maxPerDomain > 0 && {
			perDomain: {
				cap: maxPerDomain,
				made: (domain: string) => {
					const mark = domainMark(domain);
					return made(({ enrollees }) => enrollees.filter((one) => one[2] === mark).length);
				},
			},
		}),
	};
}
