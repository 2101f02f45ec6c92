import { ID } from '../../shared/contacts/contactRef';
import { Problem } from '../../shared/errors';
import type { Parameters } from '../../shared/n8n/parameters';
import { quoted } from '../../shared/n8n/values';
import {
	listField,
	triggerPropertyField,
	triggerValueField,
	type UnenrollMethod,
} from './methodFields';
import type { Trigger } from './triggerFilters';

/**
 * By what the contact of an item enters or leaves; undefined with methods that need no trigger.
 * @throws Problem for what the user has to correct
 */
export function readTrigger(parameters: Parameters, method: UnenrollMethod): Trigger | undefined {
	switch (method) {
		case 'list':
			return { listId: readListId(parameters) };
		case 'property':
			return {
				property: readProperty(parameters),
				value: parameters.propertyValue(triggerValueField),
			};
		case 'direct':
		case 'turnOff':
		case 'archive':
			return undefined;
	}
}

function readListId(parameters: Parameters): string {
	const { value } = parameters.locator(listField);
	if (ID.test(value)) return value;
	throw new Problem(
		'BAD_INPUT',
		value === '' ? 'The List of this item is empty' : 'The List of this item is not a list ID',
		`${value === '' ? '' : `${quoted(value)} was given. `}Choose the list that the workflow starts on, or enter its ID: the number in the address of the list in HubSpot.`,
	);
}

function readProperty(parameters: Parameters): string {
	const property = parameters.text(triggerPropertyField);
	if (property !== '') return property;
	throw new Problem(
		'BAD_INPUT',
		"The 'Trigger Property' of this item is empty",
		'Enter the internal name of the contact property that the workflow starts on.',
	);
}
