import { RollingRoom, type SendPlanner } from './rollingRoom';
import type { NonEmpty } from '../groups';
import type { Span } from './window';

/** Why an enrollment does not fit. */
export type LimitReason =
	| 'SEND_LIMIT'
	| 'FOLLOW_UP_LIMIT'
	| 'HUBSPOT_SEND_LIMIT'
	| 'DAILY_ENROLLMENT_CAP'
	| 'DOMAIN_CAP';

/** An enrollment that asks for room. */
export interface Applicant {
	/** The same function for enrollments that send alike, so that they are worked out once. */
	planner: SendPlanner;
	/** What a cap per company counts it under; undefined where no company owns the address. */
	domain?: string | undefined;
}

/** What is known of one sender. */
export interface Standing {
	/** Sends, past and planned. */
	sends: readonly Span[];
	/** Sends allowed in any 24 hours: the limit less the reserve. */
	capacity: number;
	/** HubSpot said that the sender is at the limit: until when to take its word, ms. */
	fullUntil?: number | undefined;
	/** Enrollments that HubSpot's API takes for one inbox in 24 hours, and those made. */
	enrollments?: { cap: number; made: readonly Span[] };
	/** Enrollments of one company in 24 hours, and those made. */
	perDomain?: { cap: number; made: (domain: string) => readonly Span[] };
	/** Ms since epoch. */
	now: number;
}

/** One thing that an enrollment needs room in. */
export interface Need {
	reason: LimitReason;
	room: RollingRoom;
	planner: SendPlanner;
	/** What it takes if it starts now, ms. */
	plan: readonly number[];
	/** The user's own cap: it holds in every mode. */
	always: boolean;
}

/** An enrollment as such takes one place, at the instant it is made. */
const onePlace: SendPlanner = (start) => [start];

/** What an enrollment needs room in; enrollments that need the same share it. */
export function needsOf(standing: Standing): (applicant: Applicant) => NonEmpty<Need> {
	const { now, sends, capacity, enrollments, perDomain } = standing;
	const need = (reason: LimitReason, room: RollingRoom, planner: SendPlanner): Need => ({
		reason,
		room,
		planner,
		plan: planner(now),
		always: reason === 'DOMAIN_CAP',
	});
	const mail = new RollingRoom(sends, capacity, now);
	const byPlanner = new Map<SendPlanner, Need>();
	const byDomain = new Map<string, Need>();
	const perInbox = enrollments
		? [
				need(
					'DAILY_ENROLLMENT_CAP',
					new RollingRoom(enrollments.made, enrollments.cap, now),
					onePlace,
				),
			]
		: [];
	return ({ planner, domain }) => {
		const forMail = byPlanner.get(planner) ?? need('SEND_LIMIT', mail, planner);
		byPlanner.set(planner, forMail);
		if (!perDomain || domain === undefined) return [forMail, ...perInbox];
		const { cap, made } = perDomain;
		const forDomain =
			byDomain.get(domain) ?? need('DOMAIN_CAP', new RollingRoom(made(domain), cap, now), onePlace);
		byDomain.set(domain, forDomain);
		return [forMail, ...perInbox, forDomain];
	};
}
