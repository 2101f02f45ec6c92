import type { IDataObject } from 'n8n-workflow';

import type { Account } from '../shared/hubspot/account';
import type { EnrollResults } from '../shared/items/enrollResults';
import type { HeldReason } from '../shared/items/outcome';
import { Problem } from '../shared/items/problem';
import { countSent, MISSING_SCOPE_HINT } from '../shared/sendLimit/countSent';
import type { Admitted, SendLimitMode } from '../shared/sendLimit/decide';
import { sendOffsets } from '../shared/sendLimit/forecast';
import { admit, type Admission } from '../shared/sendLimit/guard';
import { inProcessLedger } from '../shared/sendLimit/inProcessLedger';
import type { LedgerKey, PlannedSends } from '../shared/sendLimit/ledger';
import { isoMinute, spokenTime } from '../shared/sendLimit/localTime';
import { senderLimit } from '../shared/sendLimit/plans';
import { nextRelease } from '../shared/sendLimit/window';
import type { HubspotClient } from '../shared/transport/client';
import { idsOf, type Candidate } from './prepareEnroll';

/** A candidate that has room in the sending limit. */
export interface AdmittedCandidate {
	candidate: Candidate;
	admitted: Admitted;
}

/**
 * The candidates of one inbox and their sending limit. The limit settings of the group are those of
 * its first item.
 */
export class SenderGroup {
	private readonly key: LedgerKey;
	private readonly limit: number;
	private readonly capacity: number;
	private readonly mode: SendLimitMode;
	private readonly now = Date.now();
	private times: readonly number[] = [];
	readonly senderEmail: string;

	constructor(
		private readonly candidates: Candidate[],
		account: Account,
		private readonly timeZone: string,
		private readonly results: EnrollResults,
	) {
		const [{ parameters, senderEmail }] = candidates;
		this.senderEmail = senderEmail;
		this.mode = parameters.mode;
		this.limit = senderLimit(parameters.limit);
		this.capacity = this.limit - parameters.limit.reserve;
		this.key = { account: account.portalId, sender: senderEmail.toLowerCase() };
	}

	/** Reserves room for as many as fit; the rest is held, or failed, and settled here. */
	async admit(client: HubspotClient, dryRun: boolean): Promise<AdmittedCandidate[]> {
		const [{ sender, parameters }] = this.candidates;
		const by = parameters.senderEmail
			? { fromEmail: this.senderEmail }
			: { ownerId: sender.ownerId };
		const admission = await admit(
			inProcessLedger,
			async () =>
				await countSent(client, by, this.now, () => this.results.hint(MISSING_SCOPE_HINT)),
			{
				key: this.key,
				mode: this.mode,
				capacity: this.capacity,
				enrollments: this.candidates.map(({ sequence }) => sendOffsets(sequence)),
				dryRun,
				now: this.now,
			},
		);
		this.times = admission.times;
		if (this.mode === 'fail' && this.failAll(admission)) return [];
		return this.candidates.flatMap((candidate, order) => {
			const verdict = admission.verdicts[order];
			if ('admitted' in verdict) return [{ candidate, admitted: verdict.admitted }];
			this.hold(candidate, verdict.held.reason, verdict.held.retryAt, verdict.held.used);
			return [];
		});
	}

	/** Holds a contact that HubSpot itself refused for the limit, until its oldest send is a day old. */
	holdRefused(candidate: Candidate, used: number): void {
		this.hold(candidate, 'HUBSPOT_SEND_LIMIT', nextRelease(this.times, this.now), used);
	}

	/** Gives back the room of a contact that was not enrolled. */
	async release(plan: PlannedSends): Promise<void> {
		await inProcessLedger.release(this.key, plan);
	}

	/** What every outcome of this sender says about it. */
	describe({ sender }: Candidate, used: number, exceeded = false): IDataObject {
		return {
			sender: { userId: sender.userId, email: this.senderEmail },
			...(this.mode !== 'off' && {
				sendLimit: {
					limit: this.limit,
					used,
					remaining: Math.max(0, this.capacity - used),
					windowHours: 24,
					...(exceeded && { exceeded }),
				},
			}),
		};
	}

	private hold(candidate: Candidate, reason: HeldReason, at: number | undefined, used: number) {
		const retryAt = at === undefined ? undefined : isoMinute(at, this.timeZone);
		const until = retryAt && spokenTime(retryAt, this.timeZone, this.now);
		this.results.held(
			candidate.index,
			{ reason, retryAt, until, who: this.senderEmail },
			{
				...idsOf(candidate.contact, candidate.parameters.sequenceId),
				...this.describe(candidate, used),
			},
		);
	}

	/** Mode `fail`: if not all fit, each is an error. */
	private failAll({ verdicts }: Admission): boolean {
		const fitting = verdicts.filter((verdict) => 'admitted' in verdict).length;
		if (fitting === verdicts.length) return false;
		const last = verdicts.at(-1);
		const at = last && 'held' in last ? last.held.retryAt : undefined;
		const until =
			at === undefined
				? ''
				: ` All of them fit ${spokenTime(isoMinute(at, this.timeZone), this.timeZone, this.now)}.`;
		for (const { index, contact, parameters } of this.candidates) {
			this.results.fail(
				index,
				new Problem(
					`Only ${fitting} of ${verdicts.length} contacts fit in the sending limit of ${this.senderEmail}`,
					`The limit is ${this.limit} in 24 hours. None of them was enrolled, because When the Limit Is Reached is set to Fail.${until}`,
					idsOf(contact, parameters.sequenceId),
				),
			);
		}
		return true;
	}
}
