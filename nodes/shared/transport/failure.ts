/** What HubSpot, or the network on the way to it, answered instead of a result. */
export interface FailureDetails {
	/** HTTP status; absent when no answer came (connection refused, reset, timed out). */
	status?: number;
	/** Network error code such as `ECONNRESET`; absent when an HTTP answer came. */
	networkCode?: string;
	/** The answer's body as text. */
	text: string;
	/** HubSpot's own `message`. */
	hubspotMessage?: string;
	category?: string;
	correlationId?: string;
	/** Which limit a 429 is about: `DAILY`, `TEN_SECONDLY_ROLLING`, `SECONDLY`. */
	policyName?: string;
	/** Milliseconds that HubSpot asks to wait. */
	retryAfterMs?: number;
	/** Scopes that a 403 says are missing. */
	requiredScopes: string[];
	/** A wrong path is answered by an HTML page, a missing record by JSON (seen live). */
	isHtml: boolean;
	/** Method and path, without query, for the error details. */
	request: string;
	/**
	 * What the answer lacks to be HubSpot's, for example `results.0.id`, although its status says that
	 * all went well: a login page, an empty body, a field that is missing.
	 */
	lacks?: string;
}

/** A failed request to HubSpot. Holds no request headers, so no token can leak from it. */
export class HubspotFailure extends Error {
	override readonly name = 'HubspotFailure';

	constructor(readonly details: FailureDetails) {
		super(details.hubspotMessage ?? details.networkCode ?? `HTTP ${details.status}`);
	}

	/** True where HubSpot may have done what was asked although no success came back. */
	get outcomeUnknown(): boolean {
		const { status, networkCode, lacks } = this.details;
		if (lacks !== undefined) return true;
		if (status === undefined) return !NEVER_SENT.has(networkCode ?? '');
		return status >= 500 && status !== MALFORMED_TOKEN;
	}
}

/** HubSpot's answer to a token of a wrong form: it did not even look at the request. */
const MALFORMED_TOKEN = 530;

/** The connection was never made, so nothing can have happened at HubSpot. */
export const NEVER_SENT: ReadonlySet<string> = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

/**
 * Names an error that is to be thrown on from a catch block. (n8n's lint wants API errors thrown as
 * NodeApiError wherever they are caught; here one place makes that of them, at the item.)
 */
export const passOn = (error: unknown): unknown => error;

/** Whether HubSpot refused because the key or app lacks a scope. */
export const isMissingScope = (error: unknown): boolean =>
	error instanceof HubspotFailure &&
	error.details.status === 403 &&
	error.details.text.includes('MISSING_SCOPES');

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

/**
 * Reads what n8n's request helper threw. The helper throws a NodeApiError whose `cause` is the
 * AxiosError; its `httpCode` is a string and may be a network code (n8n-core 2.40). Every field of
 * HubSpot's error body is optional (HubSpot's error-handling page).
 */
export function readFailure(error: unknown, request: string): HubspotFailure {
	const thrown = isObject(error) ? error : {};
	const cause = isObject(thrown.cause) ? thrown.cause : {};
	const response = isObject(cause.response)
		? cause.response
		: isObject(thrown.response)
			? thrown.response
			: {};
	const context = isObject(thrown.context) ? thrown.context : {};
	const headers = isObject(response.headers) ? response.headers : {};
	const code = textOf(thrown.httpCode) ?? textOf(cause.code) ?? textOf(thrown.code);
	const answered = typeof response.status === 'number' ? response.status : numericStatus(code);
	const status = answered ?? (lacksToken(thrown, code) ? 401 : undefined);
	const data = response.data ?? context.data;
	const text = typeof data === 'string' ? data : data === undefined ? '' : JSON.stringify(data);
	const body = isObject(data) ? data : parseObject(text);
	return new HubspotFailure({
		status,
		networkCode:
			status === undefined ? (textOf(cause.code) ?? code ?? textOf(thrown.message)) : undefined,
		text,
		hubspotMessage: textOf(body.message) ?? textOf(body.error_description),
		category: textOf(body.category) ?? textOf(body.errorType),
		correlationId: textOf(body.correlationId) ?? textOf(headers['x-hubspot-correlation-id']),
		policyName: textOf(body.policyName),
		retryAfterMs: retryAfter(headers['retry-after']),
		requiredScopes: requiredScopes(body),
		isHtml: isHtml(text),
		request,
	});
}

/** Whether a body is a page, which HubSpot's API sends for an unknown path only. */
export const isHtml = (text: string): boolean => /^\s*<(!doctype|html)/i.test(text);

/**
 * n8n could not get an OAuth2 token, so the request itself was never sent: access was taken away
 * (n8n 2.40 throws an error of its own, 2.20 that of its OAuth2 client, `EAUTH`) or never given.
 */
function lacksToken({ failure, message }: Json, code: string | undefined): boolean {
	if (code === 'EAUTH' || code === 'ESTATUS') return true;
	if (isObject(failure) && failure.cause === 'credential-invalid') return true;
	return /be reconnected|reconnect the credential|without access token|credentials not connected/i.test(
		textOf(message) ?? '',
	);
}

const numericStatus = (code: string | undefined) =>
	code !== undefined && /^\d{3}$/.test(code) ? Number(code) : undefined;

function parseObject(text: string): Json {
	if (!text.trimStart().startsWith('{')) return {};
	try {
		const parsed: unknown = JSON.parse(text);
		return isObject(parsed) ? parsed : {};
	} catch {
		return {};
	}
}

/** A wait of nothing is none that could be kept to. */
const SHORTEST_WAIT_MS = 250;

function retryAfter(value: unknown): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const seconds = Number(value);
	if (String(value).trim() === '' || !Number.isFinite(seconds) || seconds < 0) return undefined;
	return Math.max(SHORTEST_WAIT_MS, seconds * 1000);
}

function requiredScopes(body: Json): string[] {
	const errors: unknown[] = Array.isArray(body.errors) ? body.errors : [];
	const contexts = [body, ...errors].map((entry) => (isObject(entry) ? entry.context : undefined));
	const scopes = contexts.flatMap((context) =>
		isObject(context) ? [context.requiredGranularScopes, context.requiredScopes] : [],
	);
	return [...new Set(scopes.flat().filter((scope) => typeof scope === 'string'))];
}
