/** HubSpot's limits for one app; see "API rate limits and errors". */
interface RateLimits {
	perTenSeconds: number;
	daily: number;
	searchPerSecond: number;
}

export type Pace = { perMinute: number } | { everySeconds: number } | { perClockMinute: number };

/** Versions of HubSpot's API; each route exists in some of them (hubspot-api.md 13). */
export type Version =
	| 'v2'
	| 'v3'
	| 'v4'
	| '2025-09'
	| '2026-03'
	| '2026-09'
	| '2026-09-beta'
	| '2027-03-beta';

const OLD: Version[] = ['v2', 'v3', 'v4'];
const DATED: Version[] = ['2025-09', '2026-03', '2026-09', '2026-09-beta', '2027-03-beta'];

/** Hosts that are conceivable; v2 is in all, as enrolling in a workflow has no successor. */
export const HOSTS = {
	all: [...OLD, ...DATED],
	dated: ['v2', ...DATED],
	old: OLD,
} satisfies Record<string, Version[]>;

/**
 * What can be switched while the server runs. Where HubSpot's answer is not documented, every
 * plausible one is a value here, so that the nodes can be tried against all of them.
 * Durations are milliseconds on the virtual clock, except `latencyMs`, which is real time.
 */
export interface Settings {
	requireToken: boolean;
	grantedScopes: string[];
	/** `allow` sends beyond the limit, so that `maxRollingSends` shows what a caller did. */
	overLimit: 'refuse' | 'silent' | 'delay' | 'allow';
	/** Routes of other versions answer as unknown paths do. */
	versions: Version[];
	noEnrollmentAnswer: 'notFound' | 'noContent' | 'empty' | 'null' | 'emptyObject';
	endedEnrollmentAnswer: 'returned' | 'gone';
	sequenceErrorField: 'subCategory' | 'errorType' | 'errorsSubCategory' | 'message';
	/**
	 * How an enrollment beyond the limit is refused, if it is (`overLimit`): HubSpot's code in one of
	 * the fields, codes that its front end knows, its words without a code, a 403, or a 429 that is
	 * not about the API. None is recorded (hubspot-api.md 2.7).
	 */
	sendLimitRefusal:
		| 'errorType'
		| 'subCategory'
		| 'errorsSubCategory'
		| 'message'
		| 'rateLimitedByClient'
		| 'rateLimitedByProvider'
		| 'words'
		| 'forbidden'
		| 'tooMany';
	propertyLagMs: number;
	searchLagMs: number;
	bridgeDelayMs: number;
	/**
	 * Whether the send window moves a first step without delay. HubSpot's pages say "as soon as
	 * possible", which may mean either; at once is likelier (hubspot-api.md 2.9).
	 */
	firstStep: 'atOnce' | 'sendWindow';
	/**
	 * From where the delay of a step counts (hubspot-api.md 2.8). `weekdaysFromStep`: from the instant
	 * at which the step before really ran, or at which its task was completed; whole days are week days
	 * if the sequence's are `BUSINESS_DAYS`, and what is left of the delay is added as it is. About 85
	 * to 90 % sure. `fromStep`: the same in days of the calendar. `fromEnrollment`: all delays since
	 * enrolling added up, wherever the step before went; what older pages of HubSpot suggest.
	 */
	delays: 'weekdaysFromStep' | 'fromStep' | 'fromEnrollment';
	/**
	 * When an email goes out on the day on which it is due: `anywhere` in what is left of that day's
	 * send window, which may be before the hour at which it is due (about 70 % sure; hubspot-api.md
	 * 2.8), or `whenDue`. A first step that runs at once is not moved.
	 */
	instant: 'whenDue' | 'anywhere';
	/** Of the draws of `instant`: the same number, the same instants. */
	seed: number;
	/**
	 * How fast emails leave an inbox (hubspot-api.md 2.8): all of them, first steps too, wait in one
	 * queue of the inbox, in the order in which they came due, whatever the send window says meanwhile.
	 * `perMinute: 3`: twenty seconds apart, as HubSpot paces bulk enrollments; `everySeconds: 30`: an
	 * older page; `perClockMinute`: the number that an admin may set, 10 at most; `null`: as they come due.
	 * Whether enrollments by API are paced like bulk ones is not known.
	 */
	pace: Pace | null;
	/**
	 * Whether the next email of an enrollment is in the log ahead of its time, with the status
	 * `SCHEDULED` and the instant to come as `hs_timestamp`; it turns `SENT` when it goes out, and is
	 * gone when the contact leaves or is paused. The status exists (hubspot-api.md 6); that sequences
	 * use it is a guess, and nobody reports it.
	 */
	logsScheduled: boolean;
	/**
	 * What becomes of a delay while an enrollment is paused. HubSpot says that on resume it "starts or
	 * goes on" (hubspot-api.md 2.8): it stood still (`delayGoesOn`), or begins anew (`delayStarts`).
	 * With `overdueRuns` it went on all the while, and what came due runs on resume.
	 */
	onResume: 'delayGoesOn' | 'delayStarts' | 'overdueRuns';
	/** `null` switches rate limiting off. Counted on real time, as callers wait in real time. */
	rateLimit: RateLimits | null;
	retryAfter: boolean;
	latencyMs: number;
	/** Which id field workflow-id-mappings accepts: it was renamed on 2026-03-26. */
	mappingField: 'new' | 'old' | 'both';
	v2StatusShape: 'object' | 'array';
	v2UnknownEmail: 404 | 204;
	v2WorkflowOff: 204 | 404 | 412;
	v2AlreadyIn: 204 | 400 | 409;
	v2Suppressed: 204 | 400;
	/** Removing a contact that is not in the workflow. */
	v2NotIn: 204 | 404;
	/** Whether the token may read flows; some service keys see an empty list and 403. */
	flowsReadable: boolean;
	/** The CRM routes no document lists; off, they answer as unknown paths do. */
	recipeRoutes: boolean;
	/** Whether enrolling for a user other than the token's creator works; reports disagree. */
	usersOtherThanToken: boolean;
}

/** Every scope of "Scopes per feature". */
export const ALL_SCOPES = [
	'oauth',
	'automation',
	'automation.sequences.read',
	'automation.sequences.enrollments.write',
	'crm.objects.owners.read',
	'crm.objects.contacts.read',
	'crm.objects.contacts.write',
	'crm.schemas.contacts.read',
	'crm.schemas.contacts.write',
	'crm.objects.contacts.sensitive.read',
	'crm.objects.contacts.sensitive.write',
	'crm.lists.read',
	'crm.lists.write',
	'sales-email-read',
	'communication_preferences.read',
	'communication_preferences.read_write',
	'marketing.email.read',
	'content',
	'settings.users.read',
	'crm.objects.users.read',
];

export function defaultSettings(): Settings {
	return {
		requireToken: true,
		grantedScopes: [...ALL_SCOPES],
		overLimit: 'refuse',
		versions: HOSTS.all,
		noEnrollmentAnswer: 'notFound',
		endedEnrollmentAnswer: 'returned',
		sequenceErrorField: 'subCategory',
		sendLimitRefusal: 'errorType',
		propertyLagMs: 0,
		searchLagMs: 0,
		bridgeDelayMs: 2000,
		firstStep: 'atOnce',
		delays: 'weekdaysFromStep',
		instant: 'anywhere',
		seed: 1,
		pace: { perMinute: 3 },
		logsScheduled: false,
		onResume: 'delayGoesOn',
		rateLimit: { perTenSeconds: 190, daily: 1_000_000, searchPerSecond: 5 },
		retryAfter: false,
		latencyMs: 0,
		mappingField: 'both',
		v2StatusShape: 'array',
		v2UnknownEmail: 404,
		v2WorkflowOff: 204,
		v2AlreadyIn: 204,
		v2Suppressed: 204,
		v2NotIn: 204,
		flowsReadable: true,
		recipeRoutes: false,
		usersOtherThanToken: true,
	};
}

/** Merges a change into `settings` in place; `rateLimit` is merged field by field. */
export function mergeSettings(settings: Settings, change: Partial<Settings>): void {
	const { rateLimit, ...rest } = change;
	Object.assign(settings, rest);
	if (rateLimit === null) settings.rateLimit = null;
	else if (rateLimit !== undefined) {
		const current = settings.rateLimit ?? defaultSettings().rateLimit;
		settings.rateLimit = { ...current, ...rateLimit };
	}
}
