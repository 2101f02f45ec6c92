import { typedAsId, typedAsUrl, type LocatorField } from '../fields';

const WORKFLOW_URL = 'https://[^/]+\\.hubspot\\.com/workflows/\\d+/(?:[^?#]*/)?flow/(\\d+)';

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
			validation: typedAsId('A workflow ID'),
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.hubspot.com/workflows/4242424/platform/flow/1662037/edit',
			...typedAsUrl(WORKFLOW_URL, 'a workflow'),
		},
	],
};
