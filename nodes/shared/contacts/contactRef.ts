import { Problem } from '../errors';
import type { LocatorField } from '../n8n/fields';
import type { Parameters } from '../n8n/parameters';
import { quoted } from '../n8n/values';
import { emailAddress } from './emailAddress';

/** Which contact an item names: by HubSpot's id or by email. */
export interface ContactRef {
	by: 'id' | 'email';
	/** Trimmed; emails in lower case, as HubSpot stores them. */
	key: string;
}

/** HubSpot's ids are whole numbers of 64 bits. */
export const ID = /^\d{1,19}$/;

/** @throws Problem where the value can be no id or no address: nothing is asked of HubSpot then */
export function readContactRef(parameters: Parameters, field: LocatorField): ContactRef {
	const { mode, value } = parameters.locator(field);
	if (value === '') {
		throw new Problem(
			'The Contact of this item is empty',
			'Check the expression in the Contact field: this input item has no value there.',
		);
	}
	if (mode === 'email') {
		const address = emailAddress(value);
		if (address !== undefined) return { by: 'email', key: address };
		throw new Problem(
			'The Contact of this item is not an email address',
			`${quoted(value)} was given. Enter an address, or set the Contact field to "By ID".`,
		);
	}
	if (!ID.test(value)) {
		throw new Problem(
			'The Contact of this item is not a HubSpot contact ID',
			`${quoted(value)} was given. A contact ID has digits only, at most 19; for an address, set the Contact field to "By Email".`,
		);
	}
	return { by: 'id', key: value };
}
