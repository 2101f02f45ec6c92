import type { Account } from '../hubspot/account';
import { countMarketingSent } from '../hubspot/marketing';
import type { HubspotClient } from '../transport/client';
import { isMissingScope, passOn } from '../transport/failure';
import type { SendLimitMode } from './decide';
import { InProcessLedger } from './inProcessLedger';
import type { Ledger, LedgerKey, PlannedSends } from './ledger';
import {
	decideBudget,
	monthOf,
	monthUsage,
	unsureFrom,
	type BudgetVerdict,
	type Month,
	type MonthUsage,
	type Statistics,
} from './month';

const MONTH_MS = 31 * 24 * 60 * 60 * 1000;

/** The marketing emails that this n8n process has planned, of the last month and to come. */
const plannedEmails = new InProcessLedger(MONTH_MS);

/** No inbox has a name like this. */
const keyOf = (account: string): LedgerKey => ({ account, sender: 'marketing email' });

/** The marketing emails that an account may send in this calendar month, for one run. */
export class MonthlyBudget {
	readonly month: Month;
	private readonly now = Date.now();
	private readonly key: LedgerKey;
	private statistics: Promise<Statistics | undefined> | undefined;

	private constructor(
		private readonly client: HubspotClient,
		{ portalId, timeZone }: Account,
		private readonly onMissingScope: () => void,
		private readonly ledger: Ledger,
	) {
		this.month = monthOf(this.now, timeZone);
		this.key = keyOf(portalId);
	}

	/**
	 * @param dryRun what is admitted is forgotten with the run
	 * @param onMissingScope told where HubSpot's statistics may not be read
	 */
	static async open(
		client: HubspotClient,
		account: Account,
		dryRun: boolean,
		onMissingScope: () => void,
	): Promise<MonthlyBudget> {
		const ledger = dryRun ? new InProcessLedger(MONTH_MS) : plannedEmails;
		if (dryRun) {
			const key = keyOf(account.portalId);
			const planned = await plannedEmails.read(key);
			await ledger.reserve(key, () => [planned]);
		}
		return new MonthlyBudget(client, account, onMissingScope, ledger);
	}

	/** @param emails of one enrollment, ms after enrolling */
	planOf(emails: ReadonlyArray<{ emailId: string; offset: number }>): PlannedSends {
		return emails.map(({ emailId, offset }) => ({ at: this.now + offset, to: emailId }));
	}

	/**
	 * Reserves the emails of as many enrollments as fit, in one step that no other run can come
	 * between; of none in mode `fail`, where not all fit.
	 * @throws HubspotFailure
	 */
	async admit(
		plans: readonly PlannedSends[],
		mode: SendLimitMode,
		limit: number,
	): Promise<BudgetVerdict[]> {
		const costs = plans.map(({ length }) => length);
		const isFree = mode === 'off' || costs.every((cost) => cost === 0);
		const statistics = isFree ? undefined : await this.readStatistics();
		let verdicts: BudgetVerdict[] = [];
		await this.ledger.reserve(this.key, (planned) => {
			const usage = monthUsage(planned, statistics, this.month, this.now);
			verdicts = decideBudget({ used: usage.sent + usage.planned, limit }, costs, mode);
			if (mode === 'fail' && verdicts.some(({ fits }) => !fits)) return [];
			return plans.filter((_, order) => verdicts[order].fits || mode === 'warn');
		});
		return verdicts;
	}

	/** Gives back the emails of an enrollment that did not come about. */
	async release(plan: PlannedSends): Promise<void> {
		await this.ledger.release(this.key, plan);
	}

	/** @throws HubspotFailure */
	async usage(): Promise<MonthUsage> {
		const statistics = await this.readStatistics();
		return monthUsage(await this.ledger.read(this.key), statistics, this.month, this.now);
	}

	/** Asked once a run: what happens since then is in the ledger. */
	private async readStatistics(): Promise<Statistics | undefined> {
		this.statistics ??= this.askStatistics();
		return await this.statistics;
	}

	private async askStatistics(): Promise<Statistics | undefined> {
		const from = unsureFrom(this.month, this.now);
		const planned = await this.ledger.read(this.key);
		const young = planned.filter(({ at, to }) => at >= from && at <= this.now && to !== '');
		const emailIds = [...new Set(young.map(({ to }) => to))];
		const until = Date.now();
		try {
			const [sent, shown] = await Promise.all([
				countMarketingSent(this.client, { from: this.month.start, until }),
				emailIds.length === 0 ? 0 : countMarketingSent(this.client, { from, until, emailIds }),
			]);
			return { sent, shown };
		} catch (error) {
			if (!isMissingScope(error)) throw passOn(error);
			this.onMissingScope();
			return undefined;
		}
	}
}

export const MISSING_STATISTICS_HINT =
	'HubSpot did not let the credential read marketing email statistics (scope marketing.email.read or content), so the Monthly Email Limit counts only what this n8n planned since it started. Add the scope to count all marketing email.';
