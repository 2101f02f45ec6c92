import { isEqual } from 'lodash';

import { LedgerUnavailable, type Ledger, type LedgerKey } from '../ledger/ledger';
import type { Ledgers } from '../ledger/openLedger';
import type { SendLimitMode } from '../quota/decision';
import { learn, NO_EVIDENCE, possibleReadings, type Evidence } from '../quota/learning';
import type { Sighting } from '../quota/look';
import { Plans } from '../quota/underReadings';
import { openStore } from '../stores';
import { rethrow } from '../transport/failure';

/** Where it is kept what the emails of an account have shown; no inbox has a name like this. */
export const readingsKey = (account: string): LedgerKey => ({ account, sender: 'readings' });

/** What the emails of an account have shown of how HubSpot counts, for one run. */
export class Learnt {
	private readonly known = new Map<SendLimitMode, Promise<Plans>>();
	private sightings: Sighting[] = [];

	constructor(
		private readonly account: string,
		private readonly ledgers: Ledgers,
	) {}

	/** When enrollments send under the readings that are possible. @throws LedgerUnavailable, LedgerDamaged */
	async plans(mode: SendLimitMode): Promise<Plans> {
		// By mode: where the ledger is down, some modes have another one.
		const plans = this.known.get(mode) ?? this.read(mode);
		this.known.set(mode, plans);
		return await plans;
	}

	/** Keeps what the log has shown for the first time. */
	note(sightings: readonly Sighting[]): void {
		this.sightings.push(...sightings);
	}

	/**
	 * Learns from all of it, for later runs, where it tells something new. That it cannot be kept keeps
	 * nobody from being enrolled.
	 */
	async write(): Promise<void> {
		const sightings = this.sightings.splice(0);
		if (sightings.length === 0) return;
		try {
			const evidence = await readEvidence(this.ledgers.of('off'), this.account);
			if (isEqual(learn(evidence, sightings).readings, evidence.readings)) return;
			const { row } = await this.ledgers.of('off').update(readingsKey(this.account), (known) => ({
				row: { ...known, evidence: learn(known.evidence ?? NO_EVIDENCE, sightings) },
			}));
			if (row.evidence) lastRead.set(this.account, { at: Date.now(), evidence: row.evidence });
		} catch (error) {
			if (!(error instanceof LedgerUnavailable)) rethrow(error);
		}
	}

	private async read(mode: SendLimitMode): Promise<Plans> {
		const evidence = await readEvidence(this.ledgers.of(mode), this.account);
		return new Plans(possibleReadings(evidence));
	}
}

/** Learning takes days, so that another process may have learnt something minutes ago changes little. */
const AGAIN_AFTER_MS = 5 * 60 * 1000;

/** What was read of each account; what goes is read again. */
const lastRead = openStore<{ at: number; evidence: Evidence }>('how HubSpot counts', 100);

/** As read some minutes ago at most. @throws LedgerUnavailable, LedgerDamaged */
export async function readEvidence(ledger: Ledger, account: string): Promise<Evidence> {
	const last = lastRead.get(account);
	if (last && last.at > Date.now() - AGAIN_AFTER_MS) return last.evidence;
	const { evidence = NO_EVIDENCE } = await ledger.read(readingsKey(account));
	lastRead.set(account, { at: Date.now(), evidence });
	return evidence;
}
