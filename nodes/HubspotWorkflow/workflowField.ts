import type { INodeProperties } from 'n8n-workflow';

const locator: INodeProperties = {
	displayName: 'Workflow',
	name: 'workflow',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a workflow…',
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

export const workflowFields: INodeProperties[] = [
	{
		...locator,
		required: true,
		description: 'The contact workflow',
		displayOptions: { show: { operation: ['enroll', 'unenroll', 'checkSendLimit'] } },
	},
	{
		...locator,
		description: 'Ask about this workflow only; without one, about all',
		displayOptions: { show: { operation: ['status'] } },
	},
];

export const workflowIdTypeOption: INodeProperties = {
	displayName: 'Workflow ID Type',
	name: 'workflowIdType',
	type: 'options',
	options: [
		{
			name: 'Auto',
			value: 'auto',
			description: 'A flow ID if there is such a flow, otherwise legacy',
		},
		{ name: 'Flow', value: 'flow', description: 'The ID in the address of the workflow' },
		{ name: 'Legacy', value: 'legacy', description: 'The ID of the older workflows API' },
	],
	default: 'auto',
	description: 'Which kind of ID is given under "By ID"',
};
