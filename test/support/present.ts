import type { Contact } from '../../tools/hubspot';

/** @throws Error where that is missing which the test or the tool has put there itself */
export function present<T>(value: T): NonNullable<T> {
	if (value === undefined || value === null) throw new Error('There is no such thing');
	return value;
}

export const emailOf = ({ properties }: Pick<Contact, 'properties'>): string =>
	present(properties.email);
