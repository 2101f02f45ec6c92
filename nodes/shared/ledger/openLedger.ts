import type { IExecuteFunctions } from 'n8n-workflow';

import type { SendLimitMode } from '../quota/decision';
import { DataTableLedger } from './dataTable/dataTableLedger';
import { TABLE_NAME } from './dataTable/ledgerTable';
import { FallbackLedger } from './fallbackLedger';
import { inProcessLedger } from './inProcessLedger';
import type { Ledger } from './ledger';

/** What to do where the ledger cannot be reached. */
export type LedgerUnavailableChoice = 'hold' | 'useHubSpotCount';

/** The ledger of a run, by what its limit mode asks of it. */
export interface Ledgers {
	of(mode: SendLimitMode): Ledger;
}

/** @param hint told where the ledger cannot be reached, and HubSpot's own count is gone by */
export function openLedger(
	context: IExecuteFunctions,
	choice: LedgerUnavailableChoice,
	hint: (message: string) => void,
): Ledgers {
	const shared = new DataTableLedger(context);
	const orElse = new FallbackLedger(shared, inProcessLedger, (cause) =>
		hint(
			`The Data Table "${TABLE_NAME}" cannot be reached (${cause}), so the sending limit goes by HubSpot's own count, and follow-ups of earlier enrollments are not in it.`,
		),
	);
	const quietly = new FallbackLedger(shared, inProcessLedger, () => {});
	return {
		of: (mode) => {
			if (mode === 'off') return quietly;
			// Warn enrolls whatever the count says.
			return mode === 'warn' || choice === 'useHubSpotCount' ? orElse : shared;
		},
	};
}
