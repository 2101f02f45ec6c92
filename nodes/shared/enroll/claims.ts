import { randomBytes } from 'crypto';

import { LedgerDamaged } from '../errors';
import { LedgerUnavailable, type Ledger, type LedgerKey, type LedgerRow } from '../ledger/ledger';
import {
	changeClaims,
	claimsOf,
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
export interface FoundOut extends Target {
	claim: Claim;
	/** What came of it; else nobody can know, and the run is over. */
	isKnown: boolean;
}

/**
 * Whose the reservations in a ledger's row are: until a run has said what came of one of its own, no
 * other run takes a second place for the same contact and target, or enrolls it.
 */
export class Claims {
	/** Of the reservations of this run. */
	private readonly mark = randomBytes(6).toString('base64url');
	private hasReserved = false;

	/** Reserves room for a chunk of those who fit, in the name of this run. */
	take(decision: GuardDecision, chunk: number): { row: LedgerRow; reserved: number } {
		this.hasReserved ||= decision.fitting.length > 0;
		return reserve(decision, chunk, { by: this.mark, at: Date.now() });
	}

	/** What other runs have reserved, and not said what came of it. */
	ofOthers<T extends Enrollable>({ owed }: LedgerRow, enrollments: readonly T[]): Map<T, Claim> {
		return claimsOf(owed, enrollments, this.mark);
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
	 * @param others what has been found out of those of other runs
	 */
	async close(
		{ ledger, key }: { ledger: Ledger; key: LedgerKey },
		made: readonly Target[],
		others: readonly FoundOut[],
	): Promise<void> {
		if (!this.hasReserved && others.length === 0) return;
		const enrolled = new Set(made.map(targetKey));
		const found = new Map(others.map((one) => [`${one.claim.by} ${targetKey(one)}`, one]));
		const next = (claim: Claim, target: Target): Claim | undefined => {
			const name = targetKey(target);
			const other = found.get(`${claim.by} ${name}`);
			if (claim.by !== this.mark && !other) return claim;
			const isKnown = other ? other.isKnown : enrolled.has(name);
			return isKnown ? undefined : { ...claim, by: NOBODY };
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
