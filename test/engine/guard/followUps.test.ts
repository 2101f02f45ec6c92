import { addSequence, type Contact } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { addBridge } from '../sequence/bridgeCast';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	MINUTE,
	timeMachine,
	type RunOptions,
} from '../../support/cast';
import { tellReading } from '../../support/readings';
import { enrolleesOf, LEDGER, rowOf } from './ledgerRows';
import { ENROLLED, HELD, RESULT } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

/** What went out just before a contact left is in the log by then. */
const LOG_SHOWS_IT = 16 * MINUTE;

const AT_ONCE = { bridgeDelayMs: 0 };

interface Scene {
	cast: Cast;
	/** Two of them are in a sequence since yesterday, and go on in three days; the third waits. */
	contacts: Contact[];
	/** Enrolls a contact in a sequence whose follow-up comes on that same day, which two may send on. */
	enrollThird: (given?: RunOptions) => ReturnType<Cast['enroll']>;
}

/** A day to come on which two contacts fill the limit. */
async function openFullDay(): Promise<Scene> {
	const machine = timeMachine();
	const cast = await Cast.open({
		contacts: 3,
		steps: [{}, { delayMillis: 4 * DAY }],
		settings: AT_ONCE,
	});
	tellReading(cast.stage);
	addBridge(cast);
	const inThreeDays = addSequence(cast.account, { steps: [{}, { delayMillis: 3 * DAY }] });
	const [first, second, third] = cast.contacts;
	const parameters = limitOf(2);
	await cast.enroll(cast.itemsOf(first, second), { parameters });
	machine.advanceTo(Date.now() + DAY + 2 * HOUR);
	const enrollThird = async (given: RunOptions = {}) =>
		await cast.enroll(cast.itemsOf(third), {
			...given,
			parameters: { ...parameters, sequence: byId(inThreeDays.id), ...given.parameters },
		});
	return { cast, contacts: cast.contacts, enrollThird };
}

/** Sends that Check Sending Limit shows for the days after today. */
async function toCome(cast: Cast): Promise<number> {
	const run = await cast.checkSendLimit(undefined, { parameters: limitOf(2) });
	const { forecast } = run.json[RESULT][0];
	const days = Array.isArray(forecast) ? forecast.slice(1) : [];
	return days.reduce((sum, day) => sum + Number(Object(day).planned), 0);
}

const UNENROLL = { options: { waitSeconds: 20, pollSeconds: 1 } };
const REPLACE = { alreadyEnrolled: 'replace', waitSeconds: 20, pollSeconds: 1 };

describe('The follow-ups of a contact that leaves are free', () => {
	it('after Unenroll, as Check Sending Limit shows, and a held contact fits', async () => {
		const { cast, contacts, enrollThird } = await openFullDay();
		expect((await enrollThird()).json[HELD]).toMatchObject([{ reason: 'FOLLOW_UP_LIMIT' }]);
		expect(await toCome(cast)).toBe(2);

		await cast.unenroll(cast.itemsOf(contacts[0]), UNENROLL);
		expect(await toCome(cast)).toBe(1);
		expect(rowOf(cast).sendsToCome).toBe(1);
		expect((await enrollThird()).json[ENROLLED]).toHaveLength(1);
		expect(await toCome(cast)).toBe(2);
	});

	it('after Unenroll of a dry run they are not', async () => {
		const { cast, contacts } = await openFullDay();
		await cast.unenroll(cast.itemsOf(contacts[0]), { options: { dryRun: true } });
		expect(await toCome(cast)).toBe(2);
	});

	it('after Replace, which plans those of the new sequence', async () => {
		const { cast, contacts, enrollThird } = await openFullDay();
		const inAWeek = addSequence(cast.account, { steps: [{ delayMillis: 7 * DAY }] });
		const run = await cast.enroll(cast.itemsOf(contacts[0]), {
			parameters: { ...limitOf(2), sequence: byId(inAWeek.id) },
			options: REPLACE,
		});
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(await toCome(cast)).toBe(2);
		expect((await enrollThird()).json[ENROLLED]).toHaveLength(1);
		expect(await toCome(cast)).toBe(3);
	});

	it('after Replace by the same sequence, which starts anew', async () => {
		const { cast, contacts } = await openFullDay();
		await cast.enroll(cast.itemsOf(contacts[0]), { parameters: limitOf(9), options: REPLACE });
		expect(cast.enrollments(contacts[0])).toBe(2);
		expect(await toCome(cast)).toBe(2);
	});

	it('where the ledger can be reached; Unenroll says where it cannot', async () => {
		const { cast, contacts } = await openFullDay();
		cast.stage.dataTables.disabled = true;
		const run = await cast.unenroll(cast.itemsOf(contacts[0]), UNENROLL);
		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }]);
		expect(run.hints.map(({ message }) => message)).toEqual([
			`The room of the follow-ups that will not go out could not be given back: the Data Table "${LEDGER}" cannot be reached`,
			'1 unenrolled',
		]);
	});

	it('where HubSpot answers; that the contact has left counts in any case', async () => {
		const { cast, contacts } = await openFullDay();
		cast.hubspot.faults.add({ path: /account-info/, effect: { status: 400 } });
		const run = await cast.unenroll(cast.itemsOf(contacts[0]), UNENROLL);
		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }]);
		expect(run.hints.map(({ message }) => message)).toEqual([
			'The room of the follow-ups that will not go out could not be given back: HubSpot rejected the request',
			'1 unenrolled',
		]);
	});

	it('while what went out before counts for its day', async () => {
		const { cast, enrollThird } = await openFullDay();
		const today = cast.addContact();
		await cast.enroll(cast.itemsOf(today), { parameters: limitOf(9) });
		await cast.unenroll(cast.itemsOf(today), UNENROLL);
		const check = await cast.checkSendLimit(undefined, { parameters: limitOf(2) });
		expect(check.json[RESULT]).toMatchObject([{ sent: 1, remaining: 1 }]);
		expect((await enrollThird()).json[HELD]).toMatchObject([{ reason: 'FOLLOW_UP_LIMIT' }]);
	});
});

describe('A contact that is enrolled again', () => {
	it.each([
		['after a reply', (cast: Cast, { id }: Contact) => cast.account.reply(id)],
		['after a person took it out', (cast: Cast, { id }: Contact) => cast.account.unenroll(id)],
	])('%s does not count twice', async (_, leave) => {
		const { cast, contacts } = await openFullDay();
		leave(cast, contacts[0]);
		const run = await cast.enroll(cast.itemsOf(contacts[0]), { parameters: limitOf(9) });
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(enrolleesOf(cast).filter((id) => id === contacts[0].id)).toHaveLength(2);
		expect(await toCome(cast)).toBe(2);
	});
});

describe('What a run had reserved that was killed', () => {
	/** The database takes the reservation, and then nothing more of this run. */
	async function crash(cast: Cast, contact: Contact): Promise<void> {
		const { dataTables } = cast.stage;
		let reads = 0;
		dataTables.onCall = ({ operation }) => {
			// The row of the sender, and that of what was learnt.
			if (operation !== 'get' || ++reads !== 2) return;
			dataTables.loseNext();
			dataTables.failNext(1_000);
		};
		const run = await cast.enroll(cast.itemsOf(contact), { parameters: limitOf(1) });
		expect(run.json[HELD]).toMatchObject([{ reason: 'LEDGER_UNAVAILABLE' }]);
		dataTables.onCall = undefined;
		dataTables.recover();
		expect(enrolleesOf(cast)).toContain(contact.id);
	}

	async function openCrashed(...followUps: number[]) {
		const machine = timeMachine();
		const steps = [{}, ...followUps.map((delayMillis) => ({ delayMillis }))];
		const cast = await Cast.open({ contacts: 3, steps });
		tellReading(cast.stage);
		// The table and the row are there, as on any day but the first.
		await cast.enroll(cast.itemsOf(cast.contacts[2]), { parameters: limitOf(1) });
		machine.advanceTo(Date.now() + 6 * DAY);
		await crash(cast, cast.contacts[0]);
		return { cast, machine };
	}

	const enrollSecond = async (cast: Cast) =>
		await cast.enroll(cast.itemsOf(cast.contacts[1]), { parameters: limitOf(1) });

	it('keeps its room until HubSpot shows the contact in no sequence, and its log would show the mail', async () => {
		const { cast, machine } = await openCrashed();
		for (const wait of [0, 2 * HOUR]) {
			machine.advanceTo(Date.now() + wait);
			expect((await enrollSecond(cast)).json[HELD]).toMatchObject([{ reason: 'SEND_LIMIT' }]);
		}
		machine.advanceTo(Date.now() + LOG_SHOWS_IT);
		expect((await enrollSecond(cast)).json[ENROLLED]).toHaveLength(1);
		expect(cast.account.enrollments).toHaveLength(2);
	});

	it('gives its place to the contact itself, enrolled again', async () => {
		const { cast, machine } = await openCrashed(4 * DAY);
		machine.advanceTo(Date.now() + 2 * HOUR);
		const [first] = cast.contacts;
		const run = await cast.enroll(cast.itemsOf(first), { parameters: limitOf(1) });
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(enrolleesOf(cast).filter((id) => id === first.id)).toHaveLength(1);
		machine.advanceTo(Date.now() + LOG_SHOWS_IT);
		expect(await toCome(cast)).toBe(1);
	});

	it('gives the day of its follow-up to others who wait for it', async () => {
		const { cast, machine } = await openCrashed(4 * DAY);
		machine.advanceTo(Date.now() + 2 * HOUR);
		expect((await enrollSecond(cast)).json[HELD]).toHaveLength(1);
		machine.advanceTo(Date.now() + LOG_SHOWS_IT);
		expect((await enrollSecond(cast)).json[ENROLLED]).toHaveLength(1);
		expect(await toCome(cast)).toBe(1);
		expect(cast.stage.dataTables.names).toEqual([LEDGER]);
	});
});
