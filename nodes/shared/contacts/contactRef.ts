import { Problem } from '../errors';
import type { LocatorField } from '../n8n/fields';
import type { Parameters } from '../n8n/parameters';
import { quoted } from '../n8n/values';

/** Which contact an item names: by HubSpot's id or by email. */
export interface ContactRef {
	by: 'id' | 'email';
	/** Trimmed; emails in lower case, as HubSpot stores them. */
	key: string;
	/** It was on a list a moment ago, or in a sequence or workflow; no item names it. */
	isMember?: true;
}

/** HubSpot's ids are whole numbers of 64 bits. */
export const ID = /^\d{1,19}$/;

/** @throws Problem where the value can be no id or no address: nothing is asked of HubSpot then */
export function readContactRef(parameters: Parameters, field: LocatorField): ContactRef {
	const { mode, value } = parameters.locator(field);
	if (value === '') {
		throw new Problem(
			'BAD_INPUT',
			'The Contact of this item is empty',
			"Check the expression in 'Contact': this input item has no value there.",
		);
	}
	if (parameters.ofTool) return refOfModel(value);
	if (mode === 'email') {
		const address = emailAddress(value);
		if (address !== undefined) return { by: 'email', key: address };
		throw new Problem(
			'BAD_INPUT',
			'The Contact of this item is not an email address',
			`${quoted(value)} was given. Enter an address, or set the Contact field to "By ID".`,
		);
	}
	if (!ID.test(value)) {
		throw new Problem(
			'BAD_INPUT',
			'The Contact of this item is not a HubSpot contact ID',
			`${quoted(value)} was given. A contact ID has digits only, at most 19; for an address, set the Contact field to "By Email".`,
		);
	}
	return { by: 'id', key: value };
}

/** A model has one argument for both. @throws Problem */
function refOfModel(value: string): ContactRef {
	if (ID.test(value)) return { by: 'id', key: value };
	const address = emailAddress(value);
	if (address !== undefined) return { by: 'email', key: address };
	throw new Problem(
		'BAD_INPUT',
		'The Contact is neither an email address nor a HubSpot contact ID',
		`${quoted(value)} was given. Find out the address of the contact, and give that; a name is not enough.`,
	);
}

/**
 * Longer is no address with a name: an address has 254 characters at most (RFC 5321, 4.5.3.1). On a
 * cell that holds a page, the patterns below would block n8n for minutes.
 */
const LONGEST = 1_000;

/** Shown as nothing, and brought along by copying: zero-width marks, soft hyphens. */
const INVISIBLE = /[\u200B-\u200F\u2060\uFEFF\u00AD]/g;

/** What stands around an address in mail programs and sheets, where it can mean nothing else. */
const AROUND: ReadonlyArray<[pattern: RegExp, address: string]> = [
	[/^[^<>]*<([^<>]*)>$/, '$1'],
	[/^mailto:([^?]*)(\?.*)?$/i, '$1'],
	[/^(["'`“”‘’„«»])(.*)["'`“”‘’«»]$/, '$2'],
	[/[\s,;.]+$/, ''],
];

const ADDRESS = /^("[^\s@"]+"|[^\s@<>"(),:;\\[\]]+)@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u;

/**
 * The address that a text plainly means, in lower case as HubSpot stores it: `Jane <jane@example.com>`,
 * `mailto:jane@example.com`, quotes around it, marks that nobody sees, a comma behind it.
 *
 * @returns undefined where it is not one email address
 */
export function emailAddress(text: string): string | undefined {
	if (text.length > LONGEST) return undefined;
	let address = text.replace(INVISIBLE, '').trim();
	for (let before = ''; before !== address; ) {
		before = address;
		for (const [pattern, inner] of AROUND) address = address.replace(pattern, inner).trim();
	}
	return ADDRESS.test(address) ? address.toLowerCase() : undefined;
}
