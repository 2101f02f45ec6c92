import { groupBy } from 'lodash';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readAccount } from '../../shared/hubspot/account';
import { enrollGroups, type EnrollAction } from '../../shared/items/enrollGroups';
import { EnrollResults } from '../../shared/items/enrollResults';
import { LimitGroup } from '../../shared/items/limitGroup';
import { UnknownOutcome } from '../../shared/items/problem';
import { retryMemory, type RetryMemory } from '../../shared/items/retryMemory';
import { readRunSettings } from '../../shared/items/runSettings';
import { createClient } from '../../shared/transport/client';
import { explainFailure } from '../../shared/transport/errorTable';
import { HubspotFailure } from '../../shared/transport/failure';
import { prepareEnroll, unsettledKey, type Candidate } from '../prepareEnroll';
import { enrollWay } from '../enrollWay';
import { AlreadyThere } from '../trigger/alreadyThere';
import { notOnList } from '../trigger/onListAlready';
import { readMethod } from '../trigger/readTrigger';
import { workflowKey } from '../workflowKey';

/** Enrolls the contact of every item in a workflow, within the cap of enrollments per day. */
export async function enroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = readRunSettings(context);
	const results = new EnrollResults(context, settings);
	const memory = retryMemory(context);
	await results.guardRest(async () => {
		const client = await createClient(context);
		const prepared = await prepareEnroll(context, client, results, memory);
		const candidates = settings.dryRun ? await notOnList(client, results, prepared) : prepared;
		if (candidates.length === 0) return;
		const { portalId } = await readAccount(client);
		const byWorkflow = groupBy(candidates, ({ workflow }) => workflow.workflowId);
		const groups = Object.values(byWorkflow).map((members) => {
			const [{ parameters, workflow }] = members;
			return new LimitGroup(
				members,
				{
					key: workflowKey(portalId, workflow.workflowId),
					who: workflow.flow?.name ?? `workflow ${workflow.workflowId}`,
					name: 'Enrollments per Day',
					mode: parameters.enrollmentsPerDay === 0 ? 'off' : parameters.mode,
					limit: parameters.enrollmentsPerDay,
					reserve: 0,
					heldReason: 'DAILY_ENROLLMENT_CAP',
					timeZone: context.getTimezone(),
				},
				results,
			);
		});
		await enrollGroups({ client, settings, results, memory }, groups, {
			...enrollWay(readMethod(context), client, settings),
			refuse: refuseWith(results, memory),
		});
	});
	const outputs = results.finish();
	if (!results.hasFailures) memory.forget();
	return outputs;
}

const refuseWith =
	(results: EnrollResults, memory: RetryMemory): EnrollAction<Candidate>['refuse'] =>
	(error, { member }, _group, stop) => {
		const { index, about, parameters } = member;
		if (error instanceof UnknownOutcome) {
			memory.remember(unsettledKey(member.memoryKey), {
				since: member.retriedSince ?? member.preparedAt,
			});
		}
		if (error instanceof AlreadyThere) {
			return results.skipped(index, 'ALREADY_ENROLLED', about, error.message);
		}
		const { scope, refusal, message } =
			error instanceof HubspotFailure ? explainFailure(error.details) : {};
		if (scope === 'run') stop.tripAll(error);
		if (refusal === 'ALREADY_ENROLLED') return results.skipped(index, refusal, about);
		if (refusal && refusal !== 'HUBSPOT_SEND_LIMIT' && parameters.skipIneligible) {
			return results.skipped(index, refusal, about, message);
		}
		results.fail(index, error, about);
	};
