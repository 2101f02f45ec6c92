import { addSequence, completeTask } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	MINUTE,
	timeMachine,
	type CastOptions,
} from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { ENROLLED, FAILED, HELD, RESULT } from '../../support/outputs';
import { tellReading } from '../../support/readings';
import { rowOf } from './ledgerRows';
import { WAYS } from './ways';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

async function open({ settings, ...given }: CastOptions) {
	const machine = timeMachine();
	const cast = await Cast.open({ ...given, settings: { ...PLAIN, ...settings } });
	tellReading(cast.stage);
	const wait = (ms: number) => {
		machine.advanceTo(Date.now() + ms);
		cast.hubspot.clock.runDue();
	};
	const check = async (limit: number) => {
		const { json } = await cast.checkSendLimit(undefined, { parameters: limitOf(limit) });
		return json[RESULT][0];
	};
	return { cast, wait, check };
}

describe("An email in HubSpot's queue", () => {
	const HOURLY = { pace: { everySeconds: 3600 } };

	it.each(WAYS)('counts once, however many runs look at it ($way)', async ({ open: openWay }) => {
		const { cast, wait } = await open({ contacts: 8, settings: HOURLY });
		const given = await openWay();
		await cast.enroll(cast.items.slice(0, 4), { ...given(0), parameters: limitOf(20) });
		const used = [];
		for (const [run, ms] of [0, MINUTE, HOUR, 2 * HOUR].entries()) {
			wait(ms);
			const { json } = await cast.enroll(cast.items.slice(4 + run, 5 + run), {
				...given(run + 1),
				parameters: limitOf(20),
			});
			used.push(...json[ENROLLED].map(({ sendLimit }) => Object(sendLimit).used));
		}
		expect(used).toEqual([5, 6, 7, 8]);
	});

	it('is owed now, in Check Sending Limit, until it is seen', async () => {
		const { cast, wait, check } = await open({ contacts: 4, settings: HOURLY });
		await cast.enroll(undefined, { parameters: limitOf(20) });
		const seen = [];
		for (const ms of [MINUTE, HOUR, 2 * HOUR]) {
			wait(ms);
			const { owedNow, sent, remaining } = await check(20);
			seen.push({ owedNow, sent, remaining });
		}
		expect(seen).toEqual([
			{ owedNow: 3, sent: 1, remaining: 16 },
			{ owedNow: 2, sent: 2, remaining: 16 },
			{ owedNow: 0, sent: 4, remaining: 16 },
		]);
	});

	it.each([true, false])('counts once where the log has it as SCHEDULED (%s)', async (logged) => {
		const { cast, wait, check } = await open({
			contacts: 3,
			steps: [{}, { delayMillis: 3 * DAY }],
			settings: { ...HOURLY, logsScheduled: logged },
		});
		await cast.enroll(undefined, { parameters: limitOf(20) });
		wait(MINUTE);
		const { sent, remaining, forecast } = await check(20);
		const totals = Array.isArray(forecast) ? forecast.map((day) => Object(day).total) : [];
		expect({ sent, remaining }).toEqual({ sent: 1, remaining: 17 });
		expect(totals.reduce((sum, count) => sum + count, 0)).toBe(6);
		const scheduled = cast.account.emails.filter(
			({ properties }) => properties.hs_email_status === 'SCHEDULED',
		);
		expect(scheduled).toHaveLength(logged ? 3 : 0);
	});
});

describe('An email that waits for a task keeps its room', () => {
	/** Two contacts whose second email has been waiting for two days; two may be sent to in a day. */
	async function openWaiting() {
		const scene = await open({ contacts: 3 });
		const { cast, wait } = scene;
		const { id } = addSequence(cast.account, {
			steps: [{}, { actionType: 'TASK', delayMillis: DAY }, { delayMillis: HOUR }],
			dependencies: [{ requiredByStepOrder: 2, reliesOnStepOrder: 1 }],
		});
		const parameters = limitOf(2);
		await cast.enroll(cast.items.slice(0, 2), {
			parameters: { ...parameters, sequence: byId(id) },
		});
		wait(3 * DAY);
		const enrollThird = async () => await cast.enroll(cast.items.slice(2), { parameters });
		return { ...scene, enrollThird };
	}

	it('for as long as it waits', async () => {
		const { wait, check, enrollThird } = await openWaiting();
		for (const ms of [0, DAY, 30 * DAY]) {
			wait(ms);
			expect(await check(2)).toMatchObject({ sent: 0, owedNow: 2, remaining: 0, level: 'full' });
			expect((await enrollThird()).json[HELD]).toMatchObject([{ reason: 'SEND_LIMIT' }]);
		}
	});

	it('until a day after it was seen', async () => {
		const { cast, wait, check, enrollThird } = await openWaiting();
		const { account } = cast;
		for (const enrollment of [...account.enrollments]) completeTask(account, enrollment, 1);
		wait(2 * HOUR);
		expect(await check(2)).toMatchObject({ sent: 2, owedNow: 0, remaining: 0 });
		expect((await enrollThird()).json[HELD]).toHaveLength(1);
		wait(DAY);
		expect((await enrollThird()).json[ENROLLED]).toHaveLength(1);
	});

	it('until its contact has left, and the log would show it', async () => {
		const { cast, wait, enrollThird } = await openWaiting();
		cast.account.reply(cast.contacts[0].id);
		expect((await enrollThird()).json[HELD]).toHaveLength(1);
		wait(16 * MINUTE);
		expect((await enrollThird()).json[ENROLLED]).toHaveLength(1);
	});
});

type Page = { total: number; results: unknown[] };

const FAULTS = [
	{
		name: 'HubSpot does not give',
		effect: { status: 500 },
		error: 'HubSpot did not process the request',
	},
	{
		name: 'has fewer emails than HubSpot counts',
		effect: {
			rewrite: ({ body }: { body: unknown }) => ({
				...(body as Page),
				results: (body as Page).results.slice(1),
			}),
		},
		error: 'The answer is not what HubSpot answers to this request',
	},
];

describe('A log that', () => {
	it.each(FAULTS)('$name changes nothing, and is said', async ({ effect, error }) => {
		const { cast, wait } = await open({ contacts: 4, settings: { pace: { everySeconds: 600 } } });
		const parameters = limitOf(3);
		await cast.enroll(cast.items.slice(0, 2), { parameters });
		const before = rowOf(cast).enrollments;
		wait(HOUR);
		cast.hubspot.faults.add({ path: '/emails/search', effect });
		const failed = await cast.enroll(cast.items.slice(2), {
			parameters,
			settings: { onError: 'continueErrorOutput' },
		});
		expect(failed.json[FAILED].map((json) => json.error)).toEqual([error, error]);
		expect(rowOf(cast).enrollments).toBe(before);
		expect(cast.account.enrollments).toHaveLength(2);

		cast.hubspot.faults.clear();
		const run = await cast.enroll(cast.items.slice(2), { parameters });
		expect(run.json.map((items) => items.length)).toEqual([1, 1, 0]);
	});
});

describe('Contacts that can be enrolled every day for ever (steadyPerDay)', () => {
	it.each([
		{ delays: [0], reserve: 0, steadyPerDay: 100 },
		{ delays: [0], reserve: 40, steadyPerDay: 60 },
		{ delays: [0, 2], reserve: 0, steadyPerDay: 50 },
		{ delays: [0, 7, 7, 7], reserve: 0, steadyPerDay: 25 },
		{ delays: [0, 0, 0], reserve: 0, steadyPerDay: 33 },
	])('$steadyPerDay of 100 sends, for emails after $delays days', async (row) => {
		const { cast } = await open({
			steps: row.delays.map((days) => ({ delayMillis: days * DAY })),
		});
		const { json } = await cast.checkSendLimit(undefined, {
			parameters: { ...limitOf(100), sequence: byId(cast.sequence.id) },
			options: { reserve: row.reserve },
		});
		expect(json[RESULT]).toMatchObject([{ steadyPerDay: row.steadyPerDay }]);
	});
});
