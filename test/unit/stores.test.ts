import { openStore, resetStores, Store } from '../../nodes/shared/stores';

/** A store that is full with 'a', 'b' and 'c'. */
function fullStore(): Store<number> {
	const store = new Store<number>('letters', 3);
	for (const [index, letter] of ['a', 'b', 'c'].entries()) store.set(letter, index);
	return store;
}

const keysOf = (store: Store<number>) => store.all().map(([key]) => key);

describe('A full store', () => {
	it.each([
		['was set longest ago', () => {}, ['b', 'c', 'd']],
		['was used longest ago', (store: Store<number>) => void store.get('a'), ['c', 'a', 'd']],
		['was changed longest ago', (store: Store<number>) => store.set('a', 9), ['c', 'a', 'd']],
	])('forgets what %s', (_, use, left) => {
		const store = fullStore();
		use(store);
		store.set('d', 3);
		expect(keysOf(store)).toEqual(left);
	});

	it('forgets nothing where a value is set anew', () => {
		const store = fullStore();
		store.set('b', 7);
		expect(store.all()).toEqual([
			['a', 0],
			['c', 2],
			['b', 7],
		]);
	});

	it('has room where something was deleted', () => {
		const store = fullStore();
		store.delete('b');
		store.set('d', 3);
		expect(keysOf(store)).toEqual(['a', 'c', 'd']);
		expect(store.get('b')).toBeUndefined();
	});
});

it('a reset empties every store that was opened', () => {
	const stores = [openStore<number>('one', 5), openStore<number>('another', 5)];
	for (const store of stores) store.set('a', 1);
	resetStores();
	expect(stores.map((store) => store.all())).toEqual([[], []]);
});
