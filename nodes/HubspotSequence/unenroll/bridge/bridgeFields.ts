import { workflowLocator } from '../../../shared/n8n/descriptions/workflow';
import {
	choiceField,
	type FlagField,
	type LocatorField,
	type NumberField,
	type TextField,
} from '../../../shared/n8n/fields';

export const bridgeTriggerOption = choiceField({
	displayName: 'Helper Workflow Trigger',
	name: 'bridgeTrigger',
	type: 'options',
	options: [
		{
			name: 'Property',
			value: 'property',
			description:
				'The helper workflow starts when a contact property is known; 100 contacts a request',
		},
		{
			name: 'Workflow',
			value: 'workflow',
			description:
				'The contacts are enrolled in the helper workflow by their email address; it needs no property',
		},
	],
	default: 'property',
	description: 'What starts the helper workflow. One value counts for the whole run.',
});

export const bridgeWorkflowOption: LocatorField = {
	...workflowLocator,
	displayName: 'Helper Workflow',
	name: 'bridgeWorkflow',
	description:
		'With \'Helper Workflow Trigger\' set to Workflow: one with the action "Unenroll from sequence". One value counts for the whole run.',
};

export const createBridgeOption: FlagField = {
	displayName: 'Create Helper Workflow',
	name: 'createBridge',
	type: 'boolean',
	default: false,
	description:
		'Whether to create the trigger property and the helper workflow in HubSpot where there are none; needs the scopes automation and crm.schemas.contacts.write. One value counts for the whole run.',
};

export const triggerPropertyOption: TextField = {
	displayName: 'Trigger Property',
	name: 'triggerProperty',
	type: 'string',
	default: 'unenroll_from_sequence_at',
	description:
		'Internal name of the contact property (type date and time) that starts the helper workflow. One value counts for the whole run.',
};

export const replaceTriggerPropertyOption: TextField = {
	...triggerPropertyOption,
	description:
		"With 'Already Enrolled' set to Replace: internal name of the contact property that starts the helper workflow. One value counts for the whole run.",
};

export const pollSecondsOption: NumberField = {
	displayName: 'Poll Every (Seconds)',
	name: 'pollSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 6,
	description:
		'How often to look whether the contacts have left their sequence. One value counts for the whole run.',
};

export const waitSecondsOption: NumberField = {
	displayName: 'Wait at Most (Seconds)',
	name: 'waitSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 86400 },
	default: 180,
	description:
		'How long to wait until HubSpot shows that the contacts have left their sequence; usually about 80 seconds. One value counts for the whole run.',
};
