/** What a process keeps from one execution to the next; lost on a restart, unknown to other workers. */
const stores: Array<Store<unknown>> = [];

/**
 * Values by key, so many at most: beyond that, the one used longest ago goes. A key names what it is
 * about (an app, a row, a run) and never holds a token.
 */
export class Store<T> {
	private readonly entries = new Map<string, T>();

	/**
	 * @param name what it holds, for people
	 * @param most entries; what goes must be found or worked out again
	 */
	constructor(
		readonly name: string,
		private readonly most: number,
	) {}

	get(key: string): T | undefined {
		const value = this.entries.get(key);
		if (value !== undefined && this.entries.size > 1) this.moveToEnd(key, value);
		return value;
	}

	set(key: string, value: T): void {
		this.moveToEnd(key, value);
		const [oldest] = this.entries.keys();
		if (this.entries.size > this.most && oldest !== undefined) this.entries.delete(oldest);
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	clear(): void {
		this.entries.clear();
	}

	/** A copy, so that entries may go while it is read; the one used longest ago first. */
	all(): Array<[key: string, value: T]> {
		return [...this.entries];
	}

	/** A Map keeps its entries in the order in which they came. */
	private moveToEnd(key: string, value: T): void {
		this.entries.delete(key);
		this.entries.set(key, value);
	}
}

/** Opens a store of this process. */
export function openStore<T>(name: string, most: number): Store<T> {
	const store = new Store<T>(name, most);
	stores.push(store);
	return store;
}

/** All stores of this process, by name. */
export const storesByName = (): ReadonlyMap<string, Store<unknown>> =>
	new Map(stores.map((store) => [store.name, store]));

/** Empties all of them, as a restart does. */
export function resetStores(): void {
	for (const store of stores) store.clear();
}
