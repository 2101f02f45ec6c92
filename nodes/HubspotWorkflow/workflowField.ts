import type { INodeProperties } from 'n8n-workflow';

import { workflowLocator } from '../shared/descriptions/workflow';

export const workflowFields: INodeProperties[] = [
	{
		...workflowLocator,
		required: true,
		description: 'The contact workflow',
		displayOptions: { show: { operation: ['enroll', 'unenroll', 'checkSendLimit'] } },
	},
	{
		...workflowLocator,
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
