import { hourOf } from '../../../nodes/shared/quota/hours';
import type { Ledger } from '../../../nodes/shared/ledger/ledger';
import type { DataTables } from '../../support/n8n/dataTables';
import { KEY, TABLE, type N8nProcess } from './processes';

export const HOUR = 60 * 60 * 1000;
export const THIS_HOUR = hourOf(Date.now());

/** A ledger whose row of the sender somebody left so. */
export async function ledgerWith(n8n: N8nProcess, tables: DataTables, text: string) {
	const ledger = n8n.open(tables);
	await ledger.update(KEY, (row) => ({ row: { ...row } }));
	tables.rows(TABLE)[0].enrollments = text;
	return ledger;
}

/** Writes the row as it was read, and answers what it says then. */
export async function writeAgain(ledger: Ledger, tables: DataTables) {
	await ledger.update(KEY, (row) => ({ row: { ...row } }));
	return JSON.parse(String(tables.rows(TABLE)[0].enrollments)) as unknown;
}

/** A cohort as version 0.1 wrote it. */
export const COHORT = {
	source: '501',
	hour: 500_000,
	sends: [0],
	enrollees: [['1', 'a', 'b']],
	others: 0,
};
export const oldText = (given: object) => JSON.stringify({ cohorts: [{ ...COHORT, ...given }] });

const STEP = { after: 0, email: true };
export const SCHEDULE = {
	steps: [STEP, { after: 24 * HOUR, email: true }],
	days: 'EVERYDAY',
	window: [0, 1440],
	timeZone: 'UTC',
};
export const ENROLLMENTS = {
	source: '501',
	schedule: 'daily',
	hour: 500_000,
	members: [['1', 'a', 'b']],
};

/** What a row of this version says, in parts. */
interface Given {
	step?: object;
	schedule?: object;
	made?: object;
	/** How far the enrollment has come. */
	progress?: unknown[];
	owed?: object;
	row?: object;
}

/** A row as this version writes it. */
export const newText = ({ step, schedule, made, progress = [], owed, row }: Given = {}) => {
	const steps = [STEP, { after: 24 * HOUR, email: true, ...step }];
	const members = ENROLLMENTS.members.map((one) => [...one, ...progress]);
	return JSON.stringify({
		v: 2,
		owed: {
			schedules: { daily: { ...SCHEDULE, steps, ...schedule } },
			enrollments: [{ ...ENROLLMENTS, members, ...made }],
			...owed,
		},
		...row,
	});
};
