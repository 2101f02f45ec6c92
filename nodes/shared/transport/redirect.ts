import { get } from 'lodash';
import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** A proxy may add a slash, or a path of its own; more than these go round in a circle. */
const MOST_HOPS = 3;

/** What a request is sent to, by n8n's request helper. */
export interface Address {
	url: string;
	qs?: IDataObject;
}

/** HubSpot's API answers with none of these. */
export const isRedirect = (status: unknown): boolean =>
	typeof status === 'number' && status >= 300 && status < 400;

/**
 * What a redirect lacks to be an answer of HubSpot. Of where it leads it names the server and no more.
 * @param asked the address that was asked, if it is known
 */
export function lackOfRedirect(location: unknown, asked: unknown): string {
	const target = parse(location, asked);
	return target ? `an answer: it leads to ${target.origin}` : 'an answer: it leads nowhere';
}

/**
 * Where to ask next. A redirect is followed only where nothing can go wrong by it: a GET on the same server.
 * n8n itself would take the key and the body along to any host (n8n-core 2.40 and 2.20:
 * `sendCredentialsOnCrossOriginRedirect` is true by default), so it has to be told not to follow.
 *
 * @param error what n8n's request helper threw, for a redirect too
 * @param hops how often was asked, this time included
 * @returns undefined where it is no redirect, or one that is not followed
 */
export function redirectedTo(
	error: unknown,
	method: IHttpRequestMethods,
	{ url }: Address,
	hops: number,
): Address | undefined {
	if (hops > MOST_HOPS || method !== 'GET') return undefined;
	if (!isRedirect(get(error, 'cause.response.status'))) return undefined;
	const target = parse(get(error, 'cause.response.headers.location'), url);
	if (target?.origin !== new URL(url).origin) return undefined;
	// The query stands in the new address. A user and password in it would be sent in place of the key.
	return { url: `${target.origin}${target.pathname}${target.search}` };
}

function parse(location: unknown, asked: unknown): URL | undefined {
	if (typeof location !== 'string') return undefined;
	try {
		return new URL(location, typeof asked === 'string' ? asked : undefined);
	} catch {
		return undefined;
	}
}
