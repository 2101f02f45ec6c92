import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';

/** What HubSpot took in before a time-out needs a moment to be readable. */
export const SETTLE_MS = 2_000;

/**
 * Sends a write that is harmless to repeat, but whose second answer does not tell what the first one
 * did. So the transport may not repeat it unseen.
 * @param write is given whether the transport may repeat it
 * @returns the answer, and whether an earlier one was lost
 * @throws HubspotFailure; after a lost answer one whose outcome is unknown
 */
export async function repeatWrite<T>(
	client: HubspotClient,
	write: (repeatable: boolean) => Promise<T>,
): Promise<{ answer: T; lost: boolean }> {
	try {
		return { answer: await write(false), lost: false };
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!outcomeUnknown(error)) rethrow(error);
		await pause(SETTLE_MS, client.signal);
	}
	try {
		return { answer: await write(true), lost: true };
	} catch (error) {
		// What the repeat is refused for says nothing of the first.
		if (error instanceof HubspotFailure) error.details.mayHaveTakenEffect = true;
		rethrow(error);
	}
}
