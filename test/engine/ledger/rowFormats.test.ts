import { SenderRoom } from '../../../nodes/shared/enroll/senderRoom';
import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { DataTables } from '../../support/n8n/dataTables';
import { contacts, sentTo, settingsOf } from '../../support/unit/guard';
import { owedIn, WHEN_DUE } from '../../support/unit/schedules';
import { contactsOf, KEY, startProcess, TABLE, type N8nProcess } from './processes';
import { COHORT, HOUR, ledgerWith, newText, oldText, THIS_HOUR, writeAgain } from './storedRows';
import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';

let tables: DataTables;
let n8n: N8nProcess;
beforeEach(async () => {
	tables = new DataTables();
	n8n = await startProcess();
});

const DAY = 24 * HOUR;
/** Enrolled yesterday, with emails then, today, and in two days. */
const yesterday = (ids: string[], given: object = {}) => ({
	...COHORT,
	source: '7',
	hour: THIS_HOUR - 24,
	sends: [0, 23, 72],
	enrollees: ids.map((id) => enrolleeOf(id, `contact-${id}@example.com`)),
	...given,
});
const planned = (...cohorts: object[]) => JSON.stringify({ cohorts });

/** Enrolls a contact, with HubSpot's log of some emails: a look at the row that writes it. */
async function enrollOne(text: string, mode: 'hold' | 'off' = 'hold') {
	const ledger = await ledgerWith(n8n, tables, text);
	const now = Date.now();
	const logged = [sentTo('1', now - DAY), sentTo('1', now - HOUR), sentTo('2', now - DAY)];
	const since: number[] = [];
	const readLog = async (from: number) => {
		since.push(from);
		return { now, logged: logged.filter(({ at }) => at >= from) };
	};
	const plans = async () => new Plans(WHEN_DUE);
	const room = new SenderRoom(
		{ began: Date.now(), key: KEY, ledger, readLog, plans },
		settingsOf(mode, 100),
	);
	const enrollments = contacts(1, { from: 9 });
	const { verdicts } = await room.reserve(enrollments, { release: [], chunk: 10 });
	return { verdicts, since };
}

const stored = async () => await (await startProcess()).open(tables).read(KEY);
/** Whose emails are owed now, without when they were enrolled. */
const owedNow = async () =>
	owedIn((await stored()).owed, Date.now()).map((one) => one.replace(/@.*:/, ':'));

describe('a row of version 0.1', () => {
	it('is carried on with the first enrollment: what the log shows has gone out, the rest is owed', async () => {
		const { verdicts, since } = await enrollOne(planned(yesterday(['1', '2', '3'])));
		expect(verdicts).toMatchObject([{ admitted: {} }]);
		// From where the oldest that owes was enrolled.
		expect(since).toEqual([(THIS_HOUR - 24) * HOUR]);
		expect(await owedNow()).toEqual(['1: 1', '2: 2', '3: 3', '9: 1']);
		expect((await stored()).cohorts).toEqual([]);
	});

	it('is written in the format of this version, which is read alike', async () => {
		await enrollOne(planned(yesterday(['1', '2'])));
		const before = await stored();
		const written = await writeAgain(n8n.open(tables), tables);
		expect(written).toMatchObject({ v: 2, owed: { lookedAt: expect.any(Number) } });
		expect(await stored()).toEqual(before);
	});

	it.each([
		['a clock that is minutes ahead', 10 * 60 * 1000, true],
		['a year to come, which counts for none', 300 * 24 * HOUR, false],
	])('has its last look of %s', async (_, ahead, isKept) => {
		const lookedAt = Date.now() + ahead;
		const text = JSON.stringify({ v: 2, owed: { schedules: {}, enrollments: [], lookedAt } });
		const { owed } = await (await ledgerWith(n8n, tables, text)).read(KEY);
		expect(owed.lookedAt).toBe(isKept ? lookedAt : undefined);
	});

	it('owes all of it where nobody looks at the log', async () => {
		await enrollOne(planned(yesterday(['1', '2'])), 'off');
		expect(await owedNow()).toEqual(['1: 3', '2: 3', '9: 1']);
	});

	it('is carried on whatever order its hours have', async () => {
		await enrollOne(planned(yesterday(['1'], { sends: [72, 0, 23] })), 'off');
		expect(await owedNow()).toEqual(['1: 3', '9: 1']);
		const { schedules } = (await stored()).owed;
		const waits = Object.values(schedules).map(({ steps }) =>
			steps.map(({ after }) => after / HOUR),
		);
		expect(waits).toContainEqual([0, 23, 49]);
	});

	it('is left as it was where it is only read', async () => {
		const text = planned(yesterday(['1']));
		const ledger = await ledgerWith(n8n, tables, text);
		expect((await ledger.read(KEY)).cohorts).toHaveLength(1);
		expect(tables.rows(TABLE)[0].enrollments).toBe(text);
	});

	it('joins one of this version, and nobody counts twice', async () => {
		await enrollOne(planned(yesterday(['1', '2'])));
		const [row] = tables.rows(TABLE);
		const other = planned(yesterday(['4'], { hour: THIS_HOUR - 30 }));
		tables.rows(TABLE).push({ ...row, id: Number(row.id) + 1, enrollments: other });
		const room = await stored();
		expect(contactsOf(room)).toEqual(['1', '2', '9']);
		expect(room.cohorts).toHaveLength(1);
	});
});

describe('a row of a newer version', () => {
	it.each([3, 4, 1000])('is a problem that names both formats: %d', async (v) => {
		const ledger = await ledgerWith(n8n, tables, JSON.stringify({ v, anything: 'else' }));
		const before = { ...tables.rows(TABLE)[0] };
		const problem = {
			name: 'LedgerDamaged',
			message: 'A newer version of this node has written what is planned for the sender',
			description: expect.stringMatching(
				new RegExp(`rep@example.com.*"${TABLE}".*format ${v},.*up to format 2.*Update the node`),
			),
			details: { table: TABLE, row: 1, sender: KEY.sender, format: v, readsUpTo: 2 },
		};
		await expect(ledger.read(KEY)).rejects.toMatchObject(problem);
		await expect(ledger.update(KEY, () => ({ row: EMPTY_ROW }))).rejects.toMatchObject(problem);
		await expect(ledger.rowsOf(KEY.account)).rejects.toMatchObject(problem);
		expect(tables.rows(TABLE)[0]).toEqual(before);
	});
});

describe('a row with more in it than this version knows of', () => {
	it.each([
		['of version 0.1', JSON.stringify({ ...JSON.parse(oldText({ later: 1 })), later: 2 })],
		['of this one', newText({ made: { later: 1 }, row: { later: 2 } })],
	])('can be read: %s', async (_, text) => {
		const ledger = await ledgerWith(n8n, tables, text);
		const { cohorts, owed } = await ledger.read(KEY);
		expect(cohorts.length + owed.groups.length).toBe(1);
	});
});
