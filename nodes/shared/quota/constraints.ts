import { RollingRoom } from './rollingRoom';
import type { LoadUnderReadings, PlanPerReading } from './loadUnderReadings';
import type { Span } from './window';

/** Why an enrollment does not fit. */
export type LimitReason =
	| 'SEND_LIMIT'
	| 'FOLLOW_UP_LIMIT'
	| 'HUBSPOT_SEND_LIMIT'
	| 'DAILY_ENROLLMENT_CAP'
	| 'DOMAIN_CAP';

/** An enrollment that asks for room. */
export interface EnrollRequest {
	/** When it sends; the same plan for the same schedule, so that it is worked out once. */
	plan: PlanPerReading;
	/** What a cap per company counts it under; undefined where no company owns the address. */
	domain?: string | undefined;
}

/** What is known of one sender. */
export interface SenderState {
	/** How full its 24 hours are, under each reading that is possible. What is admitted is taken of it. */
	load: LoadUnderReadings;
	/** HubSpot said that the sender is at the limit: until when to take its word, ms. */
	fullUntil?: number | undefined;
	/** Enrollments that HubSpot's API takes for one inbox in 24 hours, and those made. */
	enrollments?: { cap: number; made: readonly Span[] };
	/** Enrollments of one company in 24 hours, and those made. */
	perDomain?: { cap: number; made: (domain: string) => readonly Span[] };
	/** Ms since epoch. */
	now: number;
}

/** One thing that an enrollment needs room in. Starts are ms since epoch. */
export interface Constraint {
	reason: LimitReason;
	/** The user's own cap: it holds in every mode. */
	always: boolean;
	fits(start: number): boolean;
	/** Takes the room, whether there is any or not. */
	take(start: number): void;
	giveBack(start: number): void;
	/** The first start, not before `from`, at which there is room; undefined where there never is. */
	earliest(from: number): number | undefined;
	/** The same, and takes it. */
	takeEarliest(from: number): number | undefined;
	/** Whether there is room for the first email alone. */
	firstFits(start: number): boolean;
}

export interface MailConstraint extends Constraint {
	/** Takes the room if there is room. */
	tryTake(start: number): boolean;
}

/** What an enrollment needs room in: in the mail of its sender first. */
export type Needs = readonly [MailConstraint, ...Constraint[]];

const mailConstraint = (load: LoadUnderReadings, plan: PlanPerReading): MailConstraint => ({
	reason: 'SEND_LIMIT',
	always: false,
	fits: (start) => load.fits(plan, start),
	take: (start) => load.take(plan, start),
	giveBack: (start) => load.take(plan, start, -1),
	tryTake: (start) => load.tryTake(plan, start),
	earliest: (from) => load.earliest(plan, from),
	takeEarliest: (from) => load.takeEarliest(plan, from),
	firstFits: (start) => load.firstFits(plan, start),
});

const NOWHERE: Span = { from: Infinity, until: -Infinity };

/** An enrollment as such takes one place, at the instant it is made. */
function capConstraint(
	reason: LimitReason,
	{ cap, made }: { cap: number; made: readonly Span[] },
	now: number,
): Constraint {
	const room = new RollingRoom(made, cap, now);
	const fits = (start: number) => room.fits(start);
	/** Where none was found before, none is looked for again, unless room came back. */
	let none = NOWHERE;
	const earliest = (from: number): number | undefined => {
		const isKnown = from >= none.from && from <= none.until;
		const start = room.earliest(isKnown ? none.until : from);
		if (start !== undefined) none = { from: isKnown ? none.from : from, until: start };
		return start;
	};
	return {
		reason,
		always: reason === 'DOMAIN_CAP',
		fits,
		take: (start) => room.take(start),
		giveBack: (start) => {
			room.take(start, -1);
			none = NOWHERE;
		},
		earliest,
		takeEarliest: (from) => {
			const start = earliest(from);
			if (start !== undefined) room.take(start);
			return start;
		},
		firstFits: fits,
	};
}

/** What an enrollment needs room in; enrollments that need the same share it. */
export function constraintsOf(state: SenderState): (request: EnrollRequest) => Needs {
	const { load, enrollments, perDomain, now } = state;
	const byPlan = new Map<PlanPerReading, MailConstraint>();
	const byDomain = new Map<string, Constraint>();
	const perInbox = enrollments ? [capConstraint('DAILY_ENROLLMENT_CAP', enrollments, now)] : [];
	return ({ plan, domain }) => {
		const mail = byPlan.get(plan) ?? mailConstraint(load, plan);
		byPlan.set(plan, mail);
		if (!perDomain || domain === undefined) return [mail, ...perInbox];
		const { cap, made } = perDomain;
		const company =
			byDomain.get(domain) ?? capConstraint('DOMAIN_CAP', { cap, made: made(domain) }, now);
		byDomain.set(domain, company);
		return [mail, ...perInbox, company];
	};
}
