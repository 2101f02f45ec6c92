import { invalid } from './errors';
import type { PropertyType } from './account/contactProperties';
import type { Properties } from './account/types';

export interface Filter {
	propertyName: string;
	operator: string;
	value?: unknown;
	values?: unknown[];
	highValue?: unknown;
}

/** A value as its property's type orders it; strings are indexed in lower case. */
function indexed(value: unknown, type: PropertyType): string | number {
	const text = String(value);
	if (type === 'datetime') return /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
	if (type === 'number') return Number(text);
	return type === 'string' ? text.toLowerCase() : text;
}

/** `IN` takes values as they stand, so an upper-case one never meets a string (hubspot-api.md 5.1). */
function isIn(actual: string, values: unknown[], type: PropertyType): boolean {
	if (type === 'string') return values.some((value) => String(value) === actual.toLowerCase());
	return values.some((value) => indexed(value, type) === indexed(actual, type));
}

function hasToken(actual: string, wanted: string): boolean {
	const split = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}*]+/u);
	const tokens = split(actual);
	return split(wanted)
		.filter((token) => token !== '' && token !== '*')
		.every((token) => {
			const pattern = new RegExp(`^${token.replace(/\*/g, '.*')}$`, 'u');
			return tokens.some((candidate) => pattern.test(candidate));
		});
}

/** Whether a record's properties meet one filter of a search. */
export function matchesFilter(
	properties: Properties,
	filter: Filter,
	types: ReadonlyMap<string, PropertyType>,
): boolean {
	const { propertyName, operator } = filter;
	const actual = properties[propertyName] ?? null;
	const type = types.get(propertyName) ?? 'string';
	const compare = (test: (a: string | number, b: string | number) => boolean, with_: unknown) => {
		if (with_ === undefined) throw invalid(`operator ${operator} requires a value`);
		return actual !== null && test(indexed(actual, type), indexed(with_, type));
	};
	const list = (values: unknown) => {
		if (!Array.isArray(values) || values.length === 0) {
			throw invalid(`operator ${operator} requires values`);
		}
		return values as unknown[];
	};
	switch (operator) {
		case 'EQ':
			return compare((a, b) => a === b, filter.value);
		case 'NEQ':
			return !compare((a, b) => a === b, filter.value);
		case 'LT':
			return compare((a, b) => a < b, filter.value);
		case 'LTE':
			return compare((a, b) => a <= b, filter.value);
		case 'GT':
			return compare((a, b) => a > b, filter.value);
		case 'GTE':
			return compare((a, b) => a >= b, filter.value);
		case 'BETWEEN':
			return compare((a, b) => a >= b, filter.value) && compare((a, b) => a <= b, filter.highValue);
		case 'IN':
			return actual !== null && isIn(actual, list(filter.values), type);
		case 'NOT_IN':
			return actual === null || !isIn(actual, list(filter.values), type);
		case 'HAS_PROPERTY':
			return actual !== null;
		case 'NOT_HAS_PROPERTY':
			return actual === null;
		case 'CONTAINS_TOKEN':
			return actual !== null && hasToken(actual, String(filter.value));
		case 'NOT_CONTAINS_TOKEN':
			return actual === null || !hasToken(actual, String(filter.value));
		default:
			throw invalid(`Invalid input JSON: operator ${operator} is not supported`);
	}
}
