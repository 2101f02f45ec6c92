import { createHash } from 'crypto';

/**
 * Whose enrollment it is: contact id, and short marks of the address and of its domain. Marks are
 * enough to tell addresses apart, and leave no address in a table that others may read.
 */
export type Enrollee = readonly [contactId: string, address: string, domain: string];

/** A short mark of a text; of some thousand texts no two have the same, but for rare luck. */
const markOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 6);

/** @param address in any case */
export function enrolleeOf(contactId: string, address: string): Enrollee {
	const lower = address.trim().toLowerCase();
	return [contactId, markOf(lower), markOf(domainOf(lower))];
}

export const addressMark = (address: string): string => markOf(address.trim().toLowerCase());

export const domainOf = (address: string): string =>
	address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export const domainMark = (domain: string): string => markOf(domain.toLowerCase());
