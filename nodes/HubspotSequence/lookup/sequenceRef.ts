import { ID } from '../../shared/contacts/contactRef';
import { Problem } from '../../shared/errors';
import type { LocatorField } from '../../shared/n8n/fields';
import type { Parameters } from '../../shared/n8n/parameters';
import { quoted } from '../../shared/n8n/values';

/** The id of the chosen sequence, or undefined where none is chosen. @throws Problem */
export function readSequenceId(parameters: Parameters, field: LocatorField): string | undefined {
	const { value } = parameters.locator(field);
	if (value === '') return undefined;
	if (!ID.test(value)) {
		throw new Problem(
			`The ${field.displayName} of this item is not a sequence ID`,
			`${quoted(value)} was given. Choose the sequence from the list, or enter the number at the end of its address in HubSpot.`,
		);
	}
	return value;
}
