export type NonEmpty<T> = [T, ...T[]];

/** Items with the same key together, in the order in which the keys first come. */
export function groupsOf<T>(items: Iterable<T>, keyOf: (item: T) => string): Array<NonEmpty<T>> {
	const groups = new Map<string, NonEmpty<T>>();
	for (const item of items) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group) group.push(item);
		else groups.set(key, [item]);
	}
	return [...groups.values()];
}

/** The one item of a list that has just one. */
export const only = <T>(items: readonly T[]): T | undefined =>
	items.length === 1 ? items[0] : undefined;
