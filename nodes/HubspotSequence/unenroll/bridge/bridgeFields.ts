import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { propertyLocator } from '../../../shared/n8n/descriptions/property';
import { workflowLocator } from '../../../shared/n8n/descriptions/workflow';
import {
	choiceField,
	type FlagField,
	type LocatorField,
	type NumberField,
} from '../../../shared/n8n/fields';

const HELPER = { '/unenrollMethod': ['bridgeWorkflow'] };
/** What the property is for is of no use to a helper workflow that starts otherwise. */
const byProperty: IDisplayOptions = { show: HELPER, hide: { bridgeTrigger: ['workflow'] } };
const withReplace: IDisplayOptions = { show: { alreadyEnrolled: ['replace'] } };

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
	displayOptions: { show: HELPER },
});

export const bridgeWorkflowOption: LocatorField = {
	...workflowLocator,
	displayName: 'Helper Workflow',
	name: 'bridgeWorkflow',
	description: 'One with the action "Unenroll from sequence". One value counts for the whole run.',
	displayOptions: { show: { ...HELPER, bridgeTrigger: ['workflow'] } },
};

export const createBridgeOption: FlagField = {
	displayName: 'Create Helper Workflow',
	name: 'createBridge',
	type: 'boolean',
	default: false,
	description:
		'Whether to create the trigger property and the helper workflow in HubSpot where there are none; needs the scopes automation and crm.schemas.contacts.write. One value counts for the whole run.',
	displayOptions: byProperty,
};

/** Where nobody says otherwise. */
export const TRIGGER_PROPERTY = 'unenroll_from_sequence_at';

export const triggerPropertyOption: LocatorField = {
	...propertyLocator('searchDateProperties', `e.g. ${TRIGGER_PROPERTY}`),
	default: { mode: 'name', value: TRIGGER_PROPERTY },
	description:
		'The contact property (type date and time) that starts the helper workflow. One value counts for the whole run.',
	displayOptions: byProperty,
};

export const pollSecondsOption: NumberField = {
	displayName: 'Poll Every (Seconds)',
	name: 'pollSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 6,
	description:
		'How often to look whether the contacts have left their sequence. One value counts for the whole run.',
	displayOptions: { show: HELPER },
};

export const waitSecondsOption: NumberField = {
	displayName: 'Wait at Most (Seconds)',
	name: 'waitSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 86400 },
	default: 180,
	description:
		'How long to wait until HubSpot shows that the contacts have left their sequence; usually about 80 seconds. One value counts for the whole run.',
	displayOptions: { show: HELPER },
};

/** How a contact leaves its sequence where 'Already Enrolled' is set to Replace. */
export const replaceOptions: INodeProperties[] = [
	triggerPropertyOption,
	waitSecondsOption,
	pollSecondsOption,
].map((option) => ({ ...option, displayOptions: withReplace }));
