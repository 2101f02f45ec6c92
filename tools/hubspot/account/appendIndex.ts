/**
 * Groups of a list that only grows, kept up as it is asked. A list that was replaced or cut is
 * indexed anew, so tests may still change it directly.
 */
export class AppendIndex<T> {
	private source?: T[];
	private seen = 0;
	private groups = new Map<string, T[]>();

	constructor(private readonly keyOf: (item: T) => string) {}

	/** The items of `list` with this key, in their order. */
	of(list: T[], key: string): readonly T[] {
		if (list !== this.source || list.length < this.seen) {
			this.source = list;
			this.seen = 0;
			this.groups.clear();
		}
		for (; this.seen < list.length; this.seen++) {
			const item = list[this.seen];
			const group = this.groups.get(this.keyOf(item));
			if (group) group.push(item);
			else this.groups.set(this.keyOf(item), [item]);
		}
		return this.groups.get(key) ?? [];
	}
}
