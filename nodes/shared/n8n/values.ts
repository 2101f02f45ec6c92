import type { ILoadOptionsFunctions, INodePropertyMode } from 'n8n-workflow';

import type { LocatorField } from './fields';

/**
 * Values as sheets and expressions give them, read for what they plainly mean: `undefined` is the
 * answer to everything else, so that nothing passes for something it is not.
 */

/** Nothing, as an empty cell gives it: null, undefined, blanks, an empty list. */
export const isNothing = (given: unknown): boolean =>
	given === undefined ||
	given === null ||
	(typeof given === 'string' && given.trim() === '') ||
	(Array.isArray(given) && given.length === 0);

/** Text without blanks around it; a number is text as well. */
export function asText(given: unknown): string | undefined {
	if (typeof given === 'string') return given.trim();
	return typeof given === 'number' && Number.isFinite(given) ? String(given) : undefined;
}

export interface Bounds {
	min: number;
	max: number;
}

/** A whole number within bounds, also as digits: 30, "30", " 30 ". */
export function asWholeNumber(given: unknown, { min, max }: Bounds): number | undefined {
	const text = asText(given);
	const value = text !== undefined && /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
	return Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
}

const FLAGS = new Map([
	...['true', 'yes', '1'].map((word) => [word, true] as const),
	...['false', 'no', '0'].map((word) => [word, false] as const),
]);

/** True or false, also as a sheet writes it: "FALSE", "no", 0. */
export const asFlag = (given: unknown): boolean | undefined =>
	typeof given === 'boolean' ? given : FLAGS.get(asText(given)?.toLowerCase() ?? '');

/** Values of a list, or of text that has them one behind the other with commas, semicolons, blanks or on lines. */
export function asList(given: unknown): string[] | undefined {
	const values = (Array.isArray(given) ? given : [given]).map(asText);
	const texts = values.filter((value) => value !== undefined);
	if (texts.length < values.length) return undefined;
	return [...new Set(texts.flatMap((text) => text.split(/[\s,;]+/)))].filter((one) => one !== '');
}

const LONGEST_QUOTE = 100;

/** A value as an error quotes it. */
export function quoted(given: unknown): string {
	const text = typeof given === 'string' ? given : (jsonOf(given) ?? String(given));
	return `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}"`;
}

function jsonOf(given: unknown): string | undefined {
	try {
		return JSON.stringify(given);
	} catch {
		return undefined;
	}
}

/** A record as a field names it. */
export interface Located {
	/** `list`, `id`, `email`, `url`, or `name` of a property. */
	mode: string;
	/** Trimmed; in mode `url` the id that the address holds. `''` where nothing was chosen. */
	value: string;
	/** As the editor keeps it of what was chosen from the list. */
	name?: string;
}

/** The mode and the value in it; an expression may also give the bare value, which is taken for an id. */
export const partsOf = (
	given: unknown,
): { mode: unknown; value: unknown; cachedResultName?: unknown } =>
	typeof given === 'object' && given !== null && 'mode' in given && 'value' in given
		? given
		: { mode: 'id', value: given };

/** @returns undefined where it is no way of the field to name a record */
export function readLocated({ modes }: LocatorField, given: unknown): Located | undefined {
	const { mode, value, cachedResultName } = partsOf(given);
	const wayOf = (wanted: unknown) => modes.find(({ name }) => name === wanted);
	// A property is named by its name, and has no other ID.
	const way = wayOf(mode) ?? (mode === 'id' ? wayOf('name') : undefined);
	if (!way) return undefined;
	const text = isNothing(value) ? '' : asText(value);
	const id = text && way.extractValue ? idIn(text, way.extractValue) : text;
	if (id === undefined) return undefined;
	const name = mode === 'list' ? asText(cachedResultName) : undefined;
	return { mode: way.name, value: id, ...(name && { name }) };
}

/** The id that an address of HubSpot holds. */
function idIn(address: string, { regex }: NonNullable<INodePropertyMode['extractValue']>) {
	return new RegExp(regex).exec(address)?.[1];
}

/** The value of a resource locator in the editor, where another picker depends on it. */
export function currentLocator(context: ILoadOptionsFunctions, name: string): Located {
	const { mode, value } = partsOf(context.getCurrentNodeParameter(name));
	return { mode: String(mode), value: asText(value) ?? '' };
}
