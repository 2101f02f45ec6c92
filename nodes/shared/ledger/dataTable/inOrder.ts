const tails = new Map<string, Promise<void>>();

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
