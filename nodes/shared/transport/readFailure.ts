import { HubspotFailure } from './failure';

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

/** Seconds, or a date of HTTP, which always ends with GMT (RFC 9110, 10.2.3 and 5.6.7). */
function retryAfter(value: unknown): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value).trim();
	const waitMs = text.endsWith('GMT') ? Date.parse(text) - Date.now() : secondsOf(text) * 1000;
	return Number.isFinite(waitMs) ? Math.max(SHORTEST_WAIT_MS, waitMs) : undefined;
}

const secondsOf = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN);

function requiredScopes(body: Json): string[] {
	const errors: unknown[] = Array.isArray(body.errors) ? body.errors : [];
	const contexts = [body, ...errors].map((entry) => (isObject(entry) ? entry.context : undefined));
	const scopes = contexts.flatMap((context) =>
		isObject(context) ? [context.requiredGranularScopes, context.requiredScopes] : [],
	);
	return [...new Set(scopes.flat().filter((scope) => typeof scope === 'string'))];
}
