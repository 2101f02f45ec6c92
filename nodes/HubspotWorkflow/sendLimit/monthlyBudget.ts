import type { Account } from '../../shared/hubspot/account';
import { countMarketingSent } from '../../shared/hubspot/marketing';
import type { HubspotClient } from '../../shared/transport/client';
import { isMissingScope, rethrow } from '../../shared/transport/failure';
import type { SendLimitMode } from '../../shared/quota/decision';
import { enroll, prune, withdraw, type PlannedEnrollment } from '../../shared/quota/cohort';
import type { Changed, LedgerKey, LedgerRow } from '../../shared/ledger/ledger';
import {
	decideBudget,
	monthOf,
	monthUsage,
	plannedEmails,
	unsureFrom,
	type BudgetVerdict,
	type Month,
	type MonthUsage,
	type Statistics,
} from './month';
import type { Ledgers } from '../../shared/ledger/openLedger';

const MONTH_MS = 31 * 24 * 60 * 60 * 1000;

/** An email that a contact gets after enrolling. */
export interface PlannedEmail {
	/** `''` where HubSpot did not say which email it is. */
	emailId: string;
	/** Ms since epoch. */
	at: number;
}

/** No inbox has a name like this. */
const SENDER = 'marketing email';

/** The marketing emails that an account may send in this calendar month, for one run. */
export class MonthlyBudget {
	readonly month: Month;
	private readonly now = Date.now();
	private readonly key: LedgerKey;
	private statistics: Promise<Statistics | undefined> | undefined;

	/** @param onMissingScope told where HubSpot's statistics may not be read */
	constructor(
		private readonly client: HubspotClient,
		{ portalId, timeZone }: Account,
		private readonly ledgers: Ledgers,
		private readonly onMissingScope: () => void,
	) {
		this.month = monthOf(this.now, timeZone);
		this.key = { account: portalId, sender: SENDER };
	}

	/** @param emails of one enrollment, ms after enrolling */
	planOf(emails: ReadonlyArray<{ emailId: string; offset: number }>): PlannedEmail[] {
		return emails.map(({ emailId, offset }) => ({ at: this.now + offset, emailId }));
	}

	/**
	 * Reserves the emails of as many contacts as fit, in one step that no other run can come between;
	 * of none in mode `fail`, where not all fit.
	 * @param plan the emails of one contact
	 * @throws HubspotFailure, LedgerUnavailable
	 */
	async admit(
		plan: readonly PlannedEmail[],
		contacts: number,
		mode: SendLimitMode,
		limit: number,
	): Promise<BudgetVerdict[]> {
		const costs = Array<number>(contacts).fill(plan.length);
		if (plan.length === 0) return decideBudget({ used: 0, limit }, costs, mode);
		const statistics = mode === 'off' ? undefined : await this.readStatistics(mode);
		const { verdicts } = await this.update(mode, (row) => {
			const known = prune(row.cohorts, this.now, MONTH_MS);
			const usage = monthUsage(plannedEmails(known), statistics, this.month, this.now);
			const decided = decideBudget({ used: usage.sent + usage.planned, limit }, costs, mode);
			const isRefused = mode === 'fail' && decided.some(({ fits }) => !fits);
			const fitting = decided.filter(({ fits }) => fits || mode === 'warn').length;
			const count = isRefused ? 0 : fitting;
			const cohorts = count === 0 ? row.cohorts : enroll(known, this.enrollmentsOf(plan, count));
			return { row: count === 0 ? row : { ...row, cohorts }, verdicts: decided };
		});
		return verdicts;
	}

	/** Gives back the emails of contacts that were not enrolled. @throws LedgerUnavailable */
	async release(
		plan: readonly PlannedEmail[],
		contacts: number,
		mode: SendLimitMode,
	): Promise<void> {
		if (plan.length === 0 || contacts === 0) return;
		await this.update(mode, (row) => ({
			row: { ...row, cohorts: withdraw(row.cohorts, this.enrollmentsOf(plan, contacts)) },
		}));
	}

	/** @throws HubspotFailure, LedgerUnavailable */
	async usage(): Promise<MonthUsage> {
		const statistics = await this.readStatistics('warn');
		const { cohorts } = await this.read('warn');
		return monthUsage(plannedEmails(cohorts), statistics, this.month, this.now);
	}

	private async read(mode: SendLimitMode): Promise<LedgerRow> {
		return await this.ledgers.of(mode).read(this.key);
	}

	private async update<T extends Changed>(
		mode: SendLimitMode,
		change: (row: LedgerRow) => T,
	): Promise<T> {
		return await this.ledgers.of(mode).update(this.key, change);
	}

	private enrollmentsOf(plan: readonly PlannedEmail[], count: number): PlannedEnrollment[] {
		return plan.map(({ emailId, at }) => ({ source: emailId, at: this.now, sends: [at], count }));
	}

	/** Asked once a run: what happens since then is in the ledger. */
	private async readStatistics(mode: SendLimitMode): Promise<Statistics | undefined> {
		this.statistics ??= this.askStatistics(mode);
		return await this.statistics;
	}

	private async askStatistics(mode: SendLimitMode): Promise<Statistics | undefined> {
		const from = unsureFrom(this.month, this.now);
		const { cohorts } = await this.read(mode);
		const young = plannedEmails(cohorts).filter(
			(email) => email.until >= from && email.from <= this.now && email.emailId !== '',
		);
		const emailIds = [...new Set(young.map(({ emailId }) => emailId))];
		const until = Date.now();
		try {
			const [sent, shown] = await Promise.all([
				countMarketingSent(this.client, { from: this.month.start, until }),
				emailIds.length === 0 ? 0 : countMarketingSent(this.client, { from, until, emailIds }),
			]);
			return { sent, shown };
		} catch (error) {
			if (!isMissingScope(error)) rethrow(error);
			this.onMissingScope();
			return undefined;
		}
	}
}

export const MISSING_STATISTICS_HINT =
	'HubSpot did not let the credential read marketing email statistics (scope marketing.email.read or content), so the Monthly Email Limit counts only what this n8n planned. Add the scope to count all marketing email.';
