import { readListId } from '../../shared/contacts/contactLists';
import { Problem } from '../../shared/errors';
import type { Parameters } from '../../shared/n8n/parameters';
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
			return { listId: readListId(parameters, listField, 'the list that the workflow starts on') };
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

function readProperty(parameters: Parameters): string {
	const { value: property } = parameters.locator(triggerPropertyField);
	if (property !== '') return property;
	throw new Problem(
		'BAD_INPUT',
		"The 'Trigger Property' of this item is empty",
		'Choose the contact property that the workflow starts on, or enter its internal name.',
	);
}
