import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeParameterResourceLocator,
} from 'n8n-workflow';

export interface Located {
	mode: string;
	/** Trimmed; in mode `url` the id that the address holds. `''` where nothing was chosen. */
	value: string;
}

/**
 * Reads a resource locator of an item. An expression may also give the bare value.
 * @throws NodeOperationError by n8n where a URL has no id in it
 */
export function readLocator(context: IExecuteFunctions, name: string, index: number): Located {
	const raw = context.getNodeParameter(name, index, '') as unknown;
	const mode = isLocator(raw) ? raw.mode : 'id';
	// n8n evaluates an expression anew for each reading, and only an address holds more than the id.
	const value =
		mode === 'url'
			? (context.getNodeParameter(name, index, '', { extractValue: true }) as unknown)
			: raw;
	return { mode, value: textOf(isLocator(value) ? value.value : value) };
}

/** The value of a resource locator in the editor, where another picker depends on it. */
export function currentLocator(context: ILoadOptionsFunctions, name: string): Located {
	const raw = context.getCurrentNodeParameter(name) as unknown;
	if (!isLocator(raw)) return { mode: 'id', value: textOf(raw) };
	return { mode: raw.mode, value: textOf(raw.value) };
}

const textOf = (value: unknown) => String(value ?? '').trim();

const isLocator = (value: unknown): value is INodeParameterResourceLocator =>
	typeof value === 'object' && value !== null && '__rl' in value;
