import { readAccount, type Account } from '../../shared/hubspot/account';
import type { Sender } from '../../shared/hubspot/owners';
import type { Sequence, SequencesApi } from '../../shared/hubspot/sequences';
import type { NonEmpty } from '../../shared/groups';
import { Problem } from '../../shared/errors';
import { scheduleOf, type Schedule } from '../../shared/quota/schedule';
import type { HubspotClient } from '../../shared/transport/client';
import { explainError } from '../../shared/transport/errorTable';
import { rethrow } from '../../shared/transport/failure';

/** A sequence, and how its enrollments send. */
export interface PlannedSequence {
	sequence: Sequence;
	schedule: Schedule;
}

/** Looks sequences up, each once a run. */
export class SequenceLoader {
	private readonly known = new Map<string, Promise<PlannedSequence>>();
	private account: Promise<Account> | undefined;

	constructor(
		private readonly client: HubspotClient,
		private readonly api: SequencesApi,
	) {}

	/** @param userId a user who sees the sequence. @throws HubspotFailure 404, Problem */
	async find(userId: string, sequenceId: string): Promise<PlannedSequence> {
		const key = `${userId} ${sequenceId}`;
		const found = this.known.get(key) ?? this.lookUp(userId, sequenceId);
		this.known.set(key, found);
		return await found;
	}

	/** As the first of these users sees it who may use sequences. @throws HubspotFailure as `find` */
	async findFor(senders: NonEmpty<Sender>, sequenceId: string): Promise<PlannedSequence> {
		const [{ userId }, next, ...others] = senders;
		try {
			return await this.find(userId, sequenceId);
		} catch (error) {
			if (!next || explainError(error).scope !== 'sender') rethrow(error);
			return await this.findFor([next, ...others], sequenceId);
		}
	}

	/** The account of the credential: send windows are in its time zone. */
	async readAccount(): Promise<Account> {
		this.account ??= readAccount(this.client);
		return await this.account;
	}

	private async lookUp(userId: string, sequenceId: string): Promise<PlannedSequence> {
		const sequence = await this.api.get(userId, sequenceId);
		if (sequence.steps.length === 0) {
			throw new Problem(
				'SEQUENCE_UNUSABLE',
				'The sequence has no steps',
				'HubSpot shows no step of it, so nobody was enrolled: what it sends is not known. Open the sequence in HubSpot.',
				{ sequenceId },
			);
		}
		const { timeZone } = await this.readAccount();
		return { sequence, schedule: scheduleOf(sequence, timeZone) };
	}
}
