import { z } from 'zod';

import { HubspotFailure } from './failure';
import { isHtml } from './readFailure';

/**
 * What a request is answered with, as far as the nodes need it. Fields that are not named are left
 * out; one that is named and missing, or of another type, makes the answer one that is not HubSpot's.
 */
export type Answer<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

/** The answer of calls that HubSpot answers with 204 and no body. */
export const NO_CONTENT: Answer<undefined> = z.undefined();

/** The length of a body that is kept of an answer that could not be read. */
const EXCERPT = 2_000;

/**
 * Reads the body of an answer with a status of success.
 *
 * @param body `undefined` for 204; text where it is no JSON
 * @param request method and path, for the error
 * @throws HubspotFailure with `lacks` where it is not what HubSpot answers to this request
 */
export function readAnswer<T>(
	answer: Answer<T>,
	status: number,
	body: unknown,
	request: string,
): T {
	const read = answer.safeParse(body);
	if (read.success) return read.data;
	const text = typeof body === 'string' ? body.slice(0, EXCERPT) : '';
	throw new HubspotFailure({
		status,
		text,
		isHtml: isHtml(text),
		requiredScopes: [],
		request,
		lacks: lacking(read.error, body),
	});
}

/** The field that is missing or of another type, or what came in place of a JSON object. */
function lacking({ issues }: z.ZodError, body: unknown): string {
	if (body === undefined || body === '') return 'a body';
	if (typeof body === 'string') return 'JSON';
	return issues[0]?.path.join('.') || 'its fields';
}
