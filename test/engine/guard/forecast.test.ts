import { DateTime } from 'luxon';

import { addSequence, maxRollingSends, type Sequence } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, HOUR, limitOf, nextWeek, timeMachine } from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { emailsOwed } from './ledgerRows';
import { tellReading } from '../../support/readings';
import { ENROLLED, HELD, RESULT } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const NEW_YORK = 'America/New_York';
const OFFICE_HOURS = { sendWindowStartMinute: 9 * 60, sendWindowEndMinute: 17 * 60 };

/** A follow-up the day after, on business days from 9 to 5 in New York, seen from Friday noon. */
async function openOnFriday(contacts: number, settings: Partial<Sequence> = {}) {
	const machine = timeMachine();
	machine.advanceTo(nextWeek(5, 12, NEW_YORK));
	const cast = await Cast.open({ contacts, rep: { dailyLimit: 8 }, settings: PLAIN });
	tellReading(cast.stage);
	cast.account.timeZone = NEW_YORK;
	const followUp = addSequence(cast.account, {
		steps: [{}, { delayMillis: DAY }],
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		...OFFICE_HOURS,
		...settings,
	});
	const enroll = async (from: number, to = from + 1, options = {}) =>
		await cast.enroll(cast.items.slice(from, to), {
			parameters: { ...limitOf(8), sequence: byId(followUp.id) },
			options,
		});
	return { cast, machine, followUp, enroll };
}

const inNewYork = (at: unknown) => DateTime.fromISO(String(at), { zone: NEW_YORK });

describe('Follow-ups that the weekend moves to Monday', () => {
	it('hold back who would come on top of them', async () => {
		const { cast, machine, enroll } = await openOnFriday(10);
		expect((await enroll(0, 5)).json[ENROLLED]).toHaveLength(5);

		machine.advanceTo(Date.now() + DAY + HOUR);
		const run = await enroll(5, 10);
		expect(run.json.map((items) => items.length)).toEqual([3, 2, 0]);
		expect(run.json[HELD]).toMatchObject(
			Array(2).fill({ reason: 'FOLLOW_UP_LIMIT', sendLimit: { used: 3, remaining: 5 } }),
		);
		// On Monday HubSpot writes to eight of them; those have left the window on Tuesday.
		for (const { retryAt } of run.json[HELD]) {
			const { weekday, hour } = inNewYork(retryAt);
			expect([weekday, [9, 10].includes(hour)]).toEqual([2, true]);
		}

		machine.advanceTo(Date.parse(String(run.json[HELD][0].retryAt)));
		expect((await enroll(8, 10)).json[ENROLLED]).toHaveLength(2);
		machine.advanceTo(Date.now() + 7 * DAY);
		cast.hubspot.clock.runDue();
		expect(cast.account.overLimitSends).toEqual([]);
		expect(cast.account.sends).toHaveLength(20);
		expect(maxRollingSends(cast.account, cast.rep.email)).toBe(8);
	});

	it('hold back nobody where HubSpot sends on any day', async () => {
		const { machine, enroll } = await openOnFriday(10, { eligibleFollowUpDays: 'EVERYDAY' });
		await enroll(0, 5);
		machine.advanceTo(Date.now() + DAY + HOUR);
		// Five of them were written to yesterday, and five follow-ups come today.
		expect((await enroll(5, 8)).json[ENROLLED]).toHaveLength(3);
	});

	it('are shown for Monday by Check Sending Limit', async () => {
		const { cast, enroll } = await openOnFriday(5);
		await enroll(0, 5);
		const { json } = await cast.checkSendLimit(undefined, { parameters: limitOf(8) });
		const day = (days: number) =>
			DateTime.fromMillis(Date.now(), { zone: 'Europe/Berlin' }).plus({ days }).toISODate();
		expect(json[RESULT][0].forecast).toMatchObject(
			[
				{ planned: 0, sent: 5, remaining: 3 },
				{ planned: 0, sent: 0, remaining: 3 },
				{ planned: 0, sent: 0, remaining: 8 },
				{ planned: 5, sent: 0, remaining: 3 },
			].map((expected, index) => ({ date: day(index), limit: 8, ...expected })),
		);
	});

	it('decide how many fit by Check Sending Limit', async () => {
		const { cast, machine, followUp, enroll } = await openOnFriday(5);
		await enroll(0, 5);
		machine.advanceTo(Date.now() + DAY + HOUR);
		const { json } = await cast.checkSendLimit(undefined, {
			parameters: { ...limitOf(8), contactsToEnroll: 5, sequence: byId(followUp.id) },
		});
		expect(json[RESULT]).toMatchObject([{ sent: 0, remaining: 8, fits: 3, wouldHold: 2 }]);
		expect(inNewYork(json[RESULT][0].restFitsAt).weekday).toBe(2);
	});
});

describe('What the ledger plans is what HubSpot does', () => {
	const LONG = [{}, { delayMillis: 3 * DAY }, { delayMillis: 30 * HOUR }, { delayMillis: 2 * DAY }];

	it.each<[string, number, number, Partial<Sequence>]>([
		['Europe/Berlin', 3, 16, { eligibleFollowUpDays: 'BUSINESS_DAYS', ...OFFICE_HOURS }],
		['America/New_York', 5, 22, { eligibleFollowUpDays: 'WEEKDAYS_ONLY', ...OFFICE_HOURS }],
		['Asia/Kolkata', 7, 1, { ...OFFICE_HOURS }],
		['Pacific/Auckland', 1, 9, { eligibleFollowUpDays: 'BUSINESS_DAYS' }],
		['America/St_Johns', 4, 23, { sendWindowStartMinute: 1380, sendWindowEndMinute: 1440 }],
	])('in %s on day %i at %i:10 (%j)', async (zone, weekday, hour, settings) => {
		const machine = timeMachine();
		machine.advanceTo(nextWeek(weekday, hour, zone));
		const cast = await Cast.open({ settings: PLAIN });
		cast.account.timeZone = zone;
		const sequence = addSequence(cast.account, { steps: LONG, ...settings });
		await cast.enroll(undefined, { parameters: { sequence: byId(sequence.id) } });

		const [{ plan }] = cast.account.enrollments;
		expect(emailsOwed(cast).map(({ from }) => Math.floor(from / HOUR))).toEqual(
			plan.map(({ at }) => Math.floor(at / HOUR)),
		);
	});
});

describe('Email that waits for a task', () => {
	const steps = [
		{},
		{ actionType: 'TASK', delayMillis: DAY } as const,
		{ delayMillis: HOUR },
		{ delayMillis: 3 * DAY },
	];
	const dependencies = [{ requiredByStepOrder: 2, reliesOnStepOrder: 1 }];

	async function openWaiting(more: Partial<Sequence> = {}) {
		const cast = await Cast.open({ contacts: 2 });
		const sequence = addSequence(cast.account, {
			name: 'Call first',
			steps,
			dependencies,
			...more,
		});
		return { cast, parameters: { sequence: byId(sequence.id) } };
	}

	it('is planned at the earliest, and Enroll says so', async () => {
		const { cast, parameters } = await openWaiting();
		const run = await cast.enroll(undefined, { parameters });
		const [first, ...others] = emailsOwed(cast).map(({ from }) => Math.floor(from / HOUR));
		expect(others.map((hour) => hour - first)).toEqual([25, 97]);
		expect(run.hints.slice(1)).toMatchObject([
			{
				type: 'info',
				message: expect.stringMatching(/^In "Call first".*Set 'Sends to Keep Free'/) as string,
			},
		]);
	});

	it('is told by Check Sending Limit', async () => {
		const { cast, parameters } = await openWaiting();
		const { json } = await cast.checkSendLimit(undefined, { parameters });
		expect(json[RESULT]).toMatchObject([{ sequence: { waitsForTask: true, emailsPerContact: 3 } }]);
	});

	it('is not told of a sequence that waits for nothing', async () => {
		const { cast, parameters } = await openWaiting({ dependencies: [] });
		const { json } = await cast.checkSendLimit(undefined, { parameters });
		expect(json[RESULT]).toMatchObject([{ sequence: { waitsForTask: false } }]);
		const run = await cast.enroll(undefined, { parameters });
		expect(run.hints).toHaveLength(1);
	});
});
