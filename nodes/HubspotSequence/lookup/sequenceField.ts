import { ID } from '../../shared/contacts/contactRef';
import { Problem } from '../../shared/errors';
import { shownForEveryone } from '../../shared/n8n/descriptions/everyone';
import { typedAsId, typedAsUrl, type LocatorField } from '../../shared/n8n/fields';
import type { Parameters } from '../../shared/n8n/parameters';
import { quoted } from '../../shared/n8n/values';

const SEQUENCE_URL = 'https://[^/]+\\.hubspot\\.com/sequences/\\d+/sequence/(\\d+)';

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
			validation: typedAsId('A sequence ID'),
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.hubspot.com/sequences/4242424/sequence/190844',
			...typedAsUrl(SEQUENCE_URL, 'a sequence'),
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

export const everyonesSequenceField: LocatorField = {
	...locator,
	required: true,
	description: 'The sequence that the contacts are in',
	displayOptions: shownForEveryone,
};

export const onlySequenceOption: LocatorField = {
	...locator,
	displayName: 'Only This Sequence',
	name: 'onlySequence',
	description: 'Leave contacts alone that are in another sequence',
};

/** The id of the chosen sequence, or undefined where none is chosen. @throws Problem */
export const readSequenceId = (parameters: Parameters, field: LocatorField): string | undefined =>
	readSequence(parameters, field)?.id;

/** @throws Problem where none is chosen */
export function requireSequenceId(parameters: Parameters, field: LocatorField): string {
	const id = readSequenceId(parameters, field);
	if (id) return id;
	throw new Problem(
		'BAD_INPUT',
		'The Sequence of this item is empty',
		'Choose a sequence in this node.',
	);
}

/** The chosen sequence, with its name where it was picked from the list. @throws Problem */
export function readSequence(
	parameters: Parameters,
	field: LocatorField,
): { id: string; name?: string } | undefined {
	const { value, name } = parameters.locator(field);
	if (value === '') return undefined;
	if (!ID.test(value)) {
		throw new Problem(
			'BAD_INPUT',
			`The ${field.displayName} of this item is not a sequence ID`,
			`${quoted(value)} was given. Choose the sequence from the list, or enter the number at the end of its address in HubSpot.`,
		);
	}
	return { id: value, ...(name && parameters.isFixed(field) && { name }) };
}
