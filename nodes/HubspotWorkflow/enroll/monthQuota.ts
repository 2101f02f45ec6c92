import { partition, zipWith } from 'lodash';

import type { SendLimitMode } from '../../shared/quota/decision';
import { spokenTime } from '../../shared/quota/localTime';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import type {
	Division,
	HeldCandidate,
	LimitFigures,
	Limited,
	Quota,
	Reservation,
	ReserveRequest,
	WaitingCandidate,
} from '../../shared/enroll/quota';
import { Problem } from '../../shared/errors';
import type { BudgetVerdict } from '../sendLimit/month';
import type { MonthlyBudget, PlannedEmail } from '../sendLimit/monthlyBudget';

export interface MonthLimit {
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

/** The marketing emails of the account's month that the contacts of one workflow take. */
export class MonthQuota<T extends Limited> implements Quota<T> {
	private warned = false;

	constructor(
		private readonly month: MonthLimit,
		private readonly results: EnrollResults,
	) {}

	get drawsOn() {
		const { mode, limit } = this.month;
		return [{ on: 'month', setting: JSON.stringify([mode, limit]) }];
	}

	/** All that fit, in one step: the month is one number, however many they are. */
	async reserve(candidates: readonly T[], { release }: ReserveRequest<T>): Promise<Division<T>> {
		const { budget, mode, limit, plan } = this.month;
		await this.release(release);
		const verdicts = await budget.admit(plan, candidates.length, mode, limit);
		const asked = zipWith(candidates, verdicts, (candidate, verdict) => ({
			candidate,
			fits: verdict.fits,
			sendLimit: this.figures(verdict),
		}));
		const [within, beyond] = partition(asked, 'fits');
		if (mode === 'fail' && beyond.length > 0) {
			this.failAll(candidates, beyond.length);
			return { reserved: [], later: [], held: [] };
		}
		if (mode === 'warn') {
			this.warnOf(beyond.length, candidates.length);
			return { reserved: asked, later: [], held: [] };
		}
		const held = beyond.map(
			({ candidate, sendLimit }): HeldCandidate<T> => ({
				candidate,
				sendLimit,
				quota: this,
				reason: 'MONTHLY_EMAIL_LIMIT',
			}),
		);
		return { reserved: within, later: [], held };
	}

	async release(reservations: ReadonlyArray<Reservation<T>>): Promise<void> {
		const { mode, budget, plan } = this.month;
		await budget.release(plan, reservations.length, mode);
	}

	/** The first instant of the next month; more than a whole month has room for never fits. */
	async withRetryAt(held: ReadonlyArray<HeldCandidate<T>>): Promise<Array<WaitingCandidate<T>>> {
		const { plan, limit, budget } = this.month;
		const retryAt = plan.length > limit ? undefined : budget.month.end;
		return await Promise.resolve(held.map((entry) => ({ ...entry, retryAt })));
	}

	hold({ candidate, reason, retryAt, sendLimit }: WaitingCandidate<T>): void {
		const { budget, who, timeZone } = this.month;
		const { resetsAt } = budget.month;
		this.results.held(
			candidate.index,
			{
				reason,
				who,
				...(retryAt && { retryAt: resetsAt, until: spokenTime(resetsAt, timeZone) }),
			},
			{ ...candidate.outcomeFields, ...(sendLimit && { sendLimit }) },
		);
	}

	private figures({ fits, used }: BudgetVerdict): LimitFigures | undefined {
		const { limit, mode, budget } = this.month;
		if (mode === 'off') return undefined;
		return {
			limit,
			used,
			remaining: Math.max(0, limit - used),
			resetsAt: budget.month.resetsAt,
			...(mode === 'warn' && !fits && { exceeded: true }),
		};
	}

	private warnOf(exceeding: number, asked: number): void {
		if (exceeding === 0 || this.warned) return;
		this.warned = true;
		const { limit, who } = this.month;
		this.results.hint(
			`Beyond the marketing emails of this month (${limit}): ${exceeding} of ${asked} contacts of ${who}. HubSpot may not send their email`,
		);
	}

	/** Mode `fail`: if not all fit, each is an error. */
	private failAll(candidates: readonly T[], beyond: number): void {
		const { limit, plan, budget, timeZone } = this.month;
		const resets = spokenTime(budget.month.resetsAt, timeZone);
		for (const { index, outcomeFields } of candidates) {
			const problem = new Problem(
				'MONTHLY_EMAIL_LIMIT',
				`Only ${candidates.length - beyond} of ${candidates.length} contacts fit in the marketing emails of this month`,
				`The account may send ${limit}, and each contact takes ${plan.length}. None of them was enrolled, because 'When the Limit Is Reached' is set to Fail. The count starts anew ${resets}.`,
				outcomeFields,
			);
			this.results.fail(index, problem);
		}
	}
}
