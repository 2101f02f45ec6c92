import { AxiosError } from 'axios';

import { HubspotFailure, outcomeUnknown, rethrow } from '../../../nodes/shared/transport/failure';
import { explainFailure } from '../../../nodes/shared/transport/errorTable';
import { decideRetry } from '../../../nodes/shared/transport/retryPolicy';
import { Secrets } from '../../../nodes/shared/transport/secrets';
import { readFailure } from '../../../nodes/shared/transport/readFailure';
import { failureDetails } from '../../support/unit/failureDetails';
import { axiosAnswer, axiosNetworkError, thrownByHelper } from '../../support/unit/thrownByHelper';

const REQUEST = 'POST /automation/v4/sequences/enrollments';

const read = (error: AxiosError) => readFailure(thrownByHelper(error), REQUEST).details;

const RATE_BODY = {
	status: 'error',
	message: 'You have reached your daily limit.',
	errorType: 'RATE_LIMIT',
	correlationId: 'c033cdaa',
	policyName: 'DAILY',
	requestId: 'r-1',
};

describe('an answer that is no success', () => {
	it('is read from the error of the request helper, field by field', () => {
		expect(read(axiosAnswer({ status: 429, data: RATE_BODY }))).toEqual({
			status: 429,
			networkCode: undefined,
			text: JSON.stringify(RATE_BODY),
			hubspotMessage: 'You have reached your daily limit.',
			category: 'RATE_LIMIT',
			correlationId: 'c033cdaa',
			policyName: 'DAILY',
			retryAfterMs: undefined,
			requiredScopes: [],
			isHtml: false,
			request: REQUEST,
		});
	});

	it('is read the same where the helper throws the AxiosError itself', () => {
		const error = axiosAnswer({ status: 429, data: RATE_BODY });
		expect(readFailure(error, REQUEST).details).toEqual(read(error));
	});

	it('is read the same where HubSpot sends its JSON as text', () => {
		const asText = axiosAnswer({ status: 429, data: JSON.stringify(RATE_BODY) });
		expect(read(asText)).toEqual(read(axiosAnswer({ status: 429, data: RATE_BODY })));
	});

	it('prefers the category to the older errorType', () => {
		const data = { category: 'VALIDATION_ERROR', errorType: 'OTHER' };
		expect(read(axiosAnswer({ status: 400, data })).category).toBe('VALIDATION_ERROR');
	});

	it('takes the message of a refused login', () => {
		const data = { error: 'invalid_grant', error_description: 'refresh token is invalid' };
		expect(read(axiosAnswer({ status: 400, data })).hubspotMessage).toBe(
			'refresh token is invalid',
		);
	});

	it.each<[string, unknown, string]>([
		['no body', undefined, ''],
		['an empty body', '', ''],
		['plain text', 'upstream connect error', 'upstream connect error'],
		['broken JSON', '{"message": "cut', '{"message": "cut'],
		['a JSON list', '["message"]', '["message"]'],
		['fields of unexpected types', { message: 7, category: {}, errors: 'none' }, '{"message":7'],
	])('with %s has a status and no words of HubSpot', (_, data, text) => {
		const details = read(axiosAnswer({ status: 400, data }));
		expect(details).toMatchObject({ status: 400, requiredScopes: [], isHtml: false });
		expect(details.text.startsWith(text)).toBe(true);
		expect(details.hubspotMessage).toBeUndefined();
		expect(details.category).toBeUndefined();
	});

	it.each<[string, unknown, boolean]>([
		['an HTML page', '<!DOCTYPE html><html><body>Page not found</body></html>', true],
		['an HTML page after a blank line', '\n <html lang="en"></html>', true],
		['JSON that speaks of HTML', { message: 'no <html> allowed' }, false],
		['no body', undefined, false],
	])('knows %s', (_, data, isHtml) => {
		expect(read(axiosAnswer({ status: 404, data })).isHtml).toBe(isHtml);
	});

	it('has its words read however long its body is, of which the begin is kept', () => {
		const data = { padding: 'x'.repeat(50_000), ...RATE_BODY };
		for (const body of [data, JSON.stringify(data)]) {
			expect(read(axiosAnswer({ status: 429, data: body }))).toMatchObject({
				text: JSON.stringify(data).slice(0, 20_000),
				hubspotMessage: 'You have reached your daily limit.',
				policyName: 'DAILY',
			});
		}
	});

	it.each(['message', 'category', 'correlationId', 'policyName'])(
		'has no more than 2 kB of its %s, cut after the secrets are hidden',
		(field) => {
			const token = 'a-token-of-the-credential';
			const secrets = new Secrets({ appToken: token });
			const data = { [field]: 'x'.repeat(1_990) + token + 'y'.repeat(1_000_000) };
			const { details } = readFailure(axiosAnswer({ status: 400, data }), REQUEST, secrets);
			const shown = details[field === 'message' ? 'hubspotMessage' : (field as 'category')];
			expect(shown).toBe(`${'x'.repeat(1_990)}[hidden]y…`);
			expect(JSON.stringify(details)).not.toContain('a-token');
		},
	);

	it.each<[string, unknown]>([
		['a list', ['a', { message: 'b' }]],
		['a number', 7],
		['a truth', true],
	])('whose body is %s has no words', (_, data) => {
		const details = read(axiosAnswer({ status: 400, data }));
		expect(details).toMatchObject({ status: 400, text: JSON.stringify(data) });
		expect(details.hubspotMessage).toBeUndefined();
	});

	it('that is nested too deep keeps its status and words', () => {
		let nested: unknown = 'end';
		for (let depth = 0; depth < 200_000; depth++) nested = [nested];
		const error = { response: { status: 400, data: { message: 'as it was', nested } } };
		expect(readFailure(error, REQUEST).details).toMatchObject({
			status: 400,
			text: '',
			hubspotMessage: 'as it was',
		});
	});

	it('that n8n itself could not go through is an unknown outcome, not a text about a stack', () => {
		const failure = readFailure(new RangeError('Maximum call stack size exceeded'), REQUEST);
		expect(outcomeUnknown(failure)).toBe(true);
		expect(JSON.stringify(failure.details)).not.toMatch(/stack/i);
		expect(decideRetry(failure.details, 0, true).action).toBe('stop');
		expect(explainFailure(failure.details).message).toBe(
			'The answer is not what HubSpot answers to this request',
		);
	});

	it('takes the correlation id from the header where the body has none', () => {
		const headers = { 'x-hubspot-correlation-id': 'of-the-header' };
		const id = (data: object) => read(axiosAnswer({ status: 400, data, headers })).correlationId;
		expect(id({})).toBe('of-the-header');
		expect(id({ correlationId: 'of-the-body' })).toBe('of-the-body');
	});

	it.each([530, 477])('with the unusual status %d keeps it as a number', (status) => {
		expect(read(axiosAnswer({ status, data: '' })).status).toBe(status);
	});

	it('that carries its status in httpCode alone is read by it', () => {
		expect(readFailure({ httpCode: '403', message: 'Forbidden' }, REQUEST).details).toMatchObject({
			status: 403,
			networkCode: undefined,
		});
	});

	it('that carries its body in the context of the error alone is read from there', () => {
		const error = { httpCode: '429', context: { data: RATE_BODY } };
		expect(readFailure(error, REQUEST).details.policyName).toBe('DAILY');
	});
});

describe('the wait that HubSpot asks for', () => {
	beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 10, 26, 9, 14)));
	afterEach(() => jest.restoreAllMocks());

	it.each<[string, string | undefined, number | undefined]>([
		['seconds', '12', 12_000],
		['a fraction of a second', '0.5', 500],
		['no time at all', '0', 250],
		['less than can be kept to', '0.1', 250],
		['an empty text', '', undefined],
		['a blank text', ' ', undefined],
		['a date, as a proxy may send', 'Thu, 26 Nov 2026 09:14:30 GMT', 30_000],
		['a date of the old form', 'Thursday, 26-Nov-26 09:14:30 GMT', 30_000],
		['a date that is over', 'Thu, 26 Nov 2026 09:13:00 GMT', 250],
		['a date of no time zone', '2026-11-26', undefined],
		['a day that is none', 'Thu, 99 Nov 2026 09:14:00 GMT', undefined],
		['a text', 'soon', undefined],
		['seconds doubled by a proxy', '12, 12', undefined],
		['a negative number', '-1', undefined],
		['nothing', undefined, undefined],
	])('is read from Retry-After: %s', (_, value, retryAfterMs) => {
		const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
		expect(read(axiosAnswer({ status: 429, headers })).retryAfterMs).toBe(retryAfterMs);
	});
});

describe('missing scopes', () => {
	it('are collected from the body and its errors, each once', () => {
		const data = {
			category: 'MISSING_SCOPES',
			context: { requiredScopes: ['automation'] },
			errors: [
				{ context: { requiredGranularScopes: ['automation.sequences.read', 'automation'] } },
				{ context: { requiredGranularScopes: ['automation.sequences.read', 7, null] } },
				{ message: 'without a context' },
				null,
			],
		};
		expect(read(axiosAnswer({ status: 403, data })).requiredScopes).toEqual([
			'automation',
			'automation.sequences.read',
		]);
	});
});

describe('a request without an answer', () => {
	it.each(['ECONNRESET', 'ECONNABORTED', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND'])(
		'has the network code %s and no status',
		(code) => {
			const details = read(axiosNetworkError(code));
			expect(details).toMatchObject({ networkCode: code, text: '', isHtml: false });
			expect(details.status).toBeUndefined();
			expect(readFailure(axiosNetworkError(code), REQUEST).details).toEqual(details);
		},
	);

	it.each<[string, unknown, string | undefined]>([
		['an error without a code', new Error('socket hang up'), 'socket hang up'],
		['a text', 'broken', undefined],
		['nothing', undefined, undefined],
	])('that threw %s is a network failure too', (_, thrown, networkCode) => {
		const { details } = readFailure(thrown, REQUEST);
		expect([details.status, details.networkCode]).toEqual([undefined, networkCode]);
	});
});

describe('whether HubSpot may have done what was asked', () => {
	it.each<[string, object, boolean]>([
		['not after 400', { status: 400 }, false],
		['not after 429', { status: 429 }, false],
		['not after 499', { status: 499 }, false],
		['after 500', { status: 500 }, true],
		['not after 530, a token of a wrong form', { status: 530 }, false],
		['after 529', { status: 529 }, true],
		['after 503', { status: 503 }, true],
		['after a reset', { networkCode: 'ECONNRESET' }, true],
		['after a time-out', { networkCode: 'ECONNABORTED' }, true],
		['after a failure without a code', {}, true],
		['not where the connection was refused', { networkCode: 'ECONNREFUSED' }, false],
		['not where the host has no address', { networkCode: 'ENOTFOUND' }, false],
		['not where the certificate was not trusted', { networkCode: 'CERT_HAS_EXPIRED' }, false],
	])('%s', (_, details, unknown) => {
		expect(outcomeUnknown(new HubspotFailure(failureDetails(details)))).toBe(unknown);
	});
});

describe('the message of a failure', () => {
	it.each([
		['is that of HubSpot', { status: 400, hubspotMessage: 'userId may not be null' }, /userId/],
		['else the network code', { networkCode: 'ECONNRESET' }, /^ECONNRESET$/],
		['else the status', { status: 502 }, /^HTTP 502$/],
	])('%s', (_, details, message) => {
		expect(new HubspotFailure(failureDetails(details)).message).toMatch(message);
	});
});

it('an error that is thrown on stays the same error', () => {
	const error = new Error('as it was');
	let caught: unknown;
	try {
		rethrow(error);
	} catch (thrown) {
		caught = thrown;
	}
	expect(caught).toBe(error);
});
