import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { typedAsEmail, typedAsId, typedAsUrl, type LocatorField } from '../fields';

/** As the address bar shows a contact now, and as it did before. */
const CONTACT_URL = 'https://[^/]+\\.hubspot\\.com/contacts/\\d+/(?:record/0-1|contact)/(\\d+)';

/** The contact of an item, for the operations that act on one. */
export const contactField: LocatorField = {
	displayName: 'Contact',
	name: 'contact',
	type: 'resourceLocator',
	default: { mode: 'email', value: '' },
	required: true,
	description:
		'The contact that each input item is about; for many, an expression over the item, such as its email',
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
			validation: typedAsId('A contact ID'),
		},
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. nathan@example.com',
			validation: typedAsEmail,
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.hubspot.com/contacts/4242424/record/0-1/30951',
			...typedAsUrl(CONTACT_URL, 'a contact'),
		},
	],
	displayOptions: { show: { operation: ['enroll', 'status', 'unenroll'] } },
};

/** As the editor writes it where a person lets the model fill a field. */
const FROM_MODEL =
	"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Contact', `Email address or HubSpot contact ID (digits only) of the contact`, 'string') }}";

/** The field in the form; in the tool of an agent it is the model that says whom, unless a person does. */
export const contactFields = (field: LocatorField): INodeProperties[] => {
	const shownFor = (isTool: boolean): IDisplayOptions => ({
		...field.displayOptions,
		show: { ...field.displayOptions?.show, '@tool': [isTool] },
	});
	return [
		{ ...field, displayOptions: shownFor(false) },
		{ ...field, default: { mode: 'email', value: FROM_MODEL }, displayOptions: shownFor(true) },
	];
};
