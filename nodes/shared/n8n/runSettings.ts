import type { IExecuteFunctions } from 'n8n-workflow';

import {
	apiRoutesOption,
	concurrencyOption,
	dryRunOption,
	includeInputOption,
	ledgerUnavailableOption,
	maxPerRunOption,
	verifyOption,
} from './descriptions/common';
import type { ApiRoutes } from '../hubspot/sequences';
import { Parameters } from './parameters';
import type { LedgerUnavailableChoice } from '../ledger/openLedger';

/** Options that count for the whole run: they have one value for all items. */
export interface RunSettings {
	dryRun: boolean;
	apiRoutes: ApiRoutes;
	verify: boolean;
	concurrency: number;
	includeInput: boolean;
	ledgerUnavailable: LedgerUnavailableChoice;
	/** Most contacts that one run of Enroll takes; 0 for no cap. */
	maxPerRun: number;
}

/** @throws Problem where a value is none of an option's, or items differ */
export function readRunSettings(context: IExecuteFunctions): RunSettings {
	const { options } = Parameters.ofRun(context);
	return {
		dryRun: options.flag(dryRunOption),
		apiRoutes: options.choice(apiRoutesOption),
		verify: options.flag(verifyOption),
		concurrency: options.wholeNumber(concurrencyOption),
		includeInput: options.flag(includeInputOption),
		ledgerUnavailable: options.choice(ledgerUnavailableOption),
		maxPerRun: options.wholeNumber(maxPerRunOption),
	};
}
