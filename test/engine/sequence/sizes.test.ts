import { Cast, closeCasts, limitOf } from '../../support/cast';
import { ENROLLED, FAILED } from '../../support/outputs';

afterAll(closeCasts);

const ENROLL = { method: 'POST', path: /enrollments$/ };
const settings = { onError: 'continueErrorOutput' as const };
const LONG = 'x'.repeat(10_000_000);
const DEEP = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

describe('An error of HubSpot', () => {
	it('of 10 MB leaves at most 2 kB of any text in the item', async () => {
		const cast = await Cast.open();
		const body = { status: 'error', message: LONG };
		cast.hubspot.faults.add({ ...ENROLL, effect: { status: 400, body } });
		const run = await cast.enroll(undefined, { settings });

		expect(run.json[FAILED]).toMatchObject([{ error: 'HubSpot rejected the request' }]);
		expect(JSON.stringify(run.json[FAILED]).length).toBeLessThan(10_000);
	}, 60_000);

	it.each([
		['a list', '["no"]'],
		['a number', '7'],
	])('that is %s is an error of its item', async (_, body) => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({ ...ENROLL, effect: { status: 400, body } });
		const run = await cast.enroll(undefined, { settings });
		expect(run.json[FAILED]).toMatchObject([{ error: 'HubSpot rejected the request' }]);
	});

	it.each([
		['refused by', { status: 400, body: `{"message":"no","a":${DEEP}}` }],
		['refused by the list', { status: 400, body: DEEP }],
		['answered, after it took effect, by', { insteadAfter: { status: 200, body: DEEP } }],
		['unsettled by', { insteadAfter: { status: 500, body: DEEP } }],
	])('is never a text about a call stack (%s 200,000 levels of JSON)', async (_, effect) => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({ ...ENROLL, effect });
		const run = await cast.enroll(undefined, { settings, parameters: limitOf(1) });

		expect(JSON.stringify(run.json)).not.toMatch(/call stack|RangeError/i);
		expect(cast.enrollments(cast.contacts[0])).toBe('insteadAfter' in effect ? 1 : 0);
		expect(run.json[ENROLLED]).toHaveLength('insteadAfter' in effect ? 1 : 0);
	});
});
