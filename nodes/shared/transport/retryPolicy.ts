import { isNeverSent, isUntrusted, REST_OF_BODY, type FailureDetails } from './failure';
import { isDailyLimit, isSecondlyLimit, isSendLimit } from './limits';

/** What to do about a failed request: wait and repeat it, or stop and report the failure. */
export type RetryDecision = { action: 'retry'; waitMs: number } | { action: 'stop' };

interface RetryRule {
	matches: (failure: FailureDetails) => boolean;
	/** Milliseconds before try 2, 3, … ; the length is how often the request is repeated. */
	waitsMs: number[];
	/** True where HubSpot refused before doing anything, so that even a POST may be repeated. */
	refusedBeforeEffect: boolean;
}

const status = (...codes: number[]) => {
	const set = new Set(codes);
	return (failure: FailureDetails) => failure.status !== undefined && set.has(failure.status);
};
/**
 * First match decides. Waits by policy: HubSpot documents `Retry-After` for 477 only; its own SDK
 * waits 10 s on TEN_SECONDLY_ROLLING, 1 s on SECONDLY, and does not repeat on DAILY (hubspot-api.md
 * 9.2, 9.4, 9.5). A burst limit is met by several processes at once, so one may have to let the others
 * go first for a minute or two.
 */
const RULES: RetryRule[] = [
	{ matches: isSendLimit, waitsMs: [], refusedBeforeEffect: true },
	{ matches: isDailyLimit, waitsMs: [], refusedBeforeEffect: true },
	{
		matches: isSecondlyLimit,
		waitsMs: [1_000, 2_000, 4_000, 8_000].flatMap((waitMs) => repeat(waitMs, 4)),
		refusedBeforeEffect: true,
	},
	{ matches: status(429), waitsMs: repeat(10_000, 12), refusedBeforeEffect: true },
	{ matches: status(423), waitsMs: [2_000, 2_000, 4_000, 8_000], refusedBeforeEffect: true },
	// The account is moving to another data centre, for up to 24 hours.
	{ matches: status(477), waitsMs: [], refusedBeforeEffect: true },
	{
		matches: ({ networkCode }) => isUntrusted(networkCode),
		waitsMs: [],
		refusedBeforeEffect: true,
	},
	{
		matches: ({ networkCode }) => isNeverSent(networkCode),
		waitsMs: [1_000, 3_000],
		refusedBeforeEffect: true,
	},
	{ matches: status(522, 525, 526), waitsMs: [3_000], refusedBeforeEffect: false },
	{
		matches: status(502, 503, 504, 521, 523, 524),
		waitsMs: [1_000, 3_000, 6_000],
		refusedBeforeEffect: false,
	},
	{
		matches: ({ status, lacks }) =>
			lacks === REST_OF_BODY || (status === undefined && lacks === undefined),
		waitsMs: [1_000, 3_000],
		refusedBeforeEffect: false,
	},
];

/** A longer request to wait is a case for the user, not for a node that blocks an execution. */
const LONGEST_WAIT_MS = 60_000;

function repeat(waitMs: number, times: number): number[] {
	return Array.from({ length: times }, () => waitMs);
}

/**
 * @param repeats how often this request has been repeated so far, 0 after the first failure
 * @param idempotent whether repeating is harmless even if the first try took effect at HubSpot
 */
export function decideRetry(
	failure: FailureDetails,
	repeats: number,
	idempotent: boolean,
): RetryDecision {
	const rule = RULES.find(({ matches }) => matches(failure));
	const plannedMs = rule?.waitsMs[repeats];
	if (!rule || plannedMs === undefined) return { action: 'stop' };
	if (!idempotent && !rule.refusedBeforeEffect) return { action: 'stop' };
	const waitMs = failure.retryAfterMs ?? plannedMs;
	return waitMs > LONGEST_WAIT_MS ? { action: 'stop' } : { action: 'retry', waitMs };
}
