import type { IDataObject } from 'n8n-workflow';
import { partition, sortBy, zipWith } from 'lodash';

import type { SendLimitMode } from '../../shared/quota/decision';
import type { LedgerUnavailable } from '../../shared/ledger/ledger';
import { spokenTime } from '../../shared/quota/localTime';
import type { BudgetVerdict } from '../sendLimit/month';
import type { MonthlyBudget, PlannedEmail } from '../sendLimit/monthlyBudget';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import type {
	Reservation,
	Division,
	Quota,
	ReserveRequest,
	HeldCandidate,
	Limited,
	Measured,
	WaitingCandidate,
} from '../../shared/enroll/quota';
import { Problem } from '../../shared/errors';

export interface MonthlyLimit {
	budget: MonthlyBudget;
	mode: SendLimitMode;
	/** Marketing emails that the account may send in a calendar month. */
	limit: number;
	/** The emails of one contact. */
	plan: readonly PlannedEmail[];
	/** Whose contacts these are, in texts: the name of a workflow. */
	who: string;
	timeZone: string;
}

/**
 * The enrollments per day of a workflow and the marketing emails of the month. Both limits have to have
 * room: the month is asked first, and gets back what the day has no room for.
 */
export class MonthlyQuota<T extends Limited> implements Quota<T> {
	readonly takesTurns = false;
	private readonly verdicts = new Map<T, BudgetVerdict>();
	private warned = false;

	constructor(
		private readonly day: Quota<T>,
		private readonly month: MonthlyLimit,
		private readonly results: EnrollResults,
	) {}

	get candidates() {
		return this.day.candidates;
	}

	get drawsOn() {
		const { mode, limit } = this.month;
		return [...this.day.drawsOn, { on: 'month', setting: JSON.stringify([mode, limit]) }];
	}

	async reserve(candidates: readonly T[], request: ReserveRequest<T>): Promise<Division<T>> {
		const { budget, mode, limit, plan } = this.month;
		await this.releaseOfMonth(request.release.length);
		const verdicts = await budget.admit(plan, candidates.length, mode, limit);
		zipWith(candidates, verdicts, (candidate, verdict) => this.verdicts.set(candidate, verdict));
		const [beyond, within] = partition(candidates, (candidate) => this.isBeyond(candidate));
		if (mode === 'fail' && beyond.length > 0) {
			this.failAll(candidates, beyond.length);
			return { reserved: [], later: [], held: [] };
		}
		if (mode === 'warn') {
			this.warnOf(beyond.length);
			return await this.reserveOfDay(candidates, request);
		}
		const division = await this.reserveOfDay(within, request);
		const held = sortBy([...division.held, ...beyond.map(holdForMonth)], 'candidate.index');
		return { ...division, held };
	}

	async withRetryAt(held: ReadonlyArray<HeldCandidate<T>>): Promise<Array<WaitingCandidate<T>>> {
		const [ofMonth, ofDay] = partition(held, isForMonth);
		const waiting = await this.day.withRetryAt(ofDay);
		// `hold` says when the month ends.
		const untilReset = ofMonth.map((entry) => ({ ...entry, retryAt: undefined }));
		return sortBy([...waiting, ...untilReset], 'candidate.index');
	}

	hold(entry: WaitingCandidate<T>): void {
		if (!isForMonth(entry)) return this.day.hold(entry);
		const { budget, plan, limit, who, timeZone } = this.month;
		const { index, outcomeFields } = entry.candidate;
		// More than a whole month has room for never fits.
		const retryAt = plan.length > limit ? undefined : budget.month.resetsAt;
		const until = retryAt && spokenTime(retryAt, timeZone, Date.now());
		const json = { ...outcomeFields, ...this.sendLimit(entry) };
		this.results.held(index, { reason: entry.reason, retryAt, until, who }, json);
	}

	markFull(...given: Parameters<Quota<T>['markFull']>): void {
		this.day.markFull(...given);
	}

	holdUncounted(candidate: T, cause: LedgerUnavailable): void {
		this.day.holdUncounted(candidate, cause);
	}

	breakerOf(candidate: T) {
		return this.day.breakerOf(candidate);
	}

	async release(reservations: ReadonlyArray<Reservation<T>>): Promise<void> {
		await this.releaseOfMonth(reservations.length);
		await this.day.release(reservations);
	}

	/** The limit of the day; where it has none, or the month decides, that of the month. */
	sendLimit(entry: Measured<T>): IDataObject {
		const ofDay = this.day.sendLimit(entry);
		const verdict = this.verdicts.get(entry.candidate);
		if (this.month.mode === 'off' || !verdict) return ofDay;
		if ('sendLimit' in ofDay && verdict.fits) return ofDay;
		const { limit, mode, budget } = this.month;
		return {
			sendLimit: {
				limit,
				used: verdict.used,
				remaining: Math.max(0, limit - verdict.used),
				resetsAt: budget.month.resetsAt,
				...(mode === 'warn' && !verdict.fits && { exceeded: true }),
			},
		};
	}

	private isBeyond(candidate: T): boolean {
		return this.verdicts.get(candidate)?.fits === false;
	}

	/** The month's room of those for whom the day reserves none is released. */
	private async reserveOfDay(
		candidates: readonly T[],
		request: ReserveRequest<T>,
	): Promise<Division<T>> {
		let reserved = 0;
		try {
			const division = await this.day.reserve(candidates, request);
			reserved = division.reserved.length;
			return division;
		} finally {
			await this.releaseOfMonth(candidates.length - reserved);
		}
	}

	private async releaseOfMonth(contacts: number): Promise<void> {
		const { mode, budget, plan } = this.month;
		await budget.release(plan, contacts, mode);
	}

	private warnOf(exceeding: number): void {
		if (exceeding === 0 || this.warned) return;
		this.warned = true;
		const { limit, who } = this.month;
		this.results.hint(
			`Beyond the marketing emails of this month (${limit}): ${exceeding} of ${this.candidates.length} contacts of ${who}. HubSpot may not send their email`,
		);
	}

	/** Mode `fail`: if not all fit, each is an error. */
	private failAll(candidates: readonly T[], beyond: number): void {
		const { limit, plan, budget, timeZone } = this.month;
		const resets = spokenTime(budget.month.resetsAt, timeZone, Date.now());
		for (const { index, outcomeFields } of candidates) {
			const problem = new Problem(
				`Only ${candidates.length - beyond} of ${candidates.length} contacts fit in the marketing emails of this month`,
				`The account may send ${limit}, and each contact takes ${plan.length}. None of them was enrolled, because "When the Limit Is Reached" is set to Fail. The count starts anew ${resets}.`,
				outcomeFields,
			);
			this.results.fail(index, problem);
		}
	}
}

const isForMonth = ({ reason }: HeldCandidate<Limited>) => reason === 'MONTHLY_EMAIL_LIMIT';

const holdForMonth = <T extends Limited>(candidate: T): HeldCandidate<T> => ({
	candidate,
	reason: 'MONTHLY_EMAIL_LIMIT',
	used: 0,
});
