import { ID } from '../contacts/contactRef';
import { Problem } from '../errors';
import type { ListField, TextField } from '../n8n/fields';
import type { Parameters } from '../n8n/parameters';
import { quoted } from '../n8n/values';

/** What a contact must not be in; with neither ids nor theme, in any. */
export interface Conflicts {
	ids: string[];
	/** Words; one of them in the name is enough. */
	theme: string;
}

export const isAny = ({ ids, theme }: Conflicts): boolean => ids.length === 0 && theme === '';

/**
 * The conflicts that an item names.
 * @throws Problem where a value can be no id
 */
export function readConflicts(
	options: Parameters,
	fields: { ids: ListField; theme: TextField },
	what: 'workflow' | 'sequence',
): Conflicts {
	const ids = options.list(fields.ids);
	const wrong = ids.find((id) => !ID.test(id));
	if (wrong !== undefined) {
		throw new Problem(
			'BAD_INPUT',
			`A conflicting ${what} of this item is not a ${what} ID`,
			`${quoted(wrong)} was given. Choose the ${what}s from the list, or let the expression give their IDs.`,
		);
	}
	return { ids: ids.sort(), theme: options.text(fields.theme) };
}
