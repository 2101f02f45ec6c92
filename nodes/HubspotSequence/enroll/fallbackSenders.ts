import { sortBy } from 'lodash';

import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { explainError } from '../../shared/transport/errorTable';
import { sentBy, type Candidate } from './candidate';
import type { SenderLoader } from '../lookup/senderLoader';

/** Contacts whose owner HubSpot does not take as a sender: they go on to the Fallback Sender. */
export class FallbackSenders {
	private readonly waiting: Candidate[] = [];

	constructor(
		private readonly senders: SenderLoader,
		private readonly results: EnrollResults,
	) {}

	/**
	 * @param error why HubSpot refused: for the sender (no inbox, no seat), not for its limit
	 * @returns whether the contact goes on
	 * @throws Problem, HubspotFailure where the fallback cannot be looked up
	 */
	async take(error: unknown, candidate: Candidate): Promise<boolean> {
		if (explainError(error).scope !== 'sender') return false;
		const fallback = await this.senders.insteadOf(candidate.sender, candidate.parameters.sender);
		if (!fallback) return false;
		this.waiting.push(sentBy(fallback, { ...candidate, senders: [fallback] }));
		return true;
	}

	/** Those that have gone on and are open still, in input order. */
	get open(): Candidate[] {
		return sortBy(this.waiting, 'index').filter(({ index }) => !this.results.isDone(index));
	}
}
