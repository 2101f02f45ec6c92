import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import {
	addEnrollments,
	removeEnrollments,
	sizeOfGroup,
	type NewEnrollment,
} from '../../../nodes/shared/quota/owed';
import type { Ledger, LedgerRow } from '../../../nodes/shared/ledger/ledger';
import type { DataTables } from '../../support/n8n/dataTables';
import { nodeContext } from '../../support/n8n/nodeContext';
import { scheduleAt } from '../../support/unit/schedules';

export const KEY = { account: '7', sender: 'rep@example.com' };
export const TABLE = 'HubSpot Send Ledger';

/**
 * A process of n8n: it has the code of the ledger for itself, and so knows no table yet and does not
 * queue with the others.
 */
export interface N8nProcess {
	/** The ledger of one execution. */
	open(dataTables: DataTables | 'unavailable'): Ledger;
}

export async function startProcess(): Promise<N8nProcess> {
	const started: N8nProcess[] = [];
	await jest.isolateModulesAsync(async () => {
		const { DataTableLedger } = await import(
			'../../../nodes/shared/ledger/dataTable/dataTableLedger'
		);
		started.push({ open: (dataTables) => new DataTableLedger(nodeContext({ dataTables })) });
	});
	return started[0];
}

export async function startProcesses(count: number): Promise<N8nProcess[]> {
	const processes: N8nProcess[] = [];
	while (processes.length < count) processes.push(await startProcess());
	return processes;
}

/** An enrollment of a contact at 2027-06-01 08:00 UTC, with emails then and a day later. */
const enrollment = (contact: number | string): NewEnrollment => ({
	targetId: '501',
	schedule: scheduleAt(0, 24 * 60 * 60 * 1000),
	at: Date.UTC(2027, 5, 1, 8),
	enrollee: enrolleeOf(String(contact), `contact-${contact}@example.com`),
});

/** A row with more enrollments. */
export const enrolled = (row: LedgerRow, ...contacts: Array<number | string>): LedgerRow => ({
	...row,
	owed: addEnrollments(row.owed, contacts.map(enrollment)),
});

/** Reserves the room of contacts, as an execution does. */
export const reserve = async (ledger: Ledger, ...contacts: Array<number | string>) =>
	await ledger.update(KEY, (row) => ({ row: enrolled(row, ...contacts) }));

export const giveBack = async (ledger: Ledger, ...contacts: Array<number | string>) => {
	const gone = contacts.map((contact) => ({ targetId: '501', contactId: String(contact) }));
	return await ledger.update(KEY, (row) => ({
		row: { ...row, owed: removeEnrollments(row.owed, gone) },
	}));
};

/** The contacts of a row, in order. */
export const contactsOf = ({ owed }: LedgerRow): string[] =>
	owed.groups.flatMap(({ members }) => members.map(([id]) => id)).sort();

/** How many enrollments a row has. */
export const sizeOfRow = ({ owed }: LedgerRow): number =>
	owed.groups.reduce((sum, group) => sum + sizeOfGroup(group), 0);

/** What the Data Table nodes were asked to do, in order. */
export const callsOf = ({ calls }: DataTables): string[] =>
	calls.map(({ resource, operation }) => (resource === 'row' ? operation : `${operation} table`));
