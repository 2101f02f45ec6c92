import { UnknownOutcome } from '../errors';
import { isMade, isSaid, isUnderWay } from '../quota/claims';
import type { Claim } from '../quota/owed';
import { SEARCH_LAG_MS } from '../quota/window';
import { isAlreadyEnrolled } from '../transport/errorTable';
import { rethrow } from '../transport/failure';
import type { EnrollRun, EnrollSteps } from './enrollRun';
import { SKIPPED_REASONS } from '../reasons';
import type { Claimed, Limited, Reservation, FoundOutOf } from './quota';
import { inParallel } from '../transport/inParallel';

/** @param enrolledAt ISO, where HubSpot shows it */
export const byAnotherRun = (enrolledAt?: string): string =>
	`${SKIPPED_REASONS.ALREADY_ENROLLED}${enrolledAt ? ` since ${enrolledAt}` : ''}, by another run`;

/**
 * Settles contacts that another run has reserved and not said what came of it: it was stopped, or could
 * not know, or is at it.
 */
export class EarlierRuns<T extends Limited, R extends EnrollRun> {
	/** What has been found out, for the ledger. */
	readonly foundOut: Array<FoundOutOf<T>> = [];
	private readonly takenOver = new Set<number>();

	constructor(
		private readonly run: R,
		private readonly steps: EnrollSteps<T, R>,
	) {}

	/** @returns the reservations of those that this run may enroll, to be given back for its own */
	async settle(claimed: ReadonlyArray<Claimed<T>>): Promise<Array<Reservation<T>>> {
		const limiter = inParallel(this.run.client);
		const free = claimed.map(
			async (one) => await limiter(async () => ((await this.mayEnroll(one)) ? [one] : [])),
		);
		return (await Promise.all(free)).flat().map(({ candidate, claim: { by } }) => {
			this.takenOver.add(candidate.index);
			return { candidate, sendLimit: undefined, by };
		});
	}

	/** Whether the run whose place this one has taken has enrolled the contact meanwhile. */
	hasEnrolled({ index }: T, error: unknown): boolean {
		return this.takenOver.has(index) && isAlreadyEnrolled(error);
	}

	private saysMade(candidate: T, claim: Claim): void {
		const { index, outcomeFields } = candidate;
		this.run.results.skipped(index, 'ALREADY_ENROLLED', outcomeFields, byAnotherRun());
		if (!isSaid(claim)) this.foundOut.push({ candidate, claim, isKnown: true });
	}

	private async mayEnroll({ candidate, claim }: Claimed<T>): Promise<boolean> {
		const { results } = this.run;
		let may = false;
		await results.attempt(
			candidate.index,
			async () => {
				if (isMade(claim)) return this.saysMade(candidate, claim);
				try {
					const came = await this.steps.ofEarlierRun(this.run, candidate, claim);
					if (came === 'notShown' && isUnderWay(claim, Date.now())) throw underWay(claim);
					may = came !== 'settled';
					if (!may) this.foundOut.push({ candidate, claim, isKnown: true });
				} catch (error) {
					// Whoever reads it knows that nobody knows, so the next run may go on.
					const isOver = error instanceof UnknownOutcome && !isUnderWay(claim, Date.now());
					if (isOver) this.foundOut.push({ candidate, claim, isKnown: false });
					rethrow(error);
				}
			},
			candidate.outcomeFields,
		);
		return may;
	}
}

const underWay = ({ at }: Claim) =>
	new UnknownOutcome(
		'Another run is enrolling the contact, or was stopped while it did',
		`HubSpot does not show the enrollment yet. To enroll the contact nevertheless could send the same email twice. Run the item again after ${new Date(at + SEARCH_LAG_MS).toISOString()}.`,
	);
