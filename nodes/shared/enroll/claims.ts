import { randomBytes } from 'crypto';

import { LedgerDamaged } from '../errors';
import { LedgerUnavailable, type Ledger, type LedgerKey, type LedgerRow } from '../ledger/ledger';
import {
	changeClaims,
	claimsOf,
	madeClaim,
	NOBODY,
	targetKey,
	withoutOwn,
	type Target,
} from '../quota/claims';
import { release, reserve, type Enrollable, type GuardDecision } from '../quota/guard';
import type { Claim, OwedRow } from '../quota/owed';
import { rethrow } from '../transport/failure';

/** An enrollment that did not come about, and whose reservation it was: that of this run, or of another. */
export type Gone = Target & { by?: string };

/** What has been found out of a reservation of another run. */
interface FoundOut extends Target {
	claim: Claim;
	/** What came of it; else nobody can know, and the run is over. */
	isKnown: boolean;
}

/**
 * Longer after it was sent, a request has done what it does, and the properties of a contact show it: they
 * lag by seconds (hubspot-api.md 5.2).
 */
export const SHOWN_AFTER_MS = 60_000;

/** What a run has to say at its end. */
export interface Closing {
	/** Those that it has enrolled. */
	made: readonly Target[];
	/** What has been found out of reservations of other runs. */
	others: readonly FoundOut[];
	/** The items say it; else the run stops, and nothing of it leaves the node. */
	isSaid: boolean;
}

/**
 * Whose the reservations in a ledger's row are: until a run has said what came of one of its own, no
 * other run takes a second place for the same contact and target, or enrolls it.
 */
export class Claims {
	/** Of the reservations of this run. */
	readonly mark = randomBytes(6).toString('base64url');
	private hasReserved = false;

	/** @param sees the run has seen what was made until then, ms since epoch */
	constructor(readonly sees: number) {}

	/** Reserves room for a chunk of those who fit, in the name of this run. */
	take(decision: GuardDecision, chunk: number): { row: LedgerRow; reserved: number } {
		this.hasReserved ||= decision.fitting.length > 0;
		return reserve(decision, chunk, { by: this.mark, at: Date.now() });
	}

	/** What other runs have reserved, and not said what came of it, or said when this one was under way. */
	ofOthers<T extends Enrollable>({ owed }: LedgerRow, enrollments: readonly T[]): Map<T, Claim> {
		return claimsOf(owed, enrollments, this);
	}

	/**
	 * The row without what this run has reserved of these: it would not ask for them if it knew. The
	 * database took the change, and did not say so.
	 */
	withoutOwn(row: LedgerRow, asked: readonly Enrollable[]): LedgerRow {
		return withOwed(row, withoutOwn(row.owed, asked, this.mark));
	}

	/** The row without enrollments that did not come about. */
	release(row: LedgerRow, gone: readonly Gone[]): LedgerRow {
		const whose = ({ targetId, contactId, by = this.mark }: Gone) => ({ targetId, contactId, by });
		return release(row, gone.map(whose));
	}

	/**
	 * Says what came of the reservations of this run: some are enrolled, and of the rest nobody knows.
	 * Until then a run that is killed has said nothing, not of those either that it has enrolled.
	 */
	async close(
		{ ledger, key }: { ledger: Ledger; key: LedgerKey },
		{ made, others, isSaid }: Closing,
	): Promise<void> {
		if (!this.hasReserved && others.length === 0) return;
		const now = Date.now();
		const enrolled = new Set(made.map(targetKey));
		const found = new Map(others.map((one) => [`${one.claim.by} ${targetKey(one)}`, one]));
		const next: Parameters<typeof changeClaims>[1] = (claim, target, schedule) => {
			const name = targetKey(target);
			const other = found.get(`${claim.by} ${name}`);
			if (claim.by !== this.mark && !other) return claim;
			const isKnown = other ? other.isKnown : enrolled.has(name);
			if (isKnown) return schedule && madeClaim(schedule, isSaid, now);
			return { ...claim, by: NOBODY };
		};
		try {
			await ledger.update(key, (row) => ({ row: withOwed(row, changeClaims(row.owed, next)) }));
		} catch (error) {
			// The next run finds out, as after one that was killed.
			if (!(error instanceof LedgerUnavailable || error instanceof LedgerDamaged)) rethrow(error);
		}
	}
}

const withOwed = (row: LedgerRow, owed: OwedRow): LedgerRow =>
	owed === row.owed ? row : { ...row, owed };
