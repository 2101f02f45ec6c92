import type { FaultEffect } from '../hubspot';
import { ELSEWHERE } from './network';

const SECOND = 1_000;
/** The nodes wait 30 s for an answer. */
const TIMEOUT = { timeout: 'after', ms: 45 * SECOND } as const;

const moved = (status: number, location: string) => ({
	status,
	body: '',
	headers: { location },
});
const afterEffect = (status: number, body: unknown): FaultEffect => ({
	insteadAfter: { status, body },
});
const PAGE = '<!DOCTYPE html><html><body>Sign in to go on</body></html>';

interface BatchAnswer {
	results: Array<{ id: string }>;
	errors?: object[];
	numErrors?: number;
}

/** A 207 with the first record among its errors; where there are no records, the answer as it is. */
const partial = (category: string, message: string): FaultEffect => ({
	status: 207,
	rewrite: ({ body }) => {
		if (typeof body !== 'object' || body === null || !('results' in body)) return body;
		const { results, errors = [], ...rest } = body as BatchAnswer;
		const [{ id } = { id: '0' }, ...others] = results;
		const error = { status: 'error', category, message, context: { ids: [id] } };
		return { ...rest, results: others, numErrors: errors.length + 1, errors: [...errors, error] };
	},
});

/** What may go wrong with a request, by the words in which a story says it. */
export const EFFECTS = {
	'400': { status: 400 },
	'401': { status: 401 },
	'403': { status: 403 },
	'404': { status: 404 },
	'409': { status: 409 },
	'423': { status: 423 },
	'429': { status: 429 },
	'429 for the day': {
		status: 429,
		body: {
			status: 'error',
			message: 'You have reached your daily limit.',
			errorType: 'RATE_LIMIT',
			policyName: 'DAILY',
		},
	},
	'500': { status: 500 },
	'502': { status: 502 },
	'503': { status: 503 },
	'504': { status: 504 },
	'500 after the effect': afterEffect(500, { status: 'error', message: 'internal error' }),
	'502 after the effect': afterEffect(502, PAGE),
	'504 with an effect half a second later': { lateMs: 500, meanwhile: { status: 504 } },
	'504 with an effect three seconds later': { lateMs: 3 * SECOND, meanwhile: { status: 504 } },
	'a reset with an effect a second later': { lateMs: SECOND, meanwhile: { reset: 'before' } },
	'a reset before the effect': { reset: 'before' },
	'a reset after the effect': { reset: 'after' },
	'a time-out before the effect': { ...TIMEOUT, timeout: 'before' },
	'a time-out after the effect': TIMEOUT,
	'a body that breaks off': { brokenOff: 'reset' },
	'a page after the effect': afterEffect(200, PAGE),
	'an empty answer after the effect': afterEffect(200, ''),
	'an empty object after the effect': afterEffect(200, {}),
	'a page with 404': { html404: true },
	'a redirect to another host': moved(307, `https://${ELSEWHERE}/login`),
	'a permanent redirect to another host': moved(308, `https://${ELSEWHERE}/`),
	'a redirect on the same host': moved(302, '/account-info/v3/details'),
	'a redirect after the effect': {
		insteadAfter: { ...moved(303, `https://${ELSEWHERE}/`) },
	},
	'207, and the first is not found': partial('OBJECT_NOT_FOUND', 'Could not get some objects'),
	'207, and the first had an internal error': partial('INTERNAL_ERROR', 'internal error'),
	'fewer records than asked for': {
		rewrite: ({ body }) =>
			typeof body === 'object' && body !== null && 'results' in body
				? { ...body, results: (body as BatchAnswer).results.slice(1) }
				: body,
	},
	'an answer that takes ten seconds': { latencyMs: 10 * SECOND },
} as const satisfies Record<string, FaultEffect>;

export type EffectName = keyof typeof EFFECTS;

export const EFFECT_NAMES = Object.keys(EFFECTS) as EffectName[];
