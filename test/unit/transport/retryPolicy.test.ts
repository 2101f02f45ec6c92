import type { FailureDetails } from '../../../nodes/shared/transport/failure';
import { decideRetry } from '../../../nodes/shared/transport/retryPolicy';
import { answered, failureDetails } from '../../support/unit/failureDetails';

/** The waits in seconds of a request that fails the same way each time, until it is given up. */
function waitsOf(failure: FailureDetails, idempotent: boolean): number[] {
	const waits: number[] = [];
	for (let repeats = 0; repeats < 50; repeats++) {
		const decision = decideRetry(failure, repeats, idempotent);
		if (decision.action === 'stop') return waits;
		waits.push(decision.waitMs / 1000);
	}
	throw new Error('The request is repeated without end');
}

const times = (count: number, seconds: number) => Array.from({ length: count }, () => seconds);
const rate = (body: object = {}, given: Partial<FailureDetails> = {}) => ({
	...answered(429, body),
	...given,
});

describe('what HubSpot refused before doing anything is repeated, also for a POST', () => {
	it.each<[string, FailureDetails, number[]]>([
		[
			'a 429 of policy SECONDLY is repeated after 1, 2, 4 and 8 seconds, four times each',
			rate({ policyName: 'SECONDLY' }),
			[1, 2, 4, 8].flatMap((seconds) => times(4, seconds)),
		],
		[
			'a 429 that says secondly limit in its message alone is repeated likewise',
			rate({ message: 'You have reached your secondly limit.' }),
			[1, 2, 4, 8].flatMap((seconds) => times(4, seconds)),
		],
		[
			'a 429 of policy TEN_SECONDLY_ROLLING is repeated after ten seconds, twelve times',
			rate({ policyName: 'TEN_SECONDLY_ROLLING' }),
			times(12, 10),
		],
		['a 429 that names no policy is repeated after ten seconds', rate(), times(12, 10)],
		[
			'a locked record (423) is repeated after 2, 2, 4 and 8 seconds',
			failureDetails({ status: 423 }),
			[2, 2, 4, 8],
		],
		...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].map(
			(networkCode): [string, FailureDetails, number[]] => [
				`a connection never made (${networkCode}) is tried again after 1 and 3 seconds`,
				failureDetails({ networkCode }),
				[1, 3],
			],
		),
	])('%s', (_, failure, waits) => {
		expect(waitsOf(failure, false)).toEqual(waits);
		expect(waitsOf(failure, true)).toEqual(waits);
	});
});

describe('what may have taken effect is repeated only where that is harmless', () => {
	it.each<[string, FailureDetails, number[]]>([
		...[502, 503, 504, 521, 523, 524].map((status): [string, FailureDetails, number[]] => [
			`a ${status} is repeated after 1, 3 and 6 seconds, never for a POST`,
			failureDetails({ status }),
			[1, 3, 6],
		]),
		...[522, 525, 526].map((status): [string, FailureDetails, number[]] => [
			`a ${status} is repeated once, never for a POST`,
			failureDetails({ status }),
			[3],
		]),
		...['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT'].map(
			(networkCode): [string, FailureDetails, number[]] => [
				`a connection that broke (${networkCode}) is tried again twice, never for a POST`,
				failureDetails({ networkCode }),
				[1, 3],
			],
		),
		[
			'a failure that says nothing at all is tried again twice, never for a POST',
			failureDetails(),
			[1, 3],
		],
	])('%s', (_, failure, waits) => {
		expect(waitsOf(failure, true)).toEqual(waits);
		expect(waitsOf(failure, false)).toEqual([]);
	});
});

describe('what a repetition cannot change stops at once', () => {
	it.each<[string, FailureDetails]>([
		['the daily API limit (policy DAILY)', rate({ policyName: 'DAILY' })],
		[
			'the daily API limit, by its message alone',
			rate({ message: 'You have reached your daily limit.', errorType: 'RATE_LIMIT' }),
		],
		[
			'the daily API limit of a request that enrolls nobody, by its words',
			{
				...rate({ message: 'You have reached your daily limit.' }),
				request: 'GET /crm/v3/owners',
			},
		],
		['the sending limit (429)', rate({ message: 'SequenceError.SEND_LIMIT_EXCEEDED' })],
		[
			'the sending limit in other words',
			rate({ message: 'Daily enrollment limit reached' }, { retryAfterMs: 1000 }),
		],
		[
			'the daily API limit, even where HubSpot names a short wait',
			rate({ policyName: 'DAILY' }, { retryAfterMs: 1000 }),
		],
		['an account that moves to another data centre (477)', failureDetails({ status: 477 })],
		[
			'a moving account (477), even where it names a short wait',
			failureDetails({ status: 477, retryAfterMs: 5000 }),
		],
		[
			'a 400 whose text speaks of a limit, as no 429 does it',
			failureDetails({ status: 400, hubspotMessage: 'Beyond the secondly limit' }),
		],
		...[
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'SELF_SIGNED_CERT_IN_CHAIN',
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
			'UNABLE_TO_GET_ISSUER_CERT',
			'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
			'CERT_HAS_EXPIRED',
			'CERT_NOT_YET_VALID',
			'CERT_REVOKED',
			'CERT_UNTRUSTED',
			'HOSTNAME_MISMATCH',
			'INVALID_CA',
			'ERR_TLS_CERT_ALTNAME_INVALID',
			'self-signed certificate in certificate chain',
		].map((networkCode): [string, FailureDetails] => [
			`an untrusted certificate (${networkCode})`,
			failureDetails({ networkCode }),
		]),
		...[400, 401, 403, 404, 405, 409, 414, 418, 530].map((status): [string, FailureDetails] => [
			`a ${status}`,
			failureDetails({ status }),
		]),
	])('%s is not repeated', (_, failure) => {
		expect(waitsOf(failure, true)).toEqual([]);
		expect(waitsOf(failure, false)).toEqual([]);
	});
});

describe('the wait that HubSpot asks for', () => {
	it('stands in for the wait of the rule, and leaves the number of repeats', () => {
		expect(waitsOf(rate({}, { retryAfterMs: 7000 }), false)).toEqual(times(12, 7));
		expect(waitsOf(failureDetails({ status: 503, retryAfterMs: 20_000 }), true)).toEqual(
			times(3, 20),
		);
	});

	it('does not make a POST safe to repeat', () => {
		expect(waitsOf(failureDetails({ status: 503, retryAfterMs: 1000 }), false)).toEqual([]);
	});

	it.each([
		['of exactly a minute is kept', 60_000, 'retry'],
		['of more than a minute stops the request', 60_001, 'stop'],
	])('%s', (_, retryAfterMs, action) => {
		expect(decideRetry(rate({}, { retryAfterMs }), 0, true).action).toBe(action);
	});
});
