/** Long work in short steps: who drives it can do something else in between. */
export type Steps<T> = Generator<void, T, void>;

/** Does it all, with nothing in between. */
export function atOnce<T>(steps: Steps<T>): T {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}
