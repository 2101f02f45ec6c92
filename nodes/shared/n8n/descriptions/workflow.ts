import type { LocatorField } from '../fields';

/** A workflow in HubSpot, chosen by name, ID or address. */
export const workflowLocator: LocatorField = {
	displayName: 'Workflow',
	name: 'workflow',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a HubSpot workflow…',
			typeOptions: { searchListMethod: 'searchWorkflows', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1662037',
			hint: 'The ID in the address of the workflow, or the ID of the older API',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.hubspot.com/workflows/4242424/platform/flow/1662037/edit',
			extractValue: {
				type: 'regex',
				regex: 'https://[^/]+\\.hubspot\\.com/workflows/\\d+/(?:[^?#]*/)?flow/(\\d+)',
			},
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '\\s*https://[^/]+\\.hubspot\\.com/workflows/\\d+/(?:[^?#]*/)?flow/\\d+.*',
						errorMessage: 'Not the address of a workflow in HubSpot',
					},
				},
			],
		},
	],
};
