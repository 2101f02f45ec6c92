import type { FailedReason } from '../reasons';
import type { FailureDetails } from './failure';

/** How far a failure reaches: the item, everything of this sender, or every request of the run. */
export type FailureScope = 'item' | 'sender' | 'run';

/** HubSpot's refusals that are an outcome of the item rather than an error. */
export type RefusalCode =
	| 'ALREADY_ENROLLED'
	| 'OPTED_OUT'
	| 'BOUNCED'
	| 'BAD_ADDRESS'
	| 'NO_EMAIL'
	| 'HUBSPOT_SEND_LIMIT';

interface Explanation {
	matches: (failure: FailureDetails) => boolean;
	/** What happened, one sentence. No HubSpot text: n8n rewrites what has an error code in it (n8n-engine.md 1.3). */
	message: string;
	/** Whose setting it is and what to do next. */
	description: string;
	scope?: FailureScope;
}

/** A failure, or a refusal, whose code is the one of the item. */
export type ErrorEntry = Explanation &
	({ reason: FailedReason; refusal?: undefined } | { refusal: RefusalCode });

/** Matches a status, and a text in the body. */
export const on = (status: number, pattern?: RegExp) => (failure: FailureDetails) =>
	failure.status === status && (!pattern || pattern.test(failure.text));
/** Matches a text in what HubSpot refused. */
export const says = (pattern: RegExp) => (failure: FailureDetails) =>
	failure.status !== undefined && failure.status < 500 && pattern.test(failure.text);
/** For texts that can mean nothing else, whatever the status: a missing inbox also came as a 500. */
export const saysAnyhow = (pattern: RegExp) => (failure: FailureDetails) =>
	failure.status !== undefined && pattern.test(failure.text);
