import type { FailureDetails } from '../../../nodes/shared/transport/failure';
import { readFailure } from '../../../nodes/shared/transport/readFailure';

/** A failed request of which only what matters to a test is given. */
export const failureDetails = (given: Partial<FailureDetails> = {}): FailureDetails => ({
	text: '',
	requiredScopes: [],
	isHtml: false,
	request: 'POST /automation/v4/sequences/enrollments',
	...given,
});

/** The failure of an answer with this status and body, JSON unless it is text. */
export const answered = (
	status: number,
	body: object | string,
	{ request } = failureDetails(),
): FailureDetails => readFailure({ response: { status, data: body } }, request).details;
