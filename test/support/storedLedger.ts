import { readRow, TABLE_NAME } from '../../nodes/shared/ledger/dataTable/ledgerTable';
import type { LedgerEntry } from '../../nodes/shared/ledger/ledger';
import type { Stage } from './n8n/stage';

/** All rows of the ledger in the Data Table, as the nodes read them. @throws LedgerDamaged */
export const storedLedger = ({ dataTables }: Pick<Stage, 'dataTables'>): LedgerEntry[] =>
	dataTables.rows(TABLE_NAME).map((stored) => {
		const key = { account: String(stored.account), sender: String(stored.sender) };
		return { key, row: readRow({ ...stored }, key).row };
	});
