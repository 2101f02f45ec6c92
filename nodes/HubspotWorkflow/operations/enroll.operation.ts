import { groupBy } from 'lodash';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readAccount } from '../../shared/hubspot/account';
import { enrollGroups, type EnrollAction } from '../../shared/items/enrollGroups';
import { EnrollResults } from '../../shared/items/enrollResults';
import { LimitGroup } from '../../shared/items/limitGroup';
import { UnknownOutcome } from '../../shared/items/problem';
import { retryMemory, type RetryMemory } from '../../shared/items/retryMemory';
import { readRunSettings } from '../../shared/items/runSettings';
import { createClient, type HubspotClient } from '../../shared/transport/client';
import { explainFailure } from '../../shared/transport/errorTable';
import { HubspotFailure } from '../../shared/transport/failure';
import { enrollContact, looksIn } from '../enrollContact';
import { prepareEnroll, unsettledKey, type Candidate } from '../prepareEnroll';
import { workflowKey } from '../workflowKey';

/** Enrolls the contact of every item in a workflow, within the cap of enrollments per day. */
export async function enroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = readRunSettings(context);
	const results = new EnrollResults(context, settings);
	const memory = retryMemory(context);
	await results.guardRest(async () => {
		const client = await createClient(context);
		const candidates = await prepareEnroll(context, client, results, memory);
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
			batchSize: 1,
			enroll: async ([candidate]) => [
				{ enrollment: await enrollCandidate(client, candidate, settings.verify) },
			],
			refuse: refuseWith(results, memory),
		});
	});
	const outputs = results.finish();
	if (!results.hasFailures) memory.forget();
	return outputs;
}

async function enrollCandidate(
	client: HubspotClient,
	{ workflow, contactId, email }: Candidate,
	verify: boolean,
): Promise<IDataObject> {
	await enrollContact(client, workflow, contactId, email);
	if (!verify) return {};
	return { verified: (await looksIn(client, workflow.workflowId, contactId)) === true };
}

const refuseWith =
	(results: EnrollResults, memory: RetryMemory): EnrollAction<Candidate>['refuse'] =>
	(error, { member }, _group, stop) => {
		const { index, about, parameters } = member;
		if (error instanceof UnknownOutcome) memory.remember(unsettledKey(member.memoryKey), {});
		const { scope, refusal, message } =
			error instanceof HubspotFailure ? explainFailure(error.details) : {};
		if (scope === 'run') stop.tripAll(error);
		if (refusal === 'ALREADY_ENROLLED') return results.skipped(index, refusal, about);
		if (refusal && refusal !== 'HUBSPOT_SEND_LIMIT' && parameters.skipIneligible) {
			return results.skipped(index, refusal, about, message);
		}
		results.fail(index, error, about);
	};
