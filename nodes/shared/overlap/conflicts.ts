import type { IExecuteFunctions } from 'n8n-workflow';

import { ID } from '../items/contactRef';
import { Problem } from '../items/problem';

/** What a contact must not be in; with neither ids nor theme, in any. */
export interface Conflicts {
	ids: string[];
	/** Words; one of them in the name is enough. */
	theme: string;
}

export const isAny = ({ ids, theme }: Conflicts): boolean => ids.length === 0 && theme === '';

/**
 * The conflicts that an item names.
 *
 * @param idsOption a list from the editor, or ids from an expression: an array, or text with commas
 * @throws Problem where a value can be no id
 */
export function readConflicts(
	context: IExecuteFunctions,
	index: number,
	idsOption: string,
	what: 'workflow' | 'sequence',
): Conflicts {
	const listed = context.getNodeParameter(`options.${idsOption}`, index, []) as unknown;
	const ids = (Array.isArray(listed) ? (listed as unknown[]) : [listed])
		.flatMap((value) => String(value ?? '').split(/[\s,;]+/))
		.filter((id) => id !== '');
	const wrong = ids.find((id) => !ID.test(id));
	if (wrong !== undefined) {
		throw new Problem(
			`A conflicting ${what} of this item is not a ${what} ID`,
			`"${wrong}" was given. Choose the ${what}s from the list, or let the expression give their IDs.`,
		);
	}
	const theme = context.getNodeParameter('options.conflictTheme', index, '') as unknown;
	return { ids: [...new Set(ids)].sort(), theme: String(theme ?? '').trim() };
}
