import { DateTime } from 'luxon';

import { addRep, addSentEmails, ALL_SCOPES } from '../../../tools/hubspot';
import { byEmail, byId, byUrl } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, HOUR, limitOf, MINUTE, newAddress } from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { ERROR, RESULT } from '../../support/outputs';
import { tellReading } from '../../support/readings';

afterAll(closeCasts);

/** `count` sends, one a minute, the first of them `age` ago. */
function send(cast: Cast, count: number, age = 20 * HOUR): number {
	const first = Date.now() - age;
	const times = Array.from({ length: count }, (_, index) => first + index * MINUTE);
	addSentEmails(cast.account, { ownerId: cast.rep.ownerId, times });
	return first;
}

/** ISO, rounded up to the minute, as the clock shows it where the workflow runs. */
const isoMinute = (at: number) =>
	DateTime.fromMillis(Math.ceil(at / MINUTE) * MINUTE, { zone: 'Europe/Berlin' }).toISO({
		suppressMilliseconds: true,
	});
const date = (at: number) => DateTime.fromMillis(at, { zone: 'Europe/Berlin' }).toISODate();

describe('Check Sending Limit', () => {
	it('says how much is left, how many fit, and when the rest do', async () => {
		const cast = await Cast.open();
		tellReading(cast.stage);
		const first = send(cast, 48);
		const run = await cast.checkSendLimit(undefined, {
			parameters: { ...limitOf(60), contactsToEnroll: 10 },
			options: { reserve: 5 },
		});

		expect(run.json).toEqual([
			[
				{
					sender: { userId: cast.rep.userId, email: cast.rep.email },
					limit: 60,
					reserve: 5,
					sent: 48,
					sentBeforeToday: expect.any(Number),
					owedNow: 0,
					planned: 0,
					remaining: 7,
					level: 'close',
					nextAvailableAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00$/),
					fits: 7,
					wouldHold: 3,
					// The third send of yesterday makes room for the tenth contact.
					restFitsAt: isoMinute(first + 2 * MINUTE + DAY),
					steadyPerDay: 55,
					forecast: expect.any(Array),
					readings: expect.any(Array),
				},
			],
		]);
		const [{ nextAvailableAt, forecast }] = run.json[RESULT];
		expect(Math.abs(Date.parse(String(nextAvailableAt)) - Date.now())).toBeLessThan(2 * MINUTE);
		expect(forecast).toHaveLength(1);
		expect(cast.hubspot.requests.count({ path: 'sequences' })).toBe(0);
	});

	it.each([
		{ sent: 0, remaining: 150, level: 'open' },
		{ sent: 49, remaining: 101, level: 'open' },
		{ sent: 50, remaining: 100, level: 'close' },
		{ sent: 149, remaining: 1, level: 'close' },
		{ sent: 150, remaining: 0, level: 'full' },
		{ sent: 160, remaining: 0, level: 'full' },
	])('is $level with $remaining left', async ({ sent, remaining, level }) => {
		const cast = await Cast.open();
		const first = send(cast, sent);
		const run = await cast.checkSendLimit(undefined, { parameters: limitOf(150) });

		expect(run.json[RESULT]).toMatchObject([{ sent, remaining, level }]);
		if (level === 'full') {
			const leaves = first + (sent - 150) * MINUTE + DAY;
			expect(run.json[RESULT][0].nextAvailableAt).toBe(isoMinute(leaves));
		}
	});

	it('counts what n8n has planned, and shows it by day', async () => {
		const cast = await Cast.open({
			contacts: 3,
			steps: [{}, { delayMillis: 3 * DAY }],
			settings: PLAIN,
		});
		tellReading(cast.stage);
		const before = Date.now();
		await cast.enroll(undefined, { parameters: limitOf(10) });
		const run = await cast.checkSendLimit(undefined, { parameters: limitOf(10) });

		const [{ sent, planned, remaining, forecast }] = run.json[RESULT];
		expect({ sent, planned, remaining }).toEqual({ sent: 3, planned: 0, remaining: 7 });
		expect(forecast).toEqual(
			[
				{ count: 3, left: 7 },
				// At its start 24 hours end that hold those of today.
				{ count: 0, left: 7 },
				{ count: 0, left: 10 },
				{ count: 3, left: 7 },
			].map(({ count, left }, day) => ({
				date: date(before + day * DAY),
				sent: day === 0 ? count : 0,
				planned: day === 0 ? 0 : count,
				total: count,
				atMost: count,
				limit: 10,
				remaining: left,
			})),
		);
	});

	it('goes by the emails and steps of the sequence', async () => {
		const cast = await Cast.open({
			steps: [{}, { actionType: 'TASK', delayMillis: HOUR }, { delayMillis: 2 * HOUR }],
		});
		tellReading(cast.stage);
		const { id } = cast.sequence;
		const run = await cast.checkSendLimit(undefined, {
			parameters: {
				...limitOf(7),
				contactsToEnroll: 5,
				sequence: byUrl(`https://app.hubspot.com/sequences/4242424/sequence/${id}`),
			},
		});

		expect(run.json[RESULT]).toMatchObject([
			{
				sequence: {
					id,
					name: 'Outbound intro',
					emailsPerContact: 2,
					steps: [
						{ stepOrder: 0, actionType: 'EMAIL', delayMillis: 0 },
						{ stepOrder: 1, actionType: 'TASK', delayMillis: HOUR },
						{ stepOrder: 2, actionType: 'EMAIL', delayMillis: 2 * HOUR },
					],
					url: `https://app.hubspot.com/sequences/4242424/sequence/${id}`,
				},
				// Two emails a contact on one day: three contacts take six of seven.
				fits: 3,
				wouldHold: 2,
			},
		]);
	});

	it('answers each sender once, linked to all the items that asked', async () => {
		const cast = await Cast.open();
		const colleague = addRep(cast.account, { email: newAddress() });
		const [own, other] = [cast.rep.email, colleague.email];
		send(cast, 2);
		const items = [own, other, own, 'nobody@fjordline.example', own.toUpperCase()];
		const run = await cast.checkSendLimit(
			items.map((user) => ({ user })),
			{
				parameters: { sender: byEmail('={{ $json.user }}') },
				settings: { onError: 'continueErrorOutput' },
			},
		);

		expect(run.json[RESULT]).toMatchObject([
			{ sender: { email: own }, sent: 2 },
			{ sender: { email: other }, sent: 0 },
		]);
		expect(run.outputs[RESULT].map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 2 }, { item: 4 }],
			{ item: 1 },
		]);
		expect(run.of(3)).toMatchObject({
			output: ERROR,
			json: { error: 'HubSpot has no active user like this' },
		});
		expect(cast.hubspot.requests.count({ path: '/emails/search' })).toBe(2);
	});

	it('fails alike for all items of a sender who may not use sequences', async () => {
		const cast = await Cast.open({ rep: { salesSeat: false } });
		const run = await cast.checkSendLimit([{}, {}], {
			parameters: { sequence: byId(cast.sequence.id) },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.json[ERROR].map(({ error }) => error)).toEqual([
			'The sending user may not use sequences',
			'The sending user may not use sequences',
		]);
	});

	it('says where it cannot see what was sent', async () => {
		const grantedScopes = ALL_SCOPES.filter((scope) => scope !== 'sales-email-read');
		const cast = await Cast.open({ settings: { grantedScopes } });
		send(cast, 5);
		const run = await cast.checkSendLimit();

		expect(run.json[RESULT]).toMatchObject([{ sent: 0, remaining: 500 }]);
		expect(run.hints).toMatchObject([
			{ type: 'warning', message: expect.stringContaining('scope sales-email-read') },
		]);
	});
});
