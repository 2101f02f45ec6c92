import { z } from 'zod';

import { HubspotFailure, REST_OF_BODY, rethrow } from './failure';
import { isHtml } from './readFailure';

/**
 * What a request is answered with, as far as the nodes need it. Fields that are not named are left
 * out; one that is named and missing, or of another type, makes the answer one that is not HubSpot's.
 */
export type Answer<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

/** The answer of calls that HubSpot answers with 204 and no body. */
export const NO_CONTENT: Answer<undefined> = z.custom<undefined>(
	(body) => body === undefined,
	'status 204, without a body',
);

/** What an answer lacks whose cursor leads back to a page that was read already. */
export const NEW_PAGE = 'a paging.next.after that did not come before';

/** The length of a body that is kept of an answer that could not be read. */
const EXCERPT = 2_000;

/**
 * Reads the body of an answer with a status of success.
 *
 * @param body `undefined` for 204; text where it is no JSON
 * @param request method and path, for the error
 * @param contentType of the answer: text that is said to be JSON is the beginning of it
 * @throws HubspotFailure with `lacks` where it is not what HubSpot answers to this request
 */
export function readAnswer<T>(
	answer: Answer<T>,
	status: number,
	body: unknown,
	request: string,
	contentType: unknown = '',
): T {
	const read = parse(answer, body);
	if (read.success) return read.data;
	const text = typeof body === 'string' ? body.slice(0, EXCERPT) : '';
	const isPart = text !== '' && !isHtml(text) && /\bjson\b/i.test(String(contentType));
	throw new HubspotFailure({
		status,
		text,
		isHtml: isHtml(text),
		requiredScopes: [],
		request,
		lacks: isPart ? REST_OF_BODY : lacking(read.error, body),
	});
}

/** zod goes into an answer by recursion, and one that is nested without end ends the stack. */
function parse<T>(answer: Answer<T>, body: unknown): ReturnType<Answer<T>['safeParse']> {
	try {
		return answer.safeParse(body);
	} catch (error) {
		if (!(error instanceof RangeError)) rethrow(error);
		const issue = {
			code: 'custom' as const,
			path: [],
			message: 'fields that are not nested so deep',
		};
		return { success: false, error: new z.ZodError([issue]) };
	}
}

/** The field that is missing or of another type, or what came in place of a JSON object. */
function lacking({ issues }: z.ZodError, body: unknown): string {
	const { path = [], message, code } = innermost(issues) ?? {};
	// The message of a schema of ours; zod's own are about types.
	const own = code === 'custom' ? message : undefined;
	if (path.length > 0) return [path.join('.'), own].filter(Boolean).join(': ');
	if (own) return own;
	if (body === undefined || body === '') return 'a body';
	return typeof body === 'string' ? 'JSON' : 'its fields';
}

/** Where an answer may have several shapes, what it lacks of the first, which is the usual one. */
function innermost([issue]: readonly z.ZodIssue[]): z.ZodIssue | undefined {
	return issue?.code === 'invalid_union' ? innermost(issue.unionErrors[0]?.issues ?? []) : issue;
}
