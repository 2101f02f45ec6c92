import { excerpt } from '../errors';
import { HubspotFailure, NOT_CONNECTED, REST_OF_BODY } from './failure';
import { isRedirect, lackOfRedirect } from './redirect';
import { Secrets } from './secrets';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

/** As much of a body as is looked at. HubSpot's errors are shorter by far. */
const LOOKED_AT = 20_000;

/** The most missing scopes that are named. */
const MOST_SCOPES = 50;

/**
 * Reads what n8n's request helper threw. The helper throws a NodeApiError whose `cause` is the
 * AxiosError; its `httpCode` is a string and may be a network code (n8n-core 2.40). Every field of
 * HubSpot's error body is optional (HubSpot's error-handling page).
 *
 * @param secrets what no text of the failure may hold; those of the request are added to them
 */
export function readFailure(
	error: unknown,
	request: string,
	secrets = new Secrets({}),
): HubspotFailure {
	const thrown = objectOf(error);
	const cause = objectOf(thrown.cause);
	const response = isObject(cause.response) ? cause.response : objectOf(thrown.response);
	const headers = objectOf(response.headers);
	secrets.add(sentToken(cause));
	const shown = (value: unknown) =>
		typeof value === 'string' && value !== ''
			? excerpt(secrets.hide(value.slice(0, LOOKED_AT)))
			: undefined;

	const code = textOf(thrown.httpCode) ?? textOf(cause.code) ?? textOf(thrown.code);
	const answered = typeof response.status === 'number' ? response.status : numericStatus(code);
	const status = answered ?? (lacksToken(thrown, code) ? 401 : undefined);
	const data = response.data ?? objectOf(thrown.context).data;
	const body = typeof data === 'string' ? parseObject(data) : objectOf(data);
	const text = neverConnected(thrown)
		? NOT_CONNECTED
		: secrets.hide(textOfBody(data).slice(0, LOOKED_AT));
	const failure = {
		status,
		text,
		hubspotMessage: shown(body.message) ?? shown(body.error_description),
		category: shown(body.category) ?? shown(body.errorType),
		correlationId: shown(body.correlationId) ?? shown(headers['x-hubspot-correlation-id']),
		policyName: shown(body.policyName),
		retryAfterMs: retryAfter(headers['retry-after']),
		requiredScopes: requiredScopes(body)
			.slice(0, MOST_SCOPES)
			.flatMap((scope) => shown(scope) ?? []),
		isHtml: isHtml(text),
		request,
	};
	if (isRedirect(status)) {
		const lacks = lackOfRedirect(headers.location, objectOf(cause.config).url);
		return new HubspotFailure({ ...failure, lacks: secrets.hide(lacks) });
	}
	if (status === undefined && isOverflow(thrown)) {
		return new HubspotFailure({ ...failure, lacks: TOO_DEEP });
	}
	// The helper throws on a success only where its body does not come to an end.
	if (status !== undefined && status < 300) {
		return new HubspotFailure({ ...failure, lacks: REST_OF_BODY });
	}
	const networkCode =
		status === undefined ? (shown(cause.code) ?? shown(code) ?? shown(thrown.message)) : undefined;
	return new HubspotFailure({ ...failure, networkCode });
}

/** What a body lacks that is nested so deep that n8n itself could not go through it. */
const TOO_DEEP = 'an end of its nesting';

const isOverflow = ({ name, message }: Json) =>
	name === 'RangeError' || /call stack/i.test(textOf(message) ?? '');

/** The token of the request that failed: n8n may have refreshed the login for it. */
function sentToken({ config }: Json): unknown {
	const headers = objectOf(objectOf(config).headers);
	const sent = textOf(headers.Authorization) ?? textOf(headers.authorization);
	return sent?.replace(/^\S+\s+/, '');
}

function textOfBody(data: unknown): string {
	if (typeof data === 'string') return data;
	try {
		return JSON.stringify(data) ?? '';
	} catch {
		// Nested too deep for that; its fields are read all the same.
		return '';
	}
}

/** Whether a body is a page, which HubSpot's API sends for an unknown path only. */
export const isHtml = (text: string): boolean =>
	/^\s*<(!|html|head|body|title|meta|script|h\d)/i.test(text);

/** Nobody has logged in with the credential: n8n says so in words alone. */
const neverConnected = ({ message }: Json) =>
	/without access token|credentials not connected/i.test(textOf(message) ?? '');

/**
 * n8n could not get an OAuth2 token, so the request itself was never sent: access was taken away
 * (n8n 2.40 throws an error of its own, 2.20 that of its OAuth2 client, `EAUTH`) or never given.
 */
function lacksToken(thrown: Json, code: string | undefined): boolean {
	const { failure, message } = thrown;
	if (neverConnected(thrown)) return true;
	if (code === 'EAUTH' || code === 'ESTATUS') return true;
	if (isObject(failure) && failure.cause === 'credential-invalid') return true;
	return /be reconnected|reconnect the credential/i.test(textOf(message) ?? '');
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
