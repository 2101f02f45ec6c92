import { sumBy } from 'lodash';

import type { DataTables } from '../../test/support/n8n/dataTables';

/** The table in which the nodes keep what is planned for each sender. */
export const LEDGER = 'HubSpot Send Ledger';

/** Emails that are still to come, of all senders. */
export const plannedSends = (dataTables: DataTables): number =>
	sumBy(dataTables.rows(LEDGER), ({ sendsToCome }) => Number(sendsToCome));
