import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiRoutes } from '../hubspot/sequences';
import type { LedgerUnavailableChoice } from '../sendLimit/openLedger';
import { Problem } from './problem';

/** Options of the whole run; where they hold an expression, the first item's value counts. */
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

export function readRunSettings(context: IExecuteFunctions): RunSettings {
	const option = <T>(name: string, fallback: T) =>
		context.getNodeParameter(`options.${name}`, 0, fallback) as T;
	return {
		dryRun: option('dryRun', false),
		apiRoutes: option<ApiRoutes>('apiRoutes', 'published'),
		verify: option('verify', false),
		concurrency: Math.min(50, Math.max(1, Math.floor(option('concurrency', 8)))),
		includeInput: option('includeInput', false),
		ledgerUnavailable: option<LedgerUnavailableChoice>('ledgerUnavailable', 'hold'),
		maxPerRun: readCap('Max per Run', option('maxPerRun', 0)),
	};
}

/** @throws Problem where it is no whole number from 0 */
export function readCap(label: string, given: unknown): number {
	const most = Number(given);
	if (Number.isInteger(most) && most >= 0) return most;
	throw new Problem(
		`The ${label} option is not a whole number from 0`,
		'Correct the number in this node; 0 is no cap.',
	);
}
