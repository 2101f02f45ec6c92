import { enroll, withdraw } from '../../../nodes/shared/quota/cohort';
import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import { DataTables } from '../../support/n8n/dataTables';
import { KEY, startProcess, TABLE, type N8nProcess } from './processes';
import {
	COHORT,
	ENROLLMENTS,
	HOUR,
	ledgerWith,
	newText,
	oldText,
	SCHEDULE,
	THIS_HOUR,
	writeAgain,
} from './storedRows';

let tables: DataTables;
let n8n: N8nProcess;
beforeAll(async () => {
	n8n = await startProcess();
});
beforeEach(() => {
	tables = new DataTables();
});

const rowWith = async (text: string) => await ledgerWith(n8n, tables, text);

const YEAR = 365 * 24;
const FIRST_HOUR = Date.UTC(2020, 0, 1) / HOUR;
const LAST_SEND = 3 * 366 * 24;
const MANY = 1_000_000;

/** So many cohorts alike, as version 0.1 wrote them. */
const cohorts = (count: number, given: object) =>
	JSON.stringify({ cohorts: Array(count).fill({ ...COHORT, enrollees: [], ...given }) });
/** So many enrollments together, in several groups. */
const groups = (count: number, others: number) =>
	newText({
		owed: { enrollments: Array(count).fill({ ...ENROLLMENTS, members: [], others }) },
	});
const fullIn = (ms: number) => JSON.stringify({ cohorts: [], fullUntil: Date.now() + ms });
const HOURS_OUT = [-1, 0, 0.5, FIRST_HOUR - 1, THIS_HOUR + YEAR + 2, 1e7, 1e9, 1e15];
const INSTANTS_OUT = [-1, 0, 0.5, FIRST_HOUR * HOUR - 1, Date.now() + (YEAR + 1) * HOUR, 1e15];
const NO_NUMBERS = ['null', '"NaN"', '"5"', 'true', '1e999', '-1e999'];

type Rows = Array<[string, string]>;
const each = <T>(name: string, values: T[], text: (value: T) => string): Rows =>
	values.map((value) => [`${name} ${JSON.stringify(value)}`, text(value)]);

/** By hand, or by something else: a number that no run of version 0.1 has written. */
const OUT_OF_OLD: Rows = [
	...each('hour', HOURS_OUT, (hour) => oldText({ hour })),
	...each('sends', [-1, 0.5, LAST_SEND + 1, 1e6, 1e15], (send) => oldText({ sends: [0, send] })),
	...each('others', [-1, 0.5, MANY + 1, 1e7, 1e9, 1e15], (others) => oldText({ others })),
	...NO_NUMBERS.flatMap((value) =>
		['hour', 'sends', 'others'].map((name): [string, string] => [
			`${name} ${value}`,
			oldText({ [name]: name === 'sends' ? ['?'] : '?' }).replace('"?"', value),
		]),
	),
	...['null', '"5"', '-1', '0.5', '1e15', '1e999'].map((value): [string, string] => [
		`fullUntil ${value}`,
		`{"cohorts":[],"fullUntil":${value}}`,
	]),
	['fullUntil in 26 hours', fullIn(26 * HOUR)],
	['1,001 sends of one enrollment', oldText({ sends: Array(1001).fill(0) })],
	['100,001 groups', cohorts(100_001, { others: 1 })],
	['2,000,001 sends', cohorts(3, { others: 666_667 })],
	['two million enrollments of two sends', cohorts(2, { others: MANY, sends: [0, 1] })],
];

/** The same in a row of this version. */
const OUT_OF_NEW: Rows = [
	...each('hour', HOURS_OUT, (hour) => newText({ made: { hour } })),
	...each('others', [-1, 0.5, MANY + 1, '5', null], (others) => newText({ made: { others } })),
	...each('a delay of', [-1, 0.5, LAST_SEND * HOUR + 1, 1e15, '5', null], (after) =>
		newText({ step: { after } }),
	),
	...each('a step that', ['yes', 1, null], (email) => newText({ step: { email } })),
	...each('the days', ['SUNDAYS', '', null], (days) => newText({ schedule: { days } })),
	...each(
		'the window',
		[[-1, 60], [0, 1441], [0.5, 60], [60], [600, 600], [900, 300], null],
		(window) => newText({ schedule: { window } }),
	),
	...each('the time zone', ['x'.repeat(101), 5, null], (timeZone) =>
		newText({ schedule: { timeZone } }),
	),
	...each('emails seen', [-1, 0.5, 1001, '1', null], (seen) => newText({ progress: [seen] })),
	...each('the hour of the last', [...HOURS_OUT, '5'], (last) => newText({ progress: [1, last] })),
	...each('emails of an hour', [-1, 0.5, 1001, '1', null], (inLast) =>
		newText({ progress: [1, 500_000, inLast] }),
	),
	...each('when it left', [...INSTANTS_OUT, '5', null], (left) =>
		newText({ progress: [1, 500_000, 1, left] }),
	),
	['more of an enrollment than there is', newText({ progress: [1, 500_000, 1, Date.now(), 1] })],
	...each('the last look', [...INSTANTS_OUT, '5', null], (lookedAt) =>
		newText({ owed: { lookedAt } }),
	),
	['1,001 steps', newText({ schedule: { steps: Array(1001).fill(SCHEDULE.steps[0]) } })],
	[
		'a sequence of more than three years',
		newText({ schedule: { steps: Array(4).fill({ after: YEAR * HOUR, email: true }) } }),
	],
	['100,001 groups', groups(100_001, 1)],
	['2,000,002 emails', newText({ made: { others: MANY } })],
	...each('compared emails', [-1, 0.5, '5', null], (emails) =>
		newText({ row: { evidence: { emails, readings: {} } } }),
	),
	...each('a reading', [{ right: -1 }, { back: 0 }, { out: {} }, { late: [1] }, null], (one) =>
		newText({ row: { evidence: { emails: 1, readings: { one } } } }),
	),
];

const WITHIN_OLD: Rows = [
	...each('hour', [FIRST_HOUR, THIS_HOUR - 3 * YEAR, THIS_HOUR, THIS_HOUR + YEAR - 1], (hour) =>
		oldText({ hour }),
	),
	...each('sends', [0, LAST_SEND], (send) => oldText({ sends: [send] })),
	...each('others', [0, MANY], (others) => oldText({ others })),
	['a fullUntil that is over', fullIn(-1000 * 24 * HOUR)],
	['fullUntil in a day', fullIn(24 * HOUR)],
	['1,000 sends of one enrollment', oldText({ sends: Array(1000).fill(0) })],
	['100,000 groups', cohorts(100_000, { others: 1 })],
	['2,000,000 sends', cohorts(2, { others: MANY })],
	['no cohorts', '{"cohorts":[]}'],
];

const WITHIN_NEW: Rows = [
	...each('hour', [FIRST_HOUR, THIS_HOUR, THIS_HOUR + YEAR - 1], (hour) =>
		newText({ made: { hour } }),
	),
	...each('others', [1, 500_000], (others) => newText({ made: { others } })),
	...each('a delay of', [0, LAST_SEND * HOUR], (after) => newText({ step: { after } })),
	...each(
		'how far it has come',
		[
			[2, 500_010],
			[2, 500_010, 2],
		],
		(progress) => newText({ progress }),
	),
	['one that has left', newText({ progress: [0, null, 1, Date.now()] })],
	['a look of now', newText({ owed: { lookedAt: Date.now() } })],
	['2,000,000 emails', groups(1, MANY)],
	['no enrollments', '{"v":2}'],
	[
		'what the account has shown',
		newText({
			row: { evidence: { since: Date.now(), emails: 3, readings: { one: { right: 3 } } } },
		}),
	],
];

describe('a number of a row', () => {
	it.each([...OUT_OF_OLD, ...OUT_OF_NEW])(
		'out of bounds is a problem that names the row: %s',
		async (_, text) => {
			await expect((await rowWith(text)).read(KEY)).rejects.toMatchObject({
				name: 'LedgerDamaged',
				details: { table: TABLE, row: 1, sender: KEY.sender },
			});
		},
	);

	it.each(WITHIN_OLD)('within bounds is read in a row of version 0.1: %s', async (_, text) => {
		expect(await (await rowWith(text)).read(KEY)).toEqual({ ...EMPTY_ROW, ...JSON.parse(text) });
	});

	it.each(WITHIN_NEW)('within bounds is read, and written alike: %s', async (_, text) => {
		const ledger = await rowWith(text);
		await ledger.read(KEY);
		expect(await writeAgain(ledger, tables)).toEqual(JSON.parse(text));
	});

	it('is never written so that it cannot be read', async () => {
		const ledger = n8n.open(tables);
		const at = Date.now();
		const far = { source: '501', at, sends: [at, at + 1e13] };
		await ledger.update(KEY, (row) => ({ row: { ...row, cohorts: enroll([], [far]) } }));
		expect(await ledger.read(KEY)).toMatchObject({ cohorts: [{ sends: [0, LAST_SEND] }] });
		await ledger.update(KEY, (row) => ({ row: { ...row, cohorts: withdraw(row.cohorts, [far]) } }));
		expect(await ledger.read(KEY)).toEqual(EMPTY_ROW);
	});
});
