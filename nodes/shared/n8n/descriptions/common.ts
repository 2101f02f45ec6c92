import type { INodeProperties } from 'n8n-workflow';

import type { ApiRoutes } from '../../hubspot/sequences';
import { choiceField, type FlagField, type NumberField } from '../fields';
import type { SendLimitMode } from '../../quota/decision';
import type { LedgerUnavailableChoice } from '../../ledger/openLedger';

/** What happens to contacts that do not fit in the limit; on Enroll of both nodes. */
export const sendLimitModeField = choiceField<SendLimitMode>({
	displayName: 'When the Limit Is Reached',
	name: 'sendLimitMode',
	type: 'options',
	options: [
		{
			name: 'Hold Back',
			value: 'hold',
			description:
				'Enroll what fits, and send the rest to the Held Back output with a time to retry',
		},
		{
			name: 'Fail',
			value: 'fail',
			description: 'All or nothing: if not all contacts fit, none is enrolled',
		},
		{
			name: 'Enroll Anyway and Warn',
			value: 'warn',
			description: 'Enroll everything, and mark each item that goes beyond the limit',
		},
		{
			name: 'Do Not Check',
			value: 'off',
			description: 'Enroll without a look at the limit; HubSpot may refuse, delay or lose mail',
		},
	],
	default: 'hold',
	displayOptions: { show: { operation: ['enroll'] } },
});

export const apiRoutesOption = choiceField<ApiRoutes>({
	displayName: 'API Routes',
	name: 'apiRoutes',
	type: 'options',
	options: [
		{
			name: 'Published',
			value: 'published',
			description: 'The newest published API of HubSpot, falling back to v4',
		},
		{
			name: 'V4',
			value: 'v4',
			description: 'The older published API; HubSpot ends its support on 2027-03-30',
		},
		{
			name: 'CRM Object Routes',
			value: 'crmObjects',
			description:
				'Routes that HubSpot has not published; not for normal use, as accounts answer them with "not found"',
		},
	],
	default: 'published',
	description: 'Which routes of HubSpot the node calls. One value counts for the whole run.',
});

export const concurrencyOption: NumberField = {
	displayName: 'Parallel Requests',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 50 },
	default: 0,
	description:
		'How many requests may be under way at once; 0 for as many as fill the rate limit of HubSpot, which is kept in any case. One value counts for the whole run.',
};

export const dryRunOption: FlagField = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to run every check and write nothing; each item says what would happen. One value counts for the whole run.',
};

export const includeInputOption: FlagField = {
	displayName: 'Include Input Fields',
	name: 'includeInput',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep the fields of the input item under "input". One value counts for the whole run.',
};

export const ledgerUnavailableOption = choiceField<LedgerUnavailableChoice>({
	displayName: 'If Planned Sends Cannot Be Read',
	name: 'ledgerUnavailable',
	type: 'options',
	options: [
		{
			name: 'Hold Back',
			value: 'hold',
			description: 'No contact is enrolled whose room cannot be counted',
		},
		{
			name: 'Use HubSpot Count',
			value: 'useHubSpotCount',
			description:
				'Go by the mail that HubSpot has logged; planned follow-ups and other workers are not counted',
		},
	],
	default: 'hold',
	description:
		'What to do where n8n cannot reach the Data Table "HubSpot Send Ledger", such as in executions by the command line. One value counts for the whole run.',
});

export const maxPerRunOption: NumberField = {
	displayName: 'Max per Run',
	name: 'maxPerRun',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'How many contacts one run may take; the rest leaves by the Held Back output, for the next run. 0 for no cap. One value counts for the whole run.',
};

export const skipIneligibleOption: FlagField = {
	displayName: 'Skip Ineligible Contacts',
	name: 'skipIneligible',
	type: 'boolean',
	default: true,
	description:
		'Whether contacts that cannot be emailed (opted out, bounced, quarantined, no address) leave by the Skipped output; if off, each is an error of its item',
};

export const verifyOption: FlagField = {
	displayName: 'Confirm in HubSpot',
	name: 'verify',
	type: 'boolean',
	default: false,
	description:
		'Whether to read each enrollment back and say if HubSpot really holds it; one more request per contact. One value counts for the whole run.',
};

/** The Options of one operation. */
export const optionsCollection = (
	operation: string,
	entries: INodeProperties[],
): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: entries,
	displayOptions: { show: { operation: [operation] } },
});
