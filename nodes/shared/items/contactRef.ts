import type { IExecuteFunctions } from 'n8n-workflow';

import { readLocator } from './locator';
import { Problem } from './problem';

/** Which contact an item names: by HubSpot's id or by email. */
export interface ContactRef {
	by: 'id' | 'email';
	/** Trimmed; emails in lower case, as HubSpot stores them. */
	key: string;
}

export const ID = /^\d+$/;
export const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** @throws Problem where the value can be no id or no address: nothing is asked of HubSpot then */
export function readContactRef(context: IExecuteFunctions, index: number): ContactRef {
	const { mode, value } = readLocator(context, 'contact', index);
	if (value === '') {
		throw new Problem(
			'The Contact of this item is empty',
			'Check the expression in the Contact field: this input item has no value there.',
		);
	}
	if (mode === 'email') {
		if (!EMAIL.test(value)) {
			throw new Problem(
				'The Contact of this item is not an email address',
				`"${value}" was given. Enter an address, or set the Contact field to "By ID".`,
			);
		}
		return { by: 'email', key: value.toLowerCase() };
	}
	if (!ID.test(value)) {
		throw new Problem(
			'The Contact of this item is not a HubSpot contact ID',
			`"${value}" was given. A contact ID has digits only; for an address, set the Contact field to "By Email".`,
		);
	}
	return { by: 'id', key: value };
}
