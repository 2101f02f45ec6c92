import type { Account } from '../../shared/hubspot/account';
import { CircuitBreaker } from '../../shared/enroll/circuitBreaker';
import type { EnrollRun } from '../../shared/enroll/enrollRun';
import type { EnrollGroup } from '../../shared/enroll/quota';
import { QuotaList } from '../../shared/enroll/quotaList';
import { groupsOf } from '../../shared/groups';
import { RollingQuota } from '../../shared/enroll/rollingQuota';
import { MonthQuota } from './monthQuota';
import { strictestFirst, type LimitSetting } from '../../shared/enroll/stages';
import { MISSING_STATISTICS_HINT, MonthlyBudget } from '../sendLimit/monthlyBudget';
import { hintSequence } from './hints';
import type { EnrollParameters } from './enrollParameters';
import { emailsPerContact, UNKNOWN_EMAILS_HINT } from '../sendLimit/flowEmails';
import type { Candidate } from './candidate';
import { Plans } from '../../shared/quota/underReadings';
import { workflowKey } from '../sendLimit/workflowKey';

/**
 * The candidates of each workflow whose limits are set alike: its cap of enrollments per day, and the
 * account's marketing emails of the month. The strictest come first, by the month, which all
 * workflows share, and then by the day.
 */
export function workflowQuotas(
	{ began, context, client, results, ledgers, breaker }: EnrollRun,
	candidates: Candidate[],
	account: Account,
): Array<EnrollGroup<Candidate>> {
	const { portalId, timeZone } = account;
	const budget = new MonthlyBudget(client, account, ledgers, () =>
		results.hint(MISSING_STATISTICS_HINT),
	);
	const together = groupsOf(candidates, ({ workflow, parameters }) =>
		JSON.stringify([workflow.workflowId, monthOf(parameters), dayOf(parameters)]),
	);
	const inOrder = strictestFirst(together, ([{ parameters }]) => [
		monthOf(parameters),
		dayOf(parameters),
	]);
	return inOrder.map((candidates) => {
		const [{ parameters, workflow }] = candidates;
		const [month, day] = [monthOf(parameters), dayOf(parameters)];
		const who = workflow.flow?.name ?? `workflow ${workflow.workflowId}`;
		const { emails, assumed } = emailsPerContact(workflow.flow);
		if (assumed && month.mode !== 'off') results.hint(UNKNOWN_EMAILS_HINT);
		hintSequence(workflow, results);
		const ofGroup = new CircuitBreaker(breaker);
		const ofDay = new RollingQuota<Candidate>(
			{
				began,
				key: workflowKey(portalId, workflow.workflowId),
				who,
				name: 'Enrollments per Day',
				mode: day.mode,
				limit: day.room,
				reserve: 0,
				maxPerDomain: 0,
				ledger: ledgers.of(day.mode),
				plans: noMail,
				timeZone: context.getTimezone(),
			},
			results,
			() => ofGroup,
		);
		const plan = budget.planOf(emails);
		const ofMonth = new MonthQuota<Candidate>(
			{ budget, mode: month.mode, limit: month.room, plan, who, timeZone },
			results,
		);
		return new QuotaList(candidates, ofDay, [ofMonth]);
	});
}

/** 0 is no limit. */
const settingOf = (mode: LimitSetting['mode'], room: number): LimitSetting => ({
	mode: room === 0 ? 'off' : mode,
	room,
});

const monthOf = ({ mode, monthlyEmailLimit }: EnrollParameters) =>
	settingOf(mode, monthlyEmailLimit);

const dayOf = ({ mode, enrollmentsPerDay }: EnrollParameters) => settingOf(mode, enrollmentsPerDay);

/** What workflows send no limit of a sender counts. */
const noMail = async () => await Promise.resolve(new Plans([]));
