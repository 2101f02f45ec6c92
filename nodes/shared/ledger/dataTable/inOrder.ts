import { openStore } from '../../stores';

/** The last task of each name. Where one is forgotten, the next ones race for the row, and none is lost. */
const tails = openStore<Promise<void>>('last change of a row', 10_000);

/**
 * Runs tasks of one name one after the other, whatever execution of this process they belong to.
 * Without it, executions of one process would race each other to the database, and most would lose.
 */
export async function inOrder<T>(name: string, task: () => Promise<T>): Promise<T> {
	const before = tails.get(name) ?? Promise.resolve();
	const result = before.then(task);
	const tail = result.then(
		() => {},
		() => {},
	);
	tails.set(name, tail);
	void tail.then(() => {
		if (tails.get(name) === tail) tails.delete(name);
	});
	return await result;
}
