import type { FailureDetails } from './failure';

/** Enrolling in a sequence, by the published routes and by the recipe's. */
const ENROLL =
	/^POST \/(automation\/(v4\/sequences|sequences\/[^/]+)\/enrollments|crm\/v3\/objects\/contacts\/[^/]+\/sequences)$/;

/** What the API's own limits never speak of (hubspot-api.md 9.3). */
const OF_ENROLLING = /enroll|inbox|mailbox|send/i;

/** What the refusal of an enrollment for a limit may say; "rate" is no part of "generate". */
const FOR_LIMIT = /limit/i;
const OF_SENDING = /send|enroll|daily|inbox|(?<![a-z])rate/i;
const RATE_IN_CODE = /[a-z]Rate/;
/** An address that is too long, and a user who may not, meet a limit of another kind. */
const OF_ANOTHER_KIND = /characters|\blength|too long|permission denied|sequences permission/i;

/** The API's burst limits, of the app or of the search: seconds later there is room. */
const isBurst = ({ policyName, text }: FailureDetails) =>
	/SECONDLY/.test(policyName ?? '') || /secondly\w* limit/i.test(text);

/**
 * Whether a 429 is plainly about the requests of the API, by HubSpot's fields (hubspot-api.md 9.3), or
 * that of a proxy: HubSpot answers with JSON.
 */
function isOfApi(failure: FailureDetails): boolean {
	if (failure.isHtml || isBurst(failure)) return true;
	const { policyName, category = '', hubspotMessage = '', text } = failure;
	if (OF_ENROLLING.test(text)) return false;
	if (!text.startsWith('{')) return true;
	return (
		policyName !== undefined ||
		/RATE_LIMIT/.test(category) ||
		/requests|\bAPI\b/.test(hubspotMessage)
	);
}

/**
 * Whether HubSpot refused an enrollment because the sender or the inbox has reached a limit. What it
 * answers then is not recorded (hubspot-api.md 2.7), so every wording counts that can mean it.
 */
export function isSendLimit(failure: FailureDetails): boolean {
	const { status, text, isHtml, request } = failure;
	if (status === undefined || status >= 500) return false;
	if (text.includes('SEND_LIMIT_EXCEEDED')) return true;
	if (isHtml || ![400, 403, 429].includes(status) || !ENROLL.test(request)) return false;
	if (status === 429 && isOfApi(failure)) return false;
	const isOfSending = OF_SENDING.test(text) || RATE_IN_CODE.test(text);
	return FOR_LIMIT.test(text) && isOfSending && !OF_ANOTHER_KIND.test(text);
}

/** The API takes 1,000 enrollments of an inbox in a day (hubspot-api.md 8.1). */
export const isInboxLimit = (failure: FailureDetails): boolean =>
	isSendLimit(failure) &&
	/enrollment|inbox/i.test(failure.text) &&
	/daily|today|(per|a) day|24 hours/i.test(failure.text) &&
	!/send(s|ing)?\b|SEND_/i.test(failure.text);

/** The account's number of API requests for a day is used up. */
export const isDailyLimit = (failure: FailureDetails): boolean =>
	failure.status === 429 &&
	/daily/i.test(failure.text) &&
	!isBurst(failure) &&
	!isSendLimit(failure);

/** The search, or an app of HubSpot's own, has a limit a second (hubspot-api.md 9.1). */
export const isSecondlyLimit = ({ status, policyName, text }: FailureDetails): boolean =>
	status === 429 && (policyName === 'SECONDLY' || /\bsecondly limit/i.test(text));
