import { Cast, closeCasts, DAY, limitOf } from '../../support/cast';
import { ENROLLED, FAILED } from '../../support/outputs';
import { tellReading } from '../../support/readings';

afterAll(closeCasts);

const settings = { onError: 'continueErrorOutput' as const };

/** Three contacts for a sequence that HubSpot shows with these fields. */
async function enroll(fields: object) {
	const cast = await Cast.open({ contacts: 3, steps: [{}, { delayMillis: 4 * DAY }] });
	tellReading(cast.stage);
	cast.hubspot.faults.add({
		method: 'GET',
		path: /sequences\/[^/]+\/\d+$/,
		effect: { rewrite: ({ body }) => ({ ...(body as object), ...fields }) },
	});
	return { cast, run: await cast.enroll(undefined, { parameters: limitOf(1), settings }) };
}

const afterFirst = (delayMillis: unknown) => ({
	steps: [
		{ stepOrder: 0, actionType: 'EMAIL', delayMillis: 0 },
		{ stepOrder: 1, actionType: 'EMAIL', delayMillis },
	],
});

it.each([
	['as a number', 4 * DAY],
	['as digits in text', String(4 * DAY)],
	['of a thousand days', 1_000 * DAY],
])('a delay %s is planned', async (_case, delayMillis) => {
	const { cast, run } = await enroll(afterFirst(delayMillis));
	expect(run.json.map((items) => items.length)).toEqual([1, 2, 0, 0]);
	expect(cast.account.enrollments).toHaveLength(1);
});

const LACKS = 'The answer is not what HubSpot answers to this request';

it.each([
	['a delay of words', afterFirst('abc'), LACKS],
	['a delay below zero', afterFirst(-1), LACKS],
	['a delay below zero in text', afterFirst('-86400000'), LACKS],
	['a delay of 1e13 ms', afterFirst(1e13), LACKS],
	['a delay of 1e18 ms', afterFirst(1e18), LACKS],
	['a delay of 1e18 ms in text', afterFirst(`1${'0'.repeat(18)}`), LACKS],
	[
		'delays that add up to more than a thousand days',
		{
			steps: [0, 1, 2].map((stepOrder) => ({
				stepOrder,
				actionType: 'EMAIL',
				delayMillis: 500 * DAY,
			})),
		},
		LACKS,
	],
	[
		'a send window beyond the day',
		{ settings: { sendWindowStartMinute: 0, sendWindowEndMinute: 1e9 } },
		LACKS,
	],
	['a step without an order', { steps: [{ actionType: 'EMAIL', delayMillis: 0 }] }, LACKS],
	['no steps', { steps: undefined }, LACKS],
	['an empty list of steps', { steps: [] }, 'The sequence has no steps'],
])('a sequence with %s enrolls nobody', async (_case, fields, error) => {
	const { cast, run } = await enroll(fields);
	expect(run.json[ENROLLED]).toEqual([]);
	expect(run.json[FAILED]).toMatchObject([{ error }, { error }, { error }]);
	expect(cast.account.enrollments).toEqual([]);
});

it('what is wrong with a number is in the details', async () => {
	const { run } = await enroll(afterFirst(1e13));
	expect(run.json[FAILED][0]).toMatchObject({
		details: { lacks: 'steps.1.delayMillis: a whole number from 0 to 86400000000' },
	});
});

it('a flag that HubSpot gives as a boolean is read like its text', async () => {
	const cast = await Cast.open({ contacts: 2 });
	cast.hubspot.faults.add({
		path: '/contacts/batch/read',
		effect: {
			rewrite: ({ body }) => {
				const { results } = body as { results: Array<{ properties: Record<string, unknown> }> };
				results[0].properties.hs_email_optout = true;
				results[1].properties.hs_sequences_is_enrolled = true;
				return { results };
			},
		},
	});
	const run = await cast.enroll(undefined, { settings });
	expect([0, 1].map((index) => run.of(index).json.reason)).toEqual([
		'OPTED_OUT',
		'IN_OTHER_SEQUENCE',
	]);
});

it('a cool-down whose begin cannot be read is an error', async () => {
	const cast = await Cast.open();
	cast.contacts[0].properties.hs_latest_sequence_enrolled_date = 'yesterday';
	const run = await cast.enroll(undefined, { options: { cooldownDays: 30 }, settings });
	expect(run.json[FAILED]).toMatchObject([
		{ error: 'HubSpot does not say when the last enrollment of the contact began' },
	]);
	expect(cast.account.enrollments).toEqual([]);
});
