/** Every text that can be reached from a value: hidden properties, causes, keys and maps included. */
export function textsOf(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return [];
	if (seen.has(value)) return [];
	seen.add(value);
	const own = Reflect.ownKeys(value).flatMap((key) => {
		const property = Object.getOwnPropertyDescriptor(value, key);
		return [String(key), ...textsOf(property?.value, seen)];
	});
	const entries = value instanceof Map || value instanceof Set ? [...value].flat() : [];
	return [...own, ...entries.flatMap((entry) => textsOf(entry, seen))];
}
