import { addRep, type FaultEffect } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, limitOf, newAddress } from '../../support/cast';
import { ENROLLED, FAILED, HELD } from '../../support/outputs';

afterAll(closeCasts);

const ENROLL = { method: 'POST', path: /enrollments$/ };
/** HubSpot's answer, with the wait that a test has time for. */
const refusal = (status: number, body: object, seconds = '0'): FaultEffect => ({
	status,
	body: { status: 'error', ...body },
	headers: { 'retry-after': seconds },
});
const BURST = { message: 'You have reached your ten_secondly_rolling limit.' };
const LOCKED = { message: 'The resource is locked' };

describe('A request that HubSpot refuses for the moment', () => {
	it.concurrent.each([
		{
			name: '429 for ten seconds',
			effect: refusal(429, { ...BURST, policyName: 'TEN_SECONDLY_ROLLING' }),
		},
		{ name: '429 without a policy', effect: refusal(429, {}) },
		{ name: '429 for a second', effect: refusal(429, { policyName: 'SECONDLY' }) },
		{ name: '423 locked', effect: refusal(423, LOCKED) },
	])('is sent again ($name), and its sender is not held', async ({ effect }) => {
		const cast = await Cast.open({ contacts: 3 });
		cast.hubspot.faults.add({ ...ENROLL, times: 3, effect });
		const run = await cast.enroll();

		expect(run.json.map((items) => items.length)).toEqual([3, 0, 0]);
		expect(cast.enrollRequests()).toHaveLength(6);
		expect(cast.account.enrollments).toHaveLength(3);
	});

	it.concurrent.each([
		{
			name: '429',
			effect: refusal(429, BURST),
			error: 'HubSpot keeps answering that requests come too fast',
			tries: 13,
		},
		{
			name: '423',
			effect: refusal(423, LOCKED),
			error: 'HubSpot has locked the record for another change',
			tries: 5,
		},
		{
			name: '429 with a wait of two minutes',
			effect: refusal(429, BURST, '120'),
			error: 'HubSpot keeps answering that requests come too fast',
			tries: 1,
		},
	])('and never lets through is an error of its item alone ($name)', async (row) => {
		const cast = await Cast.open({ contacts: 3 });
		cast.hubspot.faults.add({ ...ENROLL, times: row.tries, effect: row.effect });
		const run = await cast.enroll(undefined, {
			parameters: limitOf(3),
			options: { concurrency: 1 },
			settings: { onError: 'continueErrorOutput' },
		});

		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([FAILED, ENROLLED, ENROLLED]);
		expect(run.of(0).json.error).toBe(row.error);
		expect(cast.enrollRequests()).toHaveLength(row.tries + 2);

		// Its room is free again.
		const again = await cast.enroll(cast.items.slice(0, 1), { parameters: limitOf(3) });
		expect(again.json[ENROLLED]).toHaveLength(1);
	});

	it.concurrent('because of too many searches waits a second', async () => {
		const rateLimit = { perTenSeconds: 1000, daily: 100_000, searchPerSecond: 1 };
		const cast = await Cast.open({ contacts: 2, settings: { rateLimit } });
		const colleague = addRep(cast.account, { email: newAddress() });
		const users = [cast.rep.userId, colleague.userId];
		const run = await cast.enroll(
			cast.items.map((item, index) => ({ ...item, user: users[index] })),
			{ parameters: { sender: byId('={{ $json.user }}') } },
		);

		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(run.json[HELD]).toHaveLength(0);
		const searches = cast.hubspot.requests.filter({ path: '/emails/search' });
		expect(searches.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
	});
});

describe('Rate headers that cannot be', () => {
	it.concurrent.each([
		{ name: 'doubled by a proxy', max: '2, 2', remaining: '0, 0', interval: '10000, 10000' },
		{ name: 'text', max: 'many', remaining: 'some', interval: 'short' },
		{ name: 'empty', max: '', remaining: '', interval: '' },
		{ name: 'negative', max: '-2', remaining: '-1', interval: '-10000' },
		{ name: 'of an interval of eleven days', max: '2', remaining: '0', interval: '1000000000' },
		{ name: 'with more left than there is', max: '1', remaining: '5', interval: '60000' },
	])('($name) are ignored, and nobody waits for them', async ({ max, remaining, interval }) => {
		const cast = await Cast.open({ contacts: 3 });
		const headers = {
			'x-hubspot-ratelimit-max': max,
			'x-hubspot-ratelimit-remaining': remaining,
			'x-hubspot-ratelimit-interval-milliseconds': interval,
		};
		const { portalId } = cast.account;
		const body = { portalId, timeZone: 'Europe/Berlin', uiDomain: 'app.hubspot.com' };
		cast.hubspot.faults.add({ path: '/account-info', effect: { status: 200, body, headers } });
		const run = await cast.enroll();

		expect(run.json[ENROLLED]).toHaveLength(3);
	});
});
