import { uniqueId } from 'lodash';

import type { Policy } from './rateLimit';

/** An answer other than success; `body` is JSON, or HTML when it is a string. */
export class HubspotError extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
		readonly headers: Record<string, string> = {},
	) {
		super(`HubSpot answers ${status}`);
	}
}

function correlationId(): string {
	return `00000000-0000-4000-8000-${uniqueId().padStart(12, '0')}`;
}

/** HubSpot's error shape: status, message, correlationId, category and the rest (hubspot-api.md 9.4). */
export function hubspotError(
	status: number,
	message: string,
	rest: { category: string; [field: string]: unknown },
): HubspotError {
	const body = { status: 'error', message, correlationId: correlationId(), ...rest };
	return new HubspotError(status, body);
}

export function invalid(message: string, rest: Record<string, unknown> = {}): HubspotError {
	return hubspotError(400, message, { category: 'VALIDATION_ERROR', ...rest });
}

export function notFound(message = 'resource not found'): HubspotError {
	return hubspotError(404, message, { category: 'OBJECT_NOT_FOUND' });
}

export function forbidden(message: string): HubspotError {
	return hubspotError(403, message, { category: 'FORBIDDEN' });
}

const PAGE = `<!DOCTYPE html>
<html lang="en"><head><title>Page not found</title></head>
<body><h1>404</h1><p>The page you were looking for doesn't exist.</p></body></html>`;

/** HubSpot answers a wrong path with an HTML page, not with JSON (hubspot-api.md 2.7). */
export function unknownPath(): HubspotError {
	return new HubspotError(404, PAGE, { 'content-type': 'text/html;charset=utf-8' });
}

export function methodNotAllowed(): HubspotError {
	return new HubspotError(
		405,
		'<html><head><title>Error 405 Method Not Allowed</title></head><body>405</body></html>',
		{ 'content-type': 'text/html;charset=utf-8' },
	);
}

export function unauthorized(): HubspotError {
	return hubspotError(
		401,
		'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
		{ category: 'INVALID_AUTHENTICATION' },
	);
}

export function expiredToken(): HubspotError {
	return hubspotError(401, 'The OAuth token used to make this call expired.', {
		category: 'EXPIRED_AUTHENTICATION',
	});
}

export function missingScopes(requiredGranularScopes: string[]): HubspotError {
	const message =
		"This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.";
	return hubspotError(403, message, {
		category: 'MISSING_SCOPES',
		errors: [
			{
				message: 'One or more of the following scopes are required.',
				context: { requiredGranularScopes },
			},
		],
		links: { scopes: 'https://developers.hubspot.com/scopes' },
	});
}

const LIMIT_MESSAGES: Record<Policy, string> = {
	DAILY: 'You have reached your daily limit.',
	SECONDLY: 'You have reached your secondly limit.',
	TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
};

/** `errorType` and no `category`; Retry-After is undocumented (hubspot-api.md 9.2, 9.3). */
export function rateLimited(policyName: Policy, retryAfter: boolean): HubspotError {
	const seconds = { DAILY: 3600, SECONDLY: 1, TEN_SECONDLY_ROLLING: 10 }[policyName];
	const id = correlationId();
	return new HubspotError(
		429,
		{
			status: 'error',
			message: LIMIT_MESSAGES[policyName],
			errorType: 'RATE_LIMIT',
			correlationId: id,
			policyName,
			requestId: id,
		},
		retryAfter ? { 'Retry-After': String(seconds) } : {},
	);
}

const STATUS_MESSAGES: Record<number, string> = {
	409: 'Conflict',
	423: 'The resource is locked. Try again in 2 seconds.',
	429: LIMIT_MESSAGES.TEN_SECONDLY_ROLLING,
	477: 'This account is being moved to another data center.',
	500: 'Internal error',
	502: 'Bad gateway',
	503: 'Service unavailable',
	504: 'Gateway timeout',
};

/** Of the refusals; what a 423, a 477 or a failing server says is not known. */
const CATEGORIES: Record<number, string> = {
	400: 'VALIDATION_ERROR',
	401: 'INVALID_AUTHENTICATION',
	403: 'FORBIDDEN',
	404: 'OBJECT_NOT_FOUND',
	409: 'CONFLICT',
};

/** A plain body for a fault that names only a status; 477 always tells when to come back. */
export function faultAnswer(
	status: number,
	body?: unknown,
	headers: Record<string, string> = {},
): HubspotError {
	if (status === 429 && body === undefined) {
		const limited = rateLimited('TEN_SECONDLY_ROLLING', false);
		return new HubspotError(429, limited.body, headers);
	}
	const filled = status === 477 ? { 'Retry-After': '60', ...headers } : headers;
	const text = STATUS_MESSAGES[status] ?? `Error ${status}`;
	const category = CATEGORIES[status];
	const plain = { status: 'error', message: text, correlationId: correlationId() };
	return new HubspotError(status, body ?? (category ? { ...plain, category } : plain), filled);
}
