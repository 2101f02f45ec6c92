import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiRoutes } from '../hubspot/sequences';

/** Options of the whole run; where they hold an expression, the first item's value counts. */
export interface RunSettings {
	dryRun: boolean;
	apiRoutes: ApiRoutes;
	verify: boolean;
	concurrency: number;
	includeInput: boolean;
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
	};
}
