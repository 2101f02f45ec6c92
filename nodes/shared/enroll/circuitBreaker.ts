import { Problem, UnknownOutcome } from '../errors';
import { explainError } from '../transport/errorTable';
import { isOutage } from '../transport/failure';
import { MOST_IN_A_ROW } from '../transport/outage';

/**
 * Stops a run, or one sender's part of it, after a failure that every further request would meet
 * too: an expired key, a missing seat. The items behind it fail with the same cause, unasked.
 */
export class CircuitBreaker {
	private cause: { error: unknown } | undefined;
	private unansweredInARow = 0;

	constructor(private readonly outer?: CircuitBreaker) {}

	trip(error: unknown): void {
		this.cause ??= { error };
	}

	/** Stops everything, not this part alone. */
	tripAll(error: unknown): void {
		if (this.outer) this.outer.tripAll(error);
		else this.trip(error);
	}

	/**
	 * Notes what became of a contact, and stops the run where HubSpot did not answer for some in a row.
	 * @returns whether it stops the run now
	 */
	note(error?: unknown): boolean {
		const isNoAnswer =
			error instanceof UnknownOutcome || (isOutage(error) && !explainError(error).scope);
		this.unansweredInARow = isNoAnswer ? this.unansweredInARow + 1 : 0;
		if (this.unansweredInARow < MOST_IN_A_ROW || this.cause) return false;
		this.trip(notTried());
		return true;
	}

	/** The failure that stopped this part, or undefined while it goes on. */
	get stopped(): { error: unknown } | undefined {
		return this.outer?.stopped ?? this.cause;
	}
}

const notTried = () =>
	new Problem(
		'HUBSPOT_UNAVAILABLE',
		'HubSpot is down or cannot be reached, so the contact was not tried',
		`HubSpot did not answer for ${MOST_IN_A_ROW} contacts in a row. Run the item again when it does.`,
	);

/** What a person is told beside the items, where `note` stops the run. */
export const STOPPED_HINT =
	'HubSpot is down or cannot be reached, so the run stopped: the other contacts were not tried, and nothing is reserved for them';
