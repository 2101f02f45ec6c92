import { get } from 'lodash';
import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { rethrow } from './failure';

/** A proxy may add a slash, or a path of its own; more than these go round in a circle. */
const MOST_HOPS = 3;

/** What a request is sent to, by n8n's request helper. */
interface Address {
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
 * Asks, and follows a redirect only where nothing can go wrong by it: a GET on the same server. n8n
 * itself would take the key and the body along to any host (n8n-core 2.40 and 2.20:
 * `sendCredentialsOnCrossOriginRedirect` is true by default), so `ask` has to tell it not to follow.
 *
 * @param ask throws what n8n's request helper throws, for a redirect too
 */
export async function askWithin<T>(
	method: IHttpRequestMethods,
	address: Address,
	ask: (address: Address) => Promise<T>,
): Promise<T> {
	let at = address;
	for (let hops = 1; ; hops++) {
		try {
			return await ask(at);
		} catch (error) {
			const next = hops <= MOST_HOPS && method === 'GET' ? nextOf(error, at.url) : undefined;
			if (!next) rethrow(error);
			// The query stands in the new address.
			at = { url: next };
		}
	}
}

/** Where a redirect leads, if it stays on the server that was asked. */
function nextOf(error: unknown, asked: string): string | undefined {
	if (!isRedirect(get(error, 'cause.response.status'))) return undefined;
	const target = parse(get(error, 'cause.response.headers.location'), asked);
	if (target?.origin !== new URL(asked).origin) return undefined;
	// A user and password in it would be sent in place of the key.
	return `${target.origin}${target.pathname}${target.search}`;
}

function parse(location: unknown, asked: unknown): URL | undefined {
	if (typeof location !== 'string') return undefined;
	try {
		return new URL(location, typeof asked === 'string' ? asked : undefined);
	} catch {
		return undefined;
	}
}
