import { min } from 'lodash';

import { pruneClaims, type Target } from './claims';
import { enrolleeOf, type Enrollee } from './enrollee';
import { isSettled } from './owed';
import { companyDomain } from './companyDomain';
import type { SenderState } from './constraints';
import { decideRequests, type RequestVerdict, type SendLimitMode } from './decision';
import type { SendLimit } from './sendLimit';
import { carriedOn, type LedgerRow } from './ledgerRow';
import { look, type LoggedEmail, type Look, type Sighting } from './look';
import {
	addEnrollments,
	cancelRest,
	pruneOwed,
	removeEnrollments,
	type Claim,
	type NewEnrollment,
	type OwedGroup,
	type OwedRow,
} from './owed';
import { enrollmentsByDomain, enrollmentsMade } from './enrollmentCaps';
import type { Schedule } from './schedule';
import type { Steps } from './steps';
import type { Plans } from './underReadings';
import { LoadUnderReadings } from './loadUnderReadings';
import { WINDOW_MS, type Span } from './window';

/** An enrollment that asks for room. */
export interface Enrollable extends Target {
	/** Whom its email goes to. */
	recipient: string;
	/** How it sends. */
	schedule: Schedule;
	/** HubSpot shows the contact in a sequence, so what is planned for it may still go out. */
	isEnrolled: boolean;
}

export interface GuardSettings {
	mode: SendLimitMode;
	/** What may be sent in any 24 hours; missing where mail is not limited, or counted elsewhere. */
	mail?: SendLimit | undefined;
	/** Of a workflow, whose email no limit of a sender counts. */
	isWorkflow?: boolean;
	/** Enrollments in 24 hours: what HubSpot's API takes for one inbox, or what a workflow is to take. */
	enrollmentCap?: number | undefined;
	/** Enrollments of one company in 24 hours; 0 for no cap. */
	maxPerDomain: number;
}

/** HubSpot's log of emails. */
export interface MailLog {
	/** From `logFrom` on; undefined where HubSpot does not tell. */
	logged: readonly LoggedEmail[] | undefined;
	/** When it was read, ms since epoch. */
	now: number;
}

/** Whether a contact has left what an enrollment put it in. */
export type HasLeft = (enrollee: Enrollee, group: OwedGroup) => boolean;

/** What is known beside the row. */
export interface Knowledge {
	log: MailLog;
	/** When enrollments send under the readings that are possible. */
	plans: Plans;
	/** Who has left a sequence, as far as it was asked: frees what was to come for them. */
	hasLeft?: HasLeft | undefined;
}

export interface GuardDecision {
	/** The row with what the log has shown, without what will not go out any more. */
	row: LedgerRow;
	/** The instant that it is about, ms since epoch. */
	now: number;
	/** Sends in the 24 hours up to now; where mail is not limited, enrollments. */
	used: number;
	/** Room for one more email now. */
	left: number;
	/** When the oldest send of the last 24 hours leaves the window, ms; in 24 hours where there is none. */
	releaseAt: number;
	/** What the log has shown for the first time. */
	sightings: readonly Sighting[];
	verdicts: Map<Enrollable, RequestVerdict>;
	/** Whose room is to be reserved. */
	fitting: Enrollable[];
	/** Mode `fail`: it is all of them or none. */
	isWhole: boolean;
	/** See `RequestDecision`. */
	retryTimes(): Steps<Map<Enrollable, number | undefined>>;
}

/** Decides who of the enrollments of one sender, or in one workflow, fits. */
export function* decide(
	given: LedgerRow,
	enrollments: readonly Enrollable[],
	settings: GuardSettings,
	{ log, plans, hasLeft }: Knowledge,
): Steps<GuardDecision> {
	const { mode, mail, maxPerDomain } = settings;
	const { now } = log;
	const carried = carriedOn(given, !settings.isWorkflow);
	const shown = log.logged && look(carried.owed, log.logged, now);
	yield;
	const owed = withoutGone(shown?.row ?? carried.owed, enrollments, hasLeft, now);
	const row = owed === given.owed ? given : { ...carried, owed };
	yield;
	const load = mail ? yield* plans.loadOf(owed, shown, mail, now) : new LoadUnderReadings([]);
	const made = enrollmentsMade(owed);
	const state = stateOf(row, load, made, settings, now);
	const madeNow = made.filter(({ until }) => until > now - WINDOW_MS).length;
	const [used, left] = mail ? [load.used, load.left] : [madeNow, Infinity];
	const { verdicts, retryTimes } = yield* decideRequests(
		state,
		enrollments.map(({ schedule, recipient }) => ({
			plan: plans.of(schedule),
			...(maxPerDomain > 0 && { domain: companyDomain(recipient) }),
		})),
		mode,
	);
	const byEnrollment = new Map<Enrollable, RequestVerdict>();
	const fitting: Enrollable[] = [];
	for (const [order, enrollment] of enrollments.entries()) {
		const found = verdicts[order];
		if (!found) continue;
		if ('admitted' in found) fitting.push(enrollment);
		const verdict = mail ? found : withUsed(found, madeNow + fitting.length);
		byEnrollment.set(enrollment, verdict);
	}
	const isWhole = mode === 'fail';
	return {
		row,
		now,
		used,
		left: (row.fullUntil ?? 0) > now ? 0 : left,
		releaseAt: releaseAt(shown, made, now),
		sightings: shown?.sightings ?? [],
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
 * @param claim of the run, which has to say yet what came of them
 * @returns the row with their room taken as well, and how many they are
 */
export function reserve(
	{ row, now, fitting, isWhole }: GuardDecision,
	chunk: number,
	claim?: Claim,
): { row: LedgerRow; reserved: number } {
	const next = isWhole ? fitting : fitting.slice(0, chunk);
	if (next.length === 0) return { row, reserved: 0 };
	const made = next.map(
		({ targetId, schedule, contactId, recipient }): NewEnrollment => ({
			targetId,
			schedule,
			at: now,
			enrollee: enrolleeOf(contactId, recipient),
			...(claim && { claim }),
		}),
	);
	return { row: { ...row, owed: addEnrollments(row.owed, made) }, reserved: next.length };
}

/** The row without enrollments that did not come about; `by`: the mark of the run that reserved them. */
export const release = (
	row: LedgerRow,
	gone: ReadonlyArray<Target & { by?: string }>,
): LedgerRow => (gone.length === 0 ? row : { ...row, owed: removeEnrollments(row.owed, gone) });

/** Held by the limit itself, and not by a cap that the user has set beside it. */
export const isBeyondLimit = (verdict: RequestVerdict): boolean =>
	'held' in verdict && verdict.held.reason !== 'DOMAIN_CAP';

const withUsed = (verdict: RequestVerdict, used: number): RequestVerdict =>
	'admitted' in verdict
		? { admitted: { ...verdict.admitted, used } }
		: { held: { ...verdict.held, used } };

/**
 * A contact that HubSpot shows in no sequence has left the one that was planned for it, or never came
 * into it because a run was killed: what was still to come will not.
 */
function withoutGone(
	owed: OwedRow,
	enrollments: readonly Enrollable[],
	hasLeft: HasLeft | undefined,
	now: number,
): OwedRow {
	const gone = new Set(
		enrollments.filter(({ isEnrolled }) => !isEnrolled).map(({ contactId }) => contactId),
	);
	const known = hasLeft ? cancelRest(owed, hasLeft, now) : owed;
	const left = cancelRest(known, ([id], group) => isSettled(group, now) && gone.has(id), now);
	return pruneOwed(pruneClaims(left, now), now);
}

function stateOf(
	{ fullUntil, owed }: LedgerRow,
	load: LoadUnderReadings,
	made: readonly Span[],
	{ enrollmentCap, maxPerDomain }: GuardSettings,
	now: number,
): SenderState {
	return {
		load,
		fullUntil,
		now,
		...(enrollmentCap !== undefined && { enrollments: { cap: enrollmentCap, made } }),
		...(maxPerDomain > 0 && {
			perDomain: { cap: maxPerDomain, made: enrollmentsByDomain(owed) },
		}),
	};
}

/** Where HubSpot does not tell its log, by when the enrollments were made. */
function releaseAt(shown: Look | undefined, made: readonly Span[], now: number): number {
	const sent = shown?.counted ?? made.map(({ until }) => until);
	const inWindow = sent.filter((at) => at > now - WINDOW_MS && at <= now);
	return (min(inWindow) ?? now) + WINDOW_MS;
}
