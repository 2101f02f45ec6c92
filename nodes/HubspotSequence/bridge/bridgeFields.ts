import type { INodeProperties } from 'n8n-workflow';

import { workflowLocator } from '../../shared/descriptions/workflow';
import { DEFAULT_TRIGGER_PROPERTY } from './bridgeSettings';

export const bridgeTriggerOption: INodeProperties = {
	displayName: 'Bridge Trigger',
	name: 'bridgeTrigger',
	type: 'options',
	options: [
		{
			name: 'Property',
			value: 'property',
			description: 'The workflow starts when a contact property is known; 100 contacts a request',
		},
		{
			name: 'Workflow',
			value: 'workflow',
			description:
				'The contacts are enrolled in the workflow by their email address; it needs no property',
		},
	],
	default: 'property',
	description: 'What starts the workflow that unenrolls',
};

export const bridgeWorkflowOption: INodeProperties = {
	...workflowLocator,
	displayName: 'Bridge Workflow',
	name: 'bridgeWorkflow',
	description: 'With Bridge Trigger set to Workflow: one with the action "Unenroll from sequence"',
};

export const createBridgeOption: INodeProperties = {
	displayName: 'Create Bridge',
	name: 'createBridge',
	type: 'boolean',
	default: false,
	description:
		'Whether to create the trigger property and the workflow in HubSpot where there are none; needs the scopes automation and crm.schemas.contacts.write',
};

export const triggerPropertyOption = (description: string): INodeProperties => ({
	displayName: 'Trigger Property',
	name: 'triggerProperty',
	type: 'string',
	default: DEFAULT_TRIGGER_PROPERTY,
	description,
});

export const pollSecondsOption: INodeProperties = {
	displayName: 'Poll Every (Seconds)',
	name: 'pollSeconds',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 6,
	description: 'How often to look whether the contacts have left their sequence',
};

export const waitSecondsOption: INodeProperties = {
	displayName: 'Wait at Most (Seconds)',
	name: 'waitSeconds',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 180,
	description:
		'How long to wait until HubSpot shows that the contacts have left their sequence; usually about 80 seconds',
};
