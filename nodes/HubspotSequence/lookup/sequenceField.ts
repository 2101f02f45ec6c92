import type { LocatorField } from '../../shared/n8n/fields';

const locator: LocatorField = {
	displayName: 'Sequence',
	name: 'sequence',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a sequence…',
			typeOptions: { searchListMethod: 'searchSequences', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 190844',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.hubspot.com/sequences/4242424/sequence/190844',
			extractValue: {
				type: 'regex',
				regex: 'https://[^/]+\\.hubspot\\.com/sequences/\\d+/sequence/(\\d+)',
			},
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '\\s*https://[^/]+\\.hubspot\\.com/sequences/\\d+/sequence/\\d+.*',
						errorMessage: 'Not the address of a sequence in HubSpot',
					},
				},
			],
		},
	],
};

export const sequenceField: LocatorField = {
	...locator,
	required: true,
	description: 'The sequence to enroll in; its steps can be edited in HubSpot only',
	displayOptions: { show: { operation: ['enroll'] } },
};

export const checkedSequenceField: LocatorField = {
	...locator,
	description: 'The sequence that you have in mind; without one, a single email is assumed',
	displayOptions: { show: { operation: ['checkSendLimit'] } },
};

export const onlySequenceOption: LocatorField = {
	...locator,
	displayName: 'Only This Sequence',
	name: 'onlySequence',
	description: 'Leave contacts alone that are in another sequence',
};
