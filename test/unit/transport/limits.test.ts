import type { RefusalCode } from '../../../nodes/shared/transport/errorEntry';
import { explainFailure } from '../../../nodes/shared/transport/errorTable';
import { isSendLimit } from '../../../nodes/shared/transport/limits';
import { decideRetry } from '../../../nodes/shared/transport/retryPolicy';
import { answered, failureDetails } from '../../support/unit/failureDetails';

const message = (text: string) => ({ status: 'error', message: text });
const ENROLL = [
	'POST /automation/v4/sequences/enrollments',
	'POST /automation/sequences/2026-09/enrollments',
	'POST /crm/v3/objects/contacts/12/sequences',
];
const on = (request: string) => failureDetails({ request });

const SENDER = 'HubSpot refused: the sender has reached the sending limit';
const INBOX = "HubSpot's API takes no more enrollments for this inbox today";

const OF_SENDER: Array<[string, object]> = [
	['SequenceError.SEND_LIMIT_EXCEEDED', { errorType: 'SequenceError.SEND_LIMIT_EXCEEDED' }],
	['RATE_LIMITED_BY_PROVIDER', { subCategory: 'SequenceError.RATE_LIMITED_BY_PROVIDER' }],
	['a camel-case code', { errors: [{ code: 'emailRateLimited' }] }],
	['Send limit reached', message('Send limit reached')],
	['the sending limit', message('User 5 is over the sending limit of their seat')],
	['rate limit reached', message('Enrollment errored: rate limit reached')],
	['Rate limit exceeded', message('Rate limit exceeded')],
	['the daily limit without a category', message('You have reached your daily limit.')],
	['a limit of sends of an inbox', message('The daily send limit of this inbox is reached')],
	['a category of limits, and sends', { category: 'RATE_LIMITS', message: 'Too many sends' }],
	['whom to ask', message('Send limit reached. Ask an admin with the permission to raise it.')],
	['an enrollment limit', message('ENROLLMENT_LIMIT_REACHED')],
];

const OF_INBOX: Array<[string, object]> = [
	['in words', message('Daily limit of 1000 enrollments reached')],
	['in words about the inbox', message('This inbox is at its limit for today')],
	['per day', message('Limit: 1,000 enrollments per inbox per day')],
	['as a code', { category: 'DAILY_ENROLLMENT_LIMIT' }],
	['with the policy of a day', { ...message('Daily enrollment limit'), policyName: 'DAILY' }],
	['by API', { ...message('Daily API enrollment limit of the inbox'), category: 'RATE_LIMITS' }],
];

describe.each([400, 403, 429])('a %d on enrolling', (status) => {
	const expectHeld = (body: object, text: string) => {
		for (const request of ENROLL) {
			const failure = answered(status, body, on(request));
			const { refusal, scope, message: said } = explainFailure(failure);
			expect([refusal, scope, said]).toEqual(['HUBSPOT_SEND_LIMIT', undefined, text]);
			expect(decideRetry(failure, 0, true).action).toBe('stop');
		}
	};

	it.each(OF_SENDER)('that says %s holds the sender, and is not repeated', (_, body) => {
		expectHeld(body, SENDER);
	});

	it.each(OF_INBOX)('of the enrollments of an inbox, %s, holds as well', (_, body) => {
		expectHeld(body, INBOX);
	});
});

const DAILY = "The HubSpot account has used up today's API requests";
const FAST = 'HubSpot keeps answering that requests come too fast';

describe('a 429 on enrolling about the requests of the API is no limit of the sender', () => {
	it.each<[string, object | string, string]>([
		['policy DAILY', { message: 'No more', policyName: 'DAILY' }, DAILY],
		[
			"HubSpot's words for the day, with errorType",
			{ ...message('You have reached your daily limit.'), errorType: 'RATE_LIMIT' },
			DAILY,
		],
		[
			"HubSpot's words for the day, with category",
			{ ...message('You have reached your daily limit.'), category: 'RATE_LIMITS' },
			DAILY,
		],
		['policy TEN_SECONDLY_ROLLING', { policyName: 'TEN_SECONDLY_ROLLING' }, FAST],
		['words for ten seconds', message('You have reached your ten_secondly_rolling limit.'), FAST],
		['words for a second', message('You have reached your secondly limit.'), FAST],
		[
			'a limit a second, of enrollments',
			{ ...message('Enrollments: you have reached your secondly limit.'), policyName: 'SECONDLY' },
			FAST,
		],
		['a category alone', { category: 'RATE_LIMITS' }, FAST],
		['too many requests', message('Too many requests, rate limit exceeded'), FAST],
		['nothing', {}, FAST],
		['a page', '<html><body>You are being rate limited, enroll later</body></html>', FAST],
		['the text of a proxy', 'local_rate_limited', FAST],
	])('%s', (_, body, text) => {
		const failure = answered(429, body);
		expect(explainFailure(failure)).toMatchObject({ message: text });
		expect(explainFailure(failure).refusal).toBeUndefined();
		expect(decideRetry(failure, 0, false).action).toBe(text === FAST ? 'retry' : 'stop');
	});
});

describe('what another entry knows better stays with it', () => {
	it.each<[string, number, object, string, RefusalCode | undefined]>([
		[
			'a missing scope',
			403,
			{ category: 'MISSING_SCOPES', message: 'Limited to enrollments' },
			'The HubSpot credential lacks a scope for this',
			undefined,
		],
		[
			'a contact that is in a sequence',
			400,
			message('CONTACT_ALREADY_ENROLLED: the limit is one sequence'),
			'The contact is already enrolled in a sequence',
			'ALREADY_ENROLLED',
		],
		[
			'a user without the permission',
			403,
			message('Permission Denied: limited user may not enroll'),
			'The sending user may not use sequences',
			undefined,
		],
		[
			'an address that is too long',
			400,
			message('senderEmail is beyond the limit of 255 characters'),
			'HubSpot rejected the request',
			undefined,
		],
		[
			'"generate", which is no rate',
			400,
			message('Could not generate; limit'),
			'HubSpot rejected the request',
			undefined,
		],
		[
			'no word of a limit',
			400,
			message('Cannot enroll: send window is closed'),
			'HubSpot rejected the request',
			undefined,
		],
	])('%s', (_, status, body, text, refusal) => {
		const failure = answered(status, body);
		expect(explainFailure(failure)).toMatchObject({ message: text });
		expect(explainFailure(failure).refusal).toBe(refusal);
	});

	it.each<[string, number, string]>([
		['a search', 400, 'POST /crm/v3/objects/contacts/search'],
		['a look at an enrollment', 429, 'GET /automation/v4/sequences/enrollments/contact/12'],
		['a workflow', 400, 'POST /automation/v2/workflows/7/enrollments/contacts/ann%40acme.example'],
		['a recipe for workflows', 403, 'POST /automation/v4/flows/7/enrollments/contacts'],
		['a failure of HubSpot', 503, ENROLL[0]],
		['a conflict', 409, ENROLL[0]],
	])('%s is never refused for a limit of sends in other words', (_, status, request) => {
		expect(isSendLimit(answered(status, message('Daily send limit reached'), on(request)))).toBe(
			false,
		);
	});
});
