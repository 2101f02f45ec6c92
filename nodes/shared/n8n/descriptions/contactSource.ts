import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { choiceField, typedAsId, typedAsUrl, type LocatorField } from '../fields';
import { contactField, contactFields } from './contact';

const SHOWN = { operation: ['enroll', 'status', 'unenroll'] };

/** Where the contacts of a run come from. Other fields depend on it, so it is one for the run. */
export const contactsFromField = choiceField({
	displayName: 'Contacts From',
	name: 'contactsFrom',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'HubSpot List',
			value: 'list',
			description: 'Every member of a list; one input item stands for the whole list',
		},
		{
			name: 'Input Items',
			value: 'items',
			description: 'The contact that each input item names',
		},
	],
	default: 'items',
	displayOptions: { show: SHOWN },
});

const LIST_URL = 'https://[^/]+\\.hubspot\\.com/contacts/\\d+/(?:objectLists|lists)/(\\d+)';

/** The list whose members an input item stands for. */
export const sourceListField: LocatorField = {
	displayName: 'Contact List',
	name: 'sourceList',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The list of contacts in HubSpot, static or active; read anew in each run',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a list of contacts…',
			typeOptions: { searchListMethod: 'searchContactLists', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 6001',
			hint: 'The number in the address of the list in HubSpot',
			validation: typedAsId('A list ID'),
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.hubspot.com/contacts/4242424/objectLists/6001/filters',
			...typedAsUrl(LIST_URL, 'a list'),
		},
	],
	displayOptions: { show: SHOWN },
};

/** For a model whose tool a person has set to a list, or to everyone. */
export const NO_CONTACT =
	'If there is no argument Contact, it is about everybody on a list, or in it, as a person has set.';

/** Whom an operation is about, in the form: the fields are hidden where `hide` says so. */
export function contactSourceFields(hide: IDisplayOptions['hide'] = {}): INodeProperties[] {
	const shownWith = (more: IDisplayOptions['show']): IDisplayOptions => ({
		show: { ...SHOWN, ...more },
		hide: { statusOf: ['everyone'], ...hide },
	});
	return [
		{ ...contactsFromField, displayOptions: shownWith({}) },
		...contactFields({ ...contactField, displayOptions: shownWith({ contactsFrom: ['items'] }) }),
		{ ...sourceListField, displayOptions: shownWith({ contactsFrom: ['list'] }) },
	];
}
