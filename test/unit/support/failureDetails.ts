import type { FailureDetails } from '../../../nodes/shared/transport/failure';

/** A failed request of which only what matters to a test is given. */
export const failureDetails = (given: Partial<FailureDetails> = {}): FailureDetails => ({
	text: '',
	requiredScopes: [],
	isHtml: false,
	request: 'POST /automation/v4/sequences/enrollments',
	...given,
});

/** The failure of an answer with this status and JSON body. */
export const answered = (status: number, body: object): FailureDetails =>
	failureDetails({ status, text: JSON.stringify(body) });
