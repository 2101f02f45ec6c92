import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readAccount } from '../../shared/hubspot/account';
import { enrollGroups } from '../../shared/enroll/enrollGroups';
import type { EnrollAction } from '../../shared/enroll/enrollRun';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { UnknownOutcome } from '../../shared/errors';
import { unsettledKey, type RetryMemory } from '../../shared/n8n/retryMemory';
import { capRun } from '../../shared/enroll/runCap';
import { runEnroll } from '../../shared/enroll/runEnroll';
import { MISSING_STATISTICS_HINT, MonthlyBudget } from '../sendLimit/monthlyBudget';
import { explainError } from '../../shared/transport/errorTable';
import type { Candidate } from './candidate';
import { prepareEnroll } from './prepareEnroll';
import { enrollWay } from './enrollWay';
import { AlreadyThere } from '../trigger/alreadyThere';
import { notOnList } from '../trigger/onListAlready';
import { enrollMethodField } from '../trigger/methodFields';
import { Parameters } from '../../shared/n8n/parameters';
import { workflowGroups } from './workflowGroups';

/** Enrolls the contact of every item in a workflow, within its cap of enrollments per day and the month's emails. */
export async function enroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runEnroll(context, async (run) => {
		const { client, settings, results, memory, ledgers } = run;
		const method = Parameters.ofRun(context).choice(enrollMethodField);
		const prepared = await prepareEnroll(context, client, method, results, memory);
		const candidates = settings.dryRun ? await notOnList(client, results, prepared) : prepared;
		if (candidates.length === 0) return;
		const account = await readAccount(client);
		const budget = new MonthlyBudget(client, account, ledgers, () =>
			results.hint(MISSING_STATISTICS_HINT),
		);
		const timeZone = context.getTimezone();
		const chosen = capRun(candidates, settings.maxPerRun, timeZone, results);
		const groups = workflowGroups(run, chosen, account, budget, timeZone);
		await enrollGroups(run, groups, {
			...enrollWay(method, client, settings),
			refuse: refuseWith(results, memory),
		});
	});
}

const refuseWith =
	(results: EnrollResults, memory: RetryMemory): EnrollAction<Candidate>['refuse'] =>
	(error, { member }, group) => {
		const { index, outcomeFields, parameters } = member;
		if (error instanceof UnknownOutcome) {
			memory.remember(unsettledKey(member.memoryKey), {
				since: member.retriedSince ?? member.preparedAt,
			});
		}
		const { scope, refusal, message } = explainError(error);
		if (scope === 'run') group.breakerOf(member).tripAll(error);
		if (error instanceof AlreadyThere) {
			results.skipped(index, 'ALREADY_ENROLLED', outcomeFields, error.message);
		} else if (refusal === 'ALREADY_ENROLLED') {
			results.skipped(index, refusal, outcomeFields);
		} else if (refusal && refusal !== 'HUBSPOT_SEND_LIMIT' && parameters.skipIneligible) {
			results.skipped(index, refusal, outcomeFields, message);
		} else results.fail(index, error, outcomeFields);
		return 'settled';
	};
