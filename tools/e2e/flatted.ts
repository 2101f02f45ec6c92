/** Anything JSON can hold. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Reads the notation in which n8n's REST API sends an execution (npm's `flatted`, see
 * `ExecutionService.findOne`): one flat list, in which every string inside an object or array is
 * the index of its value in that list, and the first entry is the root.
 */
export function parseFlatted(text: string): Json {
	const list: Json[] = JSON.parse(text);
	const restored = new Map<number, Json>();

	const at = (index: number): Json => {
		const known = restored.get(index);
		if (known !== undefined) return known;
		const value = list[index];
		if (value === null || typeof value !== 'object') return value;
		// Registered before it is filled: a value may contain itself.
		if (Array.isArray(value)) {
			const array: Json[] = [];
			restored.set(index, array);
			for (const entry of value) array.push(resolve(entry));
			return array;
		}
		const object: { [key: string]: Json } = {};
		restored.set(index, object);
		for (const [key, entry] of Object.entries(value)) object[key] = resolve(entry);
		return object;
	};
	const resolve = (entry: Json): Json => (typeof entry === 'string' ? at(Number(entry)) : entry);

	return at(0);
}
