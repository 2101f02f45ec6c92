import type { INodeProperties } from 'n8n-workflow';

import { DIRECT_SUPPORT_ENDS } from '../../shared/hubspot/routes';
import { contactField } from '../../shared/n8n/descriptions/contact';
import { contactSourceFields } from '../../shared/n8n/descriptions/contactSource';
import { propertyLocator } from '../../shared/n8n/descriptions/property';
import type { Run } from '../../shared/n8n/router';
import { showHint } from '../../shared/n8n/hints';
import {
	choiceField,
	typedAsId,
	type ChoiceField,
	type FlagField,
	type LocatorField,
	type TextField,
} from '../../shared/n8n/fields';

/** HubSpot has named no successor of the route that Direct goes by (hubspot-api.md 3.6). */
const DIRECT_ENDS = `HubSpot supports this until ${DIRECT_SUPPORT_ENDS} and has named no successor; for workflows that start on a static list there is List, for those that start on a contact property there is Property`;

/** 2027-01-01, in UTC: nine months before the end. */
const HINT_FROM = Date.UTC(2027, 0, 1);

/** Says in time that the chosen method will end, once a run. */
export function hintDirect({ context }: Pick<Run, 'context'>, method: string): void {
	if (method !== 'direct' || Date.now() < HINT_FROM) return;
	showHint(context, `'Method' is set to Direct. ${DIRECT_ENDS}.`);
}

/** Methods that act on a workflow as a whole. */
const WHOLE = ['turnOff', 'archive'];

const methodField = <const V extends string>(
	operation: string,
	options: ChoiceField<V | 'direct'>['options'],
) =>
	choiceField<V | 'direct'>({
		displayName: 'Method',
		name: 'method',
		type: 'options',
		noDataExpression: true,
		options,
		default: 'direct',
		displayOptions: { show: { operation: [operation] } },
	});

export const optionalContactField: LocatorField = {
	...contactField,
	required: false,
	description: 'Optional with this method: it acts on every contact of the HubSpot workflow',
	displayOptions: { show: { operation: ['unenroll'], method: WHOLE } },
};

export const whoseContactFields: INodeProperties[] = [
	...contactSourceFields({ method: WHOLE }),
	optionalContactField,
];

export const enrollMethodField = methodField('enroll', [
	{
		name: 'Direct',
		value: 'direct',
		description: `Enroll each contact by its email address; one request per contact. ${DIRECT_ENDS}.`,
	},
	{
		name: 'List',
		value: 'list',
		description:
			'Add the contacts to the static list that starts the HubSpot workflow; for thousands',
	},
	{
		name: 'Property',
		value: 'property',
		description:
			'Set the contact property that starts the HubSpot workflow; 100 contacts per request',
	},
]);

export type EnrollMethod = (typeof enrollMethodField)['default'];

export const unenrollMethodField = methodField('unenroll', [
	{
		name: 'Direct',
		value: 'direct',
		description: `Unenroll each contact by its email address; one request per contact. ${DIRECT_ENDS}.`,
	},
	{
		name: 'List',
		value: 'list',
		description: 'Remove the contacts from the static list that starts the HubSpot workflow',
	},
	{
		name: 'Property',
		value: 'property',
		description: 'Set or clear the contact property that starts the HubSpot workflow',
	},
	{
		name: 'Turn Off Workflow',
		value: 'turnOff',
		description: 'Stop the HubSpot workflow for everybody in it',
	},
	{
		name: 'Archive Workflow',
		value: 'archive',
		description:
			'Delete the HubSpot workflow: everybody leaves it, and the API cannot bring it back',
	},
]);

export type UnenrollMethod = (typeof unenrollMethodField)['default'];

const wholeNotice = (method: string, name: string, displayName: string): INodeProperties => ({
	displayName,
	name,
	type: 'notice',
	default: '',
	displayOptions: { show: { operation: ['unenroll'], method: [method] } },
});

const turnOffNotice = wholeNotice(
	'turnOff',
	'turnOffNotice',
	'This stops the HubSpot workflow for <b>everybody</b> in it, not only for the contacts of the items. It stays off until somebody turns it on in HubSpot.',
);

const archiveNotice = wholeNotice(
	'archive',
	'archiveNotice',
	'This deletes the HubSpot workflow: <b>everybody</b> leaves it, and the API cannot bring it back.',
);

const leavingNotice: INodeProperties = {
	displayName:
		'HubSpot takes contacts out only if the workflow is set to unenroll those who no longer meet its trigger. The node looks, and says if it is not.',
	name: 'leavingNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { operation: ['unenroll'], method: ['list', 'property'] } },
};

export const listField: LocatorField = {
	displayName: 'List',
	name: 'list',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The static list that the HubSpot workflow starts on',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a list…',
			typeOptions: { searchListMethod: 'searchLists', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 6001',
			hint: 'The number in the address of the list in HubSpot',
			validation: typedAsId('A list ID'),
		},
	],
	displayOptions: { show: { operation: ['enroll', 'unenroll'], method: ['list'] } },
};

export const triggerPropertyField: LocatorField = {
	...propertyLocator('searchProperties', 'e.g. start_nurture'),
	required: true,
	description: 'The contact property that the HubSpot workflow starts on',
	displayOptions: { show: { operation: ['enroll', 'unenroll'], method: ['property'] } },
};

export const triggerValueField: TextField = {
	displayName: 'Trigger Value',
	name: 'triggerValue',
	type: 'string',
	default: '',
	placeholder: 'e.g. true',
	description: 'The value to set, as HubSpot stores it; empty to clear the property',
	displayOptions: { show: { operation: ['enroll', 'unenroll'], method: ['property'] } },
};

export const affectEveryoneField: FlagField = {
	displayName: 'Stop for Everyone',
	name: 'affectEveryone',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether the HubSpot workflow may be stopped for every contact in it, not only for those of the items; without this, nothing is done',
	displayOptions: { show: { operation: ['unenroll'], method: WHOLE } },
};

export const methodFields: INodeProperties[] = [
	enrollMethodField,
	unenrollMethodField,
	turnOffNotice,
	archiveNotice,
	leavingNotice,
	listField,
	triggerPropertyField,
	triggerValueField,
	affectEveryoneField,
];
