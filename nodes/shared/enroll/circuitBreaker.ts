/**
 * Stops a run, or one sender's part of it, after a failure that every further request would meet
 * too: an expired key, a missing seat. The items behind it fail with the same cause, unasked.
 */
export class CircuitBreaker {
	private cause: { error: unknown } | undefined;

	constructor(private readonly outer?: CircuitBreaker) {}

	trip(error: unknown): void {
		this.cause ??= { error };
	}

	/** Stops everything, not this part alone. */
	tripAll(error: unknown): void {
		if (this.outer) this.outer.tripAll(error);
		else this.trip(error);
	}

	/** The failure that stopped this part, or undefined while it goes on. */
	get stopped(): { error: unknown } | undefined {
		return this.outer?.stopped ?? this.cause;
	}
}
