import type { IExecuteFunctions } from 'n8n-workflow';

import { ID } from '../../shared/items/contactRef';
import { readLocator } from '../../shared/items/locator';
import { Problem } from '../../shared/items/problem';
import type { Trigger } from './triggerFilters';

export type EnrollMethod = 'direct' | 'list' | 'property';
export type UnenrollMethod = EnrollMethod | 'turnOff' | 'archive';

/** One method for the whole run: items by different ones could not share requests. */
export const readMethod = (context: IExecuteFunctions) =>
	context.getNodeParameter('method', 0, 'direct') as UnenrollMethod;

/**
 * By what the contact of an item enters or leaves; undefined with methods that need no trigger.
 * @throws Problem for what the user has to correct
 */
export function readTrigger(
	context: IExecuteFunctions,
	index: number,
	method: UnenrollMethod,
): Trigger | undefined {
	if (method === 'list') {
		const { value } = readLocator(context, 'list', index);
		if (ID.test(value)) return { listId: value };
		throw new Problem(
			value === '' ? 'The List of this item is empty' : 'The List of this item is not a list ID',
			`${value === '' ? '' : `"${value}" was given. `}Choose the list that the workflow starts on, or enter its ID: the number in the address of the list in HubSpot.`,
		);
	}
	if (method !== 'property') return undefined;
	const text = (name: string) => String(context.getNodeParameter(name, index, '') ?? '').trim();
	const property = text('triggerProperty');
	if (property !== '') return { property, value: text('triggerValue') };
	throw new Problem(
		'The Trigger Property of this item is empty',
		'Enter the internal name of the contact property that the workflow starts on.',
	);
}
