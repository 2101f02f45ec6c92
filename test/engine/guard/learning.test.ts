import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { readingName, READINGS } from '../../../nodes/shared/quota/readings';
import type { Settings } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, HOUR, MINUTE, nextWeek, timeMachine } from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { ENROLLED, RESULT } from '../../support/outputs';
import { ledgerRows } from './ledgerRows';
import { WAYS, type Way } from './ways';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const THURSDAY = 4;

/** A follow-up after three days, on business days: by week days on Tuesday, else on Monday. */
async function openOnThursday(settings: Partial<Settings>, { open }: Way = WAYS[0]) {
	const machine = timeMachine();
	machine.advanceTo(nextWeek(THURSDAY, 12));
	const cast = await Cast.open({
		steps: [{}, { delayMillis: 3 * DAY }],
		settings: { ...PLAIN, ...settings },
	});
	Object.assign(cast.sequence, {
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		sendWindowStartMinute: 8 * 60,
		sendWindowEndMinute: 18 * 60,
	});
	const given = await open();
	let runs = 0;
	/** So much later, enrolls so many contacts. */
	const enrollAfter = async (wait: number, contacts: number, options: INodeParameters = {}) => {
		machine.advanceTo(Date.now() + wait);
		cast.hubspot.clock.runDue();
		const items = cast.itemsOf(...Array.from({ length: contacts }, () => cast.addContact()));
		const { options: ofWay, ...way } = given(runs++);
		const run = await cast.enroll(items, { ...way, options: { ...ofWay, ...options } });
		expect(run.json[ENROLLED]).toHaveLength(contacts);
	};
	const readings = async (): Promise<IDataObject[]> => {
		const { json } = await cast.checkSendLimit(undefined, { ...given(runs++), options: {} });
		const found = json[RESULT][0].readings;
		return Array.isArray(found) ? found.map(Object) : [];
	};
	return { cast, enrollAfter, readings };
}

const possible = (readings: IDataObject[]) =>
	readings.filter((reading) => reading.possible).map(({ name }) => name);

const namesOf = (...delays: string[]) =>
	READINGS.filter((reading) => delays.includes(reading.delays)).map(readingName);

/** When an item says that something was, as the workflow's clock shows it. */
const dayOf = (since: unknown) =>
	DateTime.fromISO(String(since), { zone: 'Europe/Berlin' }).toFormat('ccc HH:mm');

describe('Check Sending Limit says of how HubSpot counts', () => {
	it('that everything is possible, before anything was seen', async () => {
		const { readings } = await openOnThursday({});
		expect(await readings()).toEqual(
			READINGS.map((reading) => ({
				name: readingName(reading),
				possible: true,
				since: null,
				emails: 0,
			})),
		);
	});

	it('what a run has seen, and not a dry run, which leaves that to the run after it', async () => {
		const { enrollAfter, readings } = await openOnThursday({});
		await enrollAfter(0, 1);
		await enrollAfter(5 * DAY, 1, { dryRun: true });
		expect(possible(await readings())).toHaveLength(READINGS.length);
		await enrollAfter(MINUTE, 1);
		expect(possible(await readings())).toEqual(namesOf('fromStep', 'fromEnrollment'));
	});

	it.each(WAYS)('what one email has ruled out that came too early for it ($way)', async (way) => {
		const { enrollAfter, readings } = await openOnThursday({}, way);
		await enrollAfter(0, 1);
		await enrollAfter(5 * DAY, 1);
		const found = await readings();
		expect(possible(found)).toEqual(namesOf('fromStep', 'fromEnrollment'));
		const gone = found.filter((reading) => !reading.possible);
		expect(gone).toEqual(
			namesOf('weekdaysFromStep').map((name) => ({
				name,
				possible: false,
				why: 'EARLY',
				since: expect.any(String),
				emails: 1,
			})),
		);
		expect(gone.map(({ since }) => dayOf(since))).toEqual(Array(4).fill('Mon 08:00'));
	});
});

/** Twelve enrollments, whose follow-ups come on three days. */
async function learnFromThreeDays({ enrollAfter }: Awaited<ReturnType<typeof openOnThursday>>) {
	await enrollAfter(0, 4);
	await enrollAfter(DAY, 4);
	await enrollAfter(6 * DAY, 4);
	await enrollAfter(6 * DAY, 1);
}

describe('A reading that has follow-ups a day too early', () => {
	const late = namesOf('fromStep', 'fromEnrollment');

	it('is ruled out by ten enrollments on three days, and not by eight on two', async () => {
		const scene = await openOnThursday({ delays: 'weekdaysFromStep' });
		const { enrollAfter, readings } = scene;
		await enrollAfter(0, 4);
		await enrollAfter(DAY, 4);
		await enrollAfter(6 * DAY, 4);
		expect(possible(await readings())).toEqual(expect.arrayContaining(late));

		await enrollAfter(6 * DAY, 1);
		const found = await readings();
		expect(possible(found).filter((name) => late.includes(String(name)))).toEqual([]);
		expect(found.filter(({ name }) => late.includes(String(name)))).toEqual(
			late.map((name) => ({
				name,
				possible: false,
				why: 'LATE',
				since: expect.any(String),
				emails: 10,
			})),
		);
	});

	it('comes back where a person puts it back in the Data Table, and stays', async () => {
		const scene = await openOnThursday({ delays: 'weekdaysFromStep' });
		await learnFromThreeDays(scene);
		const { cast, enrollAfter, readings } = scene;
		const [name] = late;
		const row = ledgerRows(cast).find(({ sender }) => sender === 'readings');
		if (!row) throw new Error('The ledger has no row of what was learnt');
		const stored = JSON.parse(String(row.enrollments));
		const back = Date.now();
		stored.evidence.readings[name] = { back };
		row.enrollments = JSON.stringify(stored);

		for (const wait of [HOUR, DAY, 6 * DAY, DAY, 6 * DAY, DAY]) await enrollAfter(wait, 5);
		const found = await readings();
		expect(found.find((reading) => reading.name === name)).toMatchObject({ possible: true });
		expect(possible(found)).not.toContain(late[1]);
		const { since } = found.find((reading) => reading.name === name) ?? {};
		expect(Math.abs(Date.parse(String(since)) - back)).toBeLessThanOrEqual(60_000);
	});
});
