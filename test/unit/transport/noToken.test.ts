import { toNodeError, toProblem } from '../../../nodes/shared/n8n/nodeError';
import { readFailure } from '../../../nodes/shared/transport/readFailure';
import { reachableText } from '../../support/unit/reachable';
import {
	axiosAnswer,
	axiosNetworkError,
	NODE,
	thrownByHelper,
	MARKER,
} from '../../support/unit/thrownByHelper';

const body = { message: 'Contact already enrolled in a sequence' };
const headers = { 'set-cookie': MARKER, 'x-hubspot-correlation-id': 'c-1' };

/** All text that an error holds, listed properties or not, and what JSON makes of it. */
const textOf = (error: Error) =>
	[...reachableText(error), JSON.stringify(error), String(error)].join('\n');

describe.each([
	['an answer', axiosAnswer({ status: 400, data: body, headers })],
	['a refused key', axiosAnswer({ status: 401, data: { message: 'Unauthorized' }, headers })],
	['an answer without a body', axiosAnswer({ status: 503, headers })],
	['a reset connection', axiosNetworkError('ECONNRESET')],
	['a time-out', axiosNetworkError('ECONNABORTED', 'timeout of 30000ms exceeded')],
])('the token of the credential, after %s,', (_, axiosError) => {
	const thrown = thrownByHelper(axiosError);
	const failure = readFailure(thrown, 'POST /automation/v4/sequences/enrollments');
	const problem = toProblem(failure, { contactId: '1' });

	it('is in what the request helper threw (or this test would show nothing)', () => {
		expect(reachableText(thrown).join('\n')).toContain(MARKER);
	});

	it('cannot be reached from the failure', () => {
		expect(textOf(failure)).not.toContain(MARKER);
		expect(textOf(failure)).not.toMatch(/authorization|bearer/i);
	});

	it('cannot be reached from the problem of the item', () => {
		expect(textOf(problem)).not.toContain(MARKER);
	});

	it('cannot be reached from the error that stops the node', () => {
		expect(textOf(toNodeError(NODE, problem, 0))).not.toContain(MARKER);
	});
});
