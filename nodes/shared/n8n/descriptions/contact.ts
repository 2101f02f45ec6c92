import type { LocatorField } from '../fields';

/** The contact of an item, for the operations that act on one. */
export const contactField: LocatorField = {
	displayName: 'Contact',
	name: 'contact',
	type: 'resourceLocator',
	default: { mode: 'email', value: '' },
	required: true,
	description: 'The contact that each input item is about',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a contact…',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 30951',
			validation: [
				{
					type: 'regex',
					properties: { regex: '\\s*\\d+\\s*', errorMessage: 'A contact ID has digits only' },
				},
			],
		},
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. nathan@example.com',
		},
	],
	displayOptions: { show: { operation: ['enroll', 'status', 'unenroll'] } },
};
