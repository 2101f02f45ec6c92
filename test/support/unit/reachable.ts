/**
 * Every text that can be reached from a value: own properties whether listed or not, keys, maps,
 * sets, prototypes' getters apart.
 */
export function reachableText(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	const entries = value instanceof Map ? [...value.entries()] : [];
	const candidates = value instanceof Set ? [...value] : [];
	const own = Reflect.ownKeys(value).flatMap((key) => [
		String(key),
		...reachableText(Reflect.get(value, key), seen),
	]);
	return [
		...own,
		...[...entries.flat(), ...candidates].flatMap((item) => reachableText(item, seen)),
	];
}
