import type { ILoadOptionsFunctions, INodePropertyMode } from 'n8n-workflow';

import type { LocatorField } from './fields';
import { asText, isNothing } from './values';

/** A record as a field names it. */
export interface Located {
	/** `list`, `id`, `email` or `url`. */
	mode: string;
	/** Trimmed; in mode `url` the id that the address holds. `''` where nothing was chosen. */
	value: string;
}

/** The mode and the value in it; an expression may also give the bare value, which is taken for an id. */
export const partsOf = (given: unknown): { mode: unknown; value: unknown } =>
	typeof given === 'object' && given !== null && 'mode' in given && 'value' in given
		? given
		: { mode: 'id', value: given };

/** @returns undefined where it is no way of the field to name a record */
export function readLocated({ modes }: LocatorField, given: unknown): Located | undefined {
	const { mode, value } = partsOf(given);
	const way = modes.find(({ name }) => name === mode);
	if (!way) return undefined;
	const text = isNothing(value) ? '' : asText(value);
	const id = text && way.extractValue ? idIn(text, way.extractValue) : text;
	return id === undefined ? undefined : { mode: way.name, value: id };
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
