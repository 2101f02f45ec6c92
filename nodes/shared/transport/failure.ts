/** What HubSpot, or the network on the way to it, answered instead of a result. */
export interface FailureDetails {
	/** HTTP status; absent when no answer came (connection refused, reset, timed out). */
	status?: number | undefined;
	/** Network error code such as `ECONNRESET`; absent when an HTTP answer came. */
	networkCode?: string | undefined;
	/** The answer's body as text. */
	text: string;
	/** HubSpot's own `message`. */
	hubspotMessage?: string | undefined;
	category?: string | undefined;
	correlationId?: string | undefined;
	/** Which limit a 429 is about: `DAILY`, `TEN_SECONDLY_ROLLING`, `SECONDLY`. */
	policyName?: string | undefined;
	/** Milliseconds that HubSpot asks to wait. */
	retryAfterMs?: number | undefined;
	/** Scopes that a 403 says are missing. */
	requiredScopes: string[];
	/** A wrong path is answered by an HTML page, a missing record by JSON (hubspot-api.md 9.4). */
	isHtml: boolean;
	/** Method and path, without query, for the error details. */
	request: string;
	/**
	 * What the answer lacks to be HubSpot's, for example `results.0.id`, although its status says that
	 * all went well: a login page, an empty body, a field that is missing.
	 */
	lacks?: string;
	/** An earlier try of the same write may have taken effect, so that this answer does not settle it. */
	mayHaveTakenEffect?: boolean;
}

/** What an answer lacks that broke off on the way: HubSpot did what was asked, and its word is lost. */
export const REST_OF_BODY = 'the rest of its body';

/** A failed request to HubSpot. Holds no request headers, so no token can leak from it. */
export class HubspotFailure extends Error {
	override readonly name = 'HubspotFailure';

	constructor(readonly details: FailureDetails) {
		super(details.hubspotMessage ?? details.networkCode ?? `HTTP ${details.status}`);
	}
}

/** HubSpot's answer to a token of a wrong form (hubspot-api.md 9.4): it did not even look at the request. */
const MALFORMED_TOKEN = 530;

/** In place of a network code: nothing was sent, because HubSpot had not answered before. */
export const NOT_SENT = 'NOT_SENT';

/** In place of a body: n8n sent nothing, because nobody has logged in yet. */
export const NOT_CONNECTED = 'NOT_CONNECTED';

/** The connection was never made, so nothing can have happened at HubSpot. */
const NEVER_MADE = new Set([
	NOT_SENT,
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

/**
 * Names of OpenSSL and Node for a certificate that is not trusted: `DEPTH_ZERO_SELF_SIGNED_CERT`,
 * `UNABLE_TO_VERIFY_LEAF_SIGNATURE`, `ERR_TLS_CERT_ALTNAME_INVALID` (Node's page on TLS, "X509
 * certificate error codes").
 */
const UNTRUSTED =
	/certificate|(^|_)(CERT|CRL|CA|LEAF)(_|$)|^UNABLE_TO_|^(INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/;

/** Whether n8n hung up on a server whose certificate it does not trust. */
export const isUntrusted = (networkCode = ''): boolean => UNTRUSTED.test(networkCode);

/** Whether a request without an answer was not sent at all. */
export const isNeverSent = (networkCode = ''): boolean =>
	NEVER_MADE.has(networkCode) || isUntrusted(networkCode);

/**
 * Throws on what was caught. n8n's lint wants API errors thrown as NodeApiError wherever they are
 * caught (n8n-engine.md 1.2); here one place makes that of them, at the item.
 */
export function rethrow(error: unknown): never {
	throw error;
}

/** Whether HubSpot answered with one of these HTTP statuses. */
export const hasStatus = (error: unknown, ...statuses: number[]): error is HubspotFailure =>
	error instanceof HubspotFailure && statuses.includes(error.details.status ?? 0);

/** Whether HubSpot has no such record: a 404 of JSON. */
export const isNotFound = (error: unknown): boolean =>
	hasStatus(error, 404) && !error.details.isHtml;

/** Whether the host does not have the route at all: a 404 with a page. 410 says that it had it once. */
export const lacksPath = ({ status, isHtml }: FailureDetails): boolean =>
	(status === 404 && isHtml) || status === 410;

/** As `lacksPath`, of anything that was caught. */
export const isUnknownPath = (error: unknown): boolean =>
	error instanceof HubspotFailure && lacksPath(error.details);

/** Whether somebody else was faster: the record has changed, or has been made (409). */
export const isConflict = (error: unknown): boolean => hasStatus(error, 409);

const namesScopes = ({ details }: HubspotFailure) => details.text.includes('MISSING_SCOPES');

/** Whether HubSpot refused because the key or app lacks a scope. */
export const isMissingScope = (error: unknown): boolean =>
	hasStatus(error, 403) && namesScopes(error);

/** Whether HubSpot hides a record from the credential: 403, or as if there were none (hubspot-api.md 3.2). */
export const isDenied = (error: unknown): boolean =>
	hasStatus(error, 403, 404) && !namesScopes(error);

const isServerFault = (status: number) => status >= 500 && status !== MALFORMED_TOKEN;

/** Whether HubSpot, or the way to it, is down: what happened to this request will happen to others. */
export function isOutage(error: unknown): boolean {
	if (!(error instanceof HubspotFailure)) return false;
	const { status, networkCode, lacks } = error.details;
	if (lacks !== undefined) return lacks === REST_OF_BODY;
	if (status === undefined) return !isUntrusted(networkCode);
	return isServerFault(status);
}

/** Whether HubSpot may have done what was asked although no success came back. */
export function outcomeUnknown(error: unknown): boolean {
	if (!(error instanceof HubspotFailure)) return false;
	const { status, networkCode, lacks, mayHaveTakenEffect } = error.details;
	if (lacks !== undefined || mayHaveTakenEffect) return true;
	if (status === undefined) return !isNeverSent(networkCode);
	return isServerFault(status);
}
