import type { IExecuteFunctions } from 'n8n-workflow';

import { ID } from '../shared/items/contactRef';
import { readLocator } from '../shared/items/locator';
import { Problem } from '../shared/items/problem';

/** The id of the chosen sequence, or undefined where none is chosen. @throws Problem */
export function readSequenceId(
	context: IExecuteFunctions,
	name: string,
	index: number,
): string | undefined {
	const { value } = readLocator(context, name, index);
	if (value === '') return undefined;
	if (!ID.test(value)) {
		throw new Problem(
			'The Sequence of this item is not a sequence ID',
			`"${value}" was given. Choose the sequence from the list, or enter the number at the end of its address in HubSpot.`,
		);
	}
	return value;
}
