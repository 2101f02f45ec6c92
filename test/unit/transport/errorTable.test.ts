import type { FailureScope, RefusalCode } from '../../../nodes/shared/transport/errorEntry';
import { ERROR_TABLE, explainFailure } from '../../../nodes/shared/transport/errorTable';
import type { FailureDetails } from '../../../nodes/shared/transport/failure';
import { answered, failureDetails } from '../../support/unit/failureDetails';

/** Every place in which HubSpot may put a code of the sequences API; none is documented. */
const PLACES: Array<[string, (code: string) => object]> = [
	['subCategory', (code) => ({ status: 'error', subCategory: code })],
	['errorType', (code) => ({ status: 'error', errorType: code })],
	['errors[].subCategory', (code) => ({ status: 'error', errors: [{ subCategory: code }] })],
	['message', (code) => ({ status: 'error', message: `${code}: cannot enroll 12` })],
];

const REFUSALS: Array<[string, RefusalCode]> = [
	['SequenceError.UNSUBSCRIBED', 'OPTED_OUT'],
	['SequenceError.UNSUBSCRIBED_PERSONAL', 'OPTED_OUT'],
	['SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED', 'BOUNCED'],
	['SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED_ON_PORTAL', 'BOUNCED'],
	['SequenceError.RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY', 'BOUNCED'],
	['SequenceError.BOUNCED', 'BOUNCED'],
	['SequenceError.BLOCKED_ADDRESS', 'BAD_ADDRESS'],
	['SequenceError.BLOCKED_DOMAIN', 'BAD_ADDRESS'],
	['SequenceError.GLOBALLY_BLOCKED_RECIPIENT_ADDRESS', 'BAD_ADDRESS'],
	['SequenceError.CONTACT_INVALID_EMAIL_ADDRESS', 'BAD_ADDRESS'],
	['SequenceError.MISSING_EMAIL_ADDRESS', 'NO_EMAIL'],
	['SequenceError.ALREADY_ENROLLED', 'ALREADY_ENROLLED'],
	['CONTACT_ALREADY_ENROLLED', 'ALREADY_ENROLLED'],
	['SequenceError.SEND_LIMIT_EXCEEDED', 'HUBSPOT_SEND_LIMIT'],
];

describe.each(PLACES)('a refusal whose code sits in %s', (_, body) => {
	it.each(REFUSALS)('%s is the refusal %s of this contact alone', (code, refusal) => {
		const entry = explainFailure(answered(400, body(code)));
		expect([entry.refusal, entry.scope]).toEqual([refusal, undefined]);
	});

	it('SequenceStandardFriendlyError.PUBLIC_ENROLL_NO_CONNECTED_EMAILS stops the sender', () => {
		const code = 'SequenceStandardFriendlyError.PUBLIC_ENROLL_NO_CONNECTED_EMAILS';
		const entry = explainFailure(answered(400, body(code)));
		expect(entry).toMatchObject({ message: 'The sending user has no connected inbox' });
		expect([entry.refusal, entry.scope]).toEqual([undefined, 'sender']);
	});

	it.each(REFUSALS)('%s in an answer of 500 or more is no refusal', (code) => {
		expect(explainFailure(answered(503, body(code))).refusal).toBeUndefined();
	});
});

const message = (text: string) => ({ status: 'error', message: text });

describe('what a failure means', () => {
	it.each<[string, FailureDetails, string, FailureScope | undefined, RefusalCode | undefined]>([
		[
			'400 already enrolled, in words',
			answered(400, message('Contact already enrolled in a sequence')),
			'The contact is already enrolled in a sequence',
			undefined,
			'ALREADY_ENROLLED',
		],
		[
			'400 the user has no inbox',
			answered(400, message('User 5 for Portal 7 has no connected inboxes … required')),
			'The sending user has no connected inbox',
			'sender',
			undefined,
		],
		[
			'400 the address is no inbox of the user',
			answered(400, message('User 5 has no connected inboxes for specified user email')),
			'The sender address is not an inbox of the sending user',
			'sender',
			undefined,
		],
		[
			'400 unknown sequence',
			answered(400, message('The sequence ID provided is invalid')),
			'There is no such sequence',
			undefined,
			undefined,
		],
		[
			'400 unknown property',
			answered(400, {
				...message('Property values were not valid'),
				errors: [{ code: 'PROPERTY_DOESNT_EXIST' }],
			}),
			'The HubSpot account has no contact property of this name',
			'run',
			undefined,
		],
		[
			'400 without a code that is known',
			answered(400, message('query param userId may not be null')),
			'HubSpot rejected the request',
			undefined,
			undefined,
		],
		[
			'401',
			answered(401, { category: 'INVALID_AUTHENTICATION' }),
			'HubSpot does not accept the credential',
			'run',
			undefined,
		],
		[
			'403 scope',
			answered(403, { category: 'MISSING_SCOPES', errors: [] }),
			'The HubSpot credential lacks a scope for this',
			'run',
			undefined,
		],
		[
			'403 user without a seat or the permission',
			answered(403, message('Permission Denied for user 5')),
			'The sending user may not use sequences',
			'sender',
			undefined,
		],
		[
			'403 of another kind',
			answered(403, message('This account is suspended')),
			'HubSpot does not allow this',
			undefined,
			undefined,
		],
		[
			'404 as JSON',
			answered(404, { category: 'OBJECT_NOT_FOUND' }),
			'HubSpot has no such record',
			undefined,
			undefined,
		],
		[
			'404 as an HTML page',
			failureDetails({ status: 404, text: '<!DOCTYPE html>', isHtml: true }),
			'HubSpot does not know this API path',
			'run',
			undefined,
		],
		[
			'410',
			failureDetails({ status: 410 }),
			'HubSpot does not know this API path',
			'run',
			undefined,
		],
		[
			'400 for a rule of the account',
			answered(400, { errors: [{ code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY' }] }),
			'A rule of the HubSpot account requires another property together with this one',
			undefined,
			undefined,
		],
		['405', failureDetails({ status: 405 }), 'HubSpot rejected the request', undefined, undefined],
		['409', failureDetails({ status: 409 }), 'HubSpot rejected the request', undefined, undefined],
		[
			'423',
			failureDetails({ status: 423 }),
			'HubSpot has locked the record for another change',
			undefined,
			undefined,
		],
		[
			'429 of the day',
			answered(429, { ...message('You have reached your daily limit.'), policyName: 'DAILY' }),
			"The HubSpot account has used up today's API requests",
			'run',
			undefined,
		],
		[
			'429 of the day, in words alone',
			{
				...answered(429, message('You have reached your daily limit.')),
				request: 'GET /crm/v3/owners',
			},
			"The HubSpot account has used up today's API requests",
			'run',
			undefined,
		],
		[
			'429 of ten seconds',
			answered(429, { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }),
			'HubSpot keeps answering that requests come too fast',
			undefined,
			undefined,
		],
		[
			'429 of the search, which is about the app and never about the sender',
			answered(429, message('You have reached your secondly limit.')),
			'HubSpot keeps answering that requests come too fast',
			undefined,
			undefined,
		],
		[
			'477',
			failureDetails({ status: 477 }),
			'HubSpot is moving this account to another data centre',
			'run',
			undefined,
		],
		...[500, 502, 503, 504, 521, 522, 523, 524, 525, 526].flatMap(
			(status): Array<[string, FailureDetails, string, undefined, undefined]> => [
				[
					`${status} of HubSpot`,
					answered(status, message('Internal error')),
					'HubSpot did not process the request',
					undefined,
					undefined,
				],
				[
					`${status} as a page, by whomever`,
					answered(status, '<html>busy</html>'),
					'HubSpot, or something between n8n and HubSpot, did not process the request',
					undefined,
					undefined,
				],
			],
		),
		...[400, 401, 403, 407, 413, 451].map(
			(status): [string, FailureDetails, string, FailureScope, undefined] => [
				`${status} as a page, which HubSpot does not send`,
				answered(status, '<!DOCTYPE html><html><body>Take a seat: blocked, BOUNCED</body></html>'),
				'Something between n8n and HubSpot answered instead of HubSpot',
				'run',
				undefined,
			],
		),
		[
			'407 without a page',
			answered(407, ''),
			'Something between n8n and HubSpot answered instead of HubSpot',
			'run',
			undefined,
		],
		[
			'200 as a page',
			failureDetails({ status: 200, text: '<html>', isHtml: true, lacks: 'JSON' }),
			'Something between n8n and HubSpot answered instead of HubSpot',
			'run',
			undefined,
		],
		[
			'200 with something missing',
			failureDetails({ status: 200, text: '{}', lacks: 'portalId' }),
			'The answer is not what HubSpot answers to this request',
			undefined,
			undefined,
		],
		[
			'530, which is a key of a wrong form',
			failureDetails({ status: 530 }),
			'HubSpot does not recognise the service key',
			'run',
			undefined,
		],
		...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', undefined].map(
			(networkCode): [string, FailureDetails, string, undefined, undefined] => [
				`no answer (${networkCode ?? 'no code'})`,
				failureDetails({ networkCode }),
				'HubSpot could not be reached, or did not answer in time',
				undefined,
				undefined,
			],
		),
		...['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'].map(
			(networkCode): [string, FailureDetails, string, FailureScope, undefined] => [
				`no trust (${networkCode})`,
				failureDetails({ networkCode }),
				'The certificate of the server is not trusted, so nothing was sent to it',
				'run',
				undefined,
			],
		),
	])('%s', (_, failure, text, scope, refusal) => {
		const entry = explainFailure(failure);
		expect([entry.message, entry.scope, entry.refusal]).toEqual([text, scope, refusal]);
	});
});

describe('the table itself', () => {
	it('has a message and a description in every entry, each message once', () => {
		for (const { message: text, description } of ERROR_TABLE) {
			expect(text.trim()).not.toBe('');
			expect(description.trim()).not.toBe('');
		}
		const messages = ERROR_TABLE.map((entry) => entry.message);
		expect(new Set(messages).size).toBe(messages.length);
	});
});
