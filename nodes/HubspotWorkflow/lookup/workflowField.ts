import { choiceField, type LocatorField } from '../../shared/n8n/fields';

import { workflowLocator } from '../../shared/n8n/descriptions/workflow';

export const workflowField: LocatorField = {
	...workflowLocator,
	required: true,
	description: 'The contact workflow',
	displayOptions: { show: { operation: ['enroll', 'unenroll', 'checkSendLimit'] } },
};

export const askedWorkflowField: LocatorField = {
	...workflowLocator,
	description: 'Ask about this workflow only; without one, about all',
	displayOptions: { show: { operation: ['status'] } },
};

export const workflowIdTypeOption = choiceField({
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
});
