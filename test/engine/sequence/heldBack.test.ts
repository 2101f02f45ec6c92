import { addSentEmails, addSequence, type Contact } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, HOUR, limitOf, MINUTE } from '../../support/cast';
import { ENROLLED, HELD } from '../../support/outputs';
import { tellReading } from '../../support/readings';

afterAll(closeCasts);

const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d$/;
const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];

/** What every outcome says about the contact, the sequence and the sender. */
const about = (cast: Cast, contact: Contact) => ({
	contactId: contact.id,
	email: contact.properties.email,
	sequenceId: cast.sequence.id,
	sequenceName: 'Outbound intro',
	sender: { userId: cast.rep.userId, email: cast.rep.email },
});

/** The instants of the held items, in minutes after `from`. */
const minutesAfter = (from: number, retryAt: unknown) =>
	Math.round((Date.parse(String(retryAt)) - from) / MINUTE);

describe('Enroll enrolls', () => {
	it('and says by whom, in what, and how much room is left', async () => {
		const cast = await Cast.open();
		const [contact] = cast.contacts;
		const run = await cast.enroll();

		expect(run.error).toBeUndefined();
		const [enrollment] = cast.account.enrollments;
		const json = {
			outcome: 'enrolled',
			...about(cast, contact),
			enrollmentId: enrollment.id,
			enrolledAt: new Date(enrollment.enrolledAt).toISOString(),
			toEmail: contact.properties.email,
			sendLimit: { limit: 500, used: 1, remaining: 499, windowHours: 24 },
		};
		expect(run.json).toEqual([[json], [], []]);
		expect(enrollment).toMatchObject({ contactId: contact.id, senderEmail: cast.rep.email });
		expect(run.hints).toMatchObject([{ message: '1 enrolled' }]);
	});
});

describe('Enroll holds back', () => {
	it('what does not fit in 24 hours (SEND_LIMIT), each until a send leaves the window', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const now = Date.now();
		addSentEmails(cast.account, {
			ownerId: cast.rep.ownerId,
			times: [now - 23 * HOUR, now - 21 * HOUR],
		});
		const run = await cast.enroll(undefined, { parameters: limitOf(3) });

		const sendLimit = { limit: 3, used: 3, remaining: 0, windowHours: 24 };
		expect(run.json[ENROLLED]).toMatchObject([{ contactId: cast.contacts[0].id, sendLimit }]);
		expect(run.json[HELD]).toEqual(
			cast.contacts.slice(1).map((contact) => ({
				outcome: 'held',
				reason: 'SEND_LIMIT',
				message: expect.stringMatching(
					/^The sender has no room left in the rolling 24-hour sending limit; it is expected to fit \w{3} \d+ \w{3} \d{4} \d\d:\d\d \(Europe\/Berlin\)$/,
				),
				retryAt: expect.stringMatching(WITH_OFFSET),
				...about(cast, contact),
				sendLimit,
			})),
		);
		const waits = run.json[HELD].map(({ retryAt }) => minutesAfter(now, retryAt));
		expect(waits[0]).toBeGreaterThanOrEqual(60);
		expect(waits[0]).toBeLessThanOrEqual(61);
		expect(waits[1] - waits[0]).toBe(120);
		expect(cast.account.enrollments).toHaveLength(1);
		expect(run.hints[0].message).toMatch(
			/^1 enrolled; 2 held back, the first until \w{3} \d+ \w{3} \d{4} \d\d:\d\d \(Europe\/Berlin\), for rep-/,
		);
	});

	it('what would send a follow-up on a full day (FOLLOW_UP_LIMIT)', async () => {
		const cast = await Cast.open({ contacts: 3, steps: TWO_EMAILS });
		tellReading(cast.stage);
		const inFourDays = addSequence(cast.account, { steps: [{ delayMillis: 4 * DAY }] });
		const [first, second, third] = cast.contacts;
		const full = await cast.enroll(cast.itemsOf(first, second), {
			parameters: { ...limitOf(2), sequence: byId(inFourDays.id) },
		});
		expect(full.json[ENROLLED]).toHaveLength(2);

		const before = Date.now();
		const run = await cast.enroll(cast.itemsOf(third), { parameters: limitOf(2) });

		expect(run.json[HELD]).toEqual([
			{
				outcome: 'held',
				reason: 'FOLLOW_UP_LIMIT',
				message: expect.stringMatching(
					/^A follow-up of this enrollment would fall on a day that is already full; it is expected to fit .*\d\d:\d\d \(Europe\/Berlin\)$/,
				),
				retryAt: expect.stringMatching(WITH_OFFSET),
				...about(cast, third),
				// Today has room.
				sendLimit: { limit: 2, used: 0, remaining: 2, windowHours: 24 },
			},
		]);
		expect(minutesAfter(before, run.json[HELD][0].retryAt)).toBeGreaterThanOrEqual(24 * 60 - 1);
		expect(minutesAfter(before, run.json[HELD][0].retryAt)).toBeLessThanOrEqual(25 * 60 + 1);
	});

	it('what HubSpot refuses (HUBSPOT_SEND_LIMIT), and asks no more for that sender', async () => {
		const cast = await Cast.open({ contacts: 5, rep: { dailyLimit: 2 } });
		const before = Date.now();
		const run = await cast.enroll(undefined, { options: { concurrency: 1 } });

		expect(run.json.map((items) => items.length)).toEqual([2, 3, 0]);
		expect(run.json[HELD][0]).toEqual({
			outcome: 'held',
			reason: 'HUBSPOT_SEND_LIMIT',
			message: expect.stringMatching(
				/^HubSpot refused: the sender has reached the sending limit; it is expected to fit /,
			),
			retryAt: expect.stringMatching(WITH_OFFSET),
			...about(cast, cast.contacts[2]),
			sendLimit: { limit: 500, used: 3, remaining: 497, windowHours: 24 },
		});
		expect(minutesAfter(before, run.json[HELD][0].retryAt)).toBeGreaterThanOrEqual(24 * 60 - 1);
		expect(cast.enrollRequests()).toHaveLength(3);
	});
});
