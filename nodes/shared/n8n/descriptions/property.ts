import type { LocatorField } from '../fields';

/**
 * A contact property, from the list or by its internal name. Workflows saved before there was a list hold
 * the bare name, which is read as well.
 */
export const propertyLocator = (searchListMethod: string, placeholder: string): LocatorField => ({
	displayName: 'Trigger Property',
	name: 'triggerProperty',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a contact property…',
			typeOptions: { searchListMethod, searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder,
			hint: 'The internal name, which HubSpot shows in the settings of the property',
		},
	],
});
