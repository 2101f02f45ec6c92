import { groupBy } from 'lodash';

import type { Account } from '../shared/hubspot/account';
import type { EnrollRun } from '../shared/items/enrollRun';
import { StopLatch } from '../shared/items/stopLatch';
import type { EnrollGroup } from '../shared/items/enrollGroup';
import { LimitGroup } from '../shared/items/limitGroup';
import { MonthlyGroup } from '../shared/items/monthlyGroup';
import type { MonthlyBudget } from '../shared/sendLimit/monthlyBudget';
import { adviseSequence } from './adviseSequence';
import { emailsPerContact, UNKNOWN_EMAILS_HINT } from './flowEmails';
import type { Candidate } from './candidate';
import { workflowKey } from './workflowKey';

/**
 * The candidates of each workflow, with its cap of enrollments per day and the account's marketing
 * emails of the month. The limit settings of a group are those of its first item.
 */
export function workflowGroups(
	{ results, ledgers, stop }: EnrollRun,
	candidates: Candidate[],
	{ portalId, timeZone }: Account,
	budget: MonthlyBudget,
	runTimeZone: string,
): Array<EnrollGroup<Candidate>> {
	const byWorkflow = groupBy(candidates, ({ workflow }) => workflow.workflowId);
	return Object.values(byWorkflow).map((members) => {
		const [{ parameters, workflow }] = members;
		const { mode, enrollmentsPerDay, monthlyEmailLimit } = parameters;
		const who = workflow.flow?.name ?? `workflow ${workflow.workflowId}`;
		const monthlyMode = monthlyEmailLimit === 0 ? 'off' : mode;
		const { emails, assumed } = emailsPerContact(workflow.flow);
		if (assumed && monthlyMode !== 'off') results.hint(UNKNOWN_EMAILS_HINT);
		adviseSequence(workflow, results);
		const dailyMode = enrollmentsPerDay === 0 ? 'off' : mode;
		const group = new LimitGroup(
			members,
			{
				key: workflowKey(portalId, workflow.workflowId),
				who,
				name: 'Enrollments per Day',
				mode: dailyMode,
				limit: enrollmentsPerDay,
				reserve: 0,
				maxPerDomain: 0,
				ledger: ledgers.of(dailyMode),
				heldReason: 'DAILY_ENROLLMENT_CAP',
				timeZone: runTimeZone,
			},
			results,
			new StopLatch(stop),
		);
		const plan = budget.planOf(emails);
		const month = { budget, mode: monthlyMode, limit: monthlyEmailLimit, plan, who, timeZone };
		return new MonthlyGroup(group, month, results);
	});
}
