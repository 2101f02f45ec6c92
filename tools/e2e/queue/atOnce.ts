import { chunk as split, countBy } from 'lodash';

import { addCampaign, recordOf } from './campaign';
import { endOfBatches, startBatch } from './batches';
import type { RunReport } from './report';
import type { Stage } from './stage';
import { differencesAtOnce } from './verdict';

const contacts = 300;
const room = 120;

/** Contacts per execution, taken in turn: few large executions meet otherwise than many small. */
const batchSizes = [25, 100, 10, 50];

/**
 * Enrolls 300 contacts for one sender with 120 sends left, by executions that are all started at the
 * same time and spread over the entries of the cluster.
 *
 * @param index 0 for the first run
 */
export async function enrollAtOnce(stage: Stage, index: number, runs: number): Promise<RunReport> {
	const { cluster, hubspot, workflowId } = stage;
	const campaign = addCampaign(hubspot, { room, contacts });
	const batchSize = batchSizes[index % batchSizes.length];
	const parts = split(campaign.items, batchSize);

	const started = Date.now();
	const batches = await Promise.all(
		parts.map(
			async (items, position) =>
				await startBatch(cluster, position % cluster.entries.length, items),
		),
	);
	const outcomes = (await endOfBatches(cluster, workflowId, batches)).flat();
	const milliseconds = Date.now() - started;

	const executors = await Promise.all(
		batches.map(async ({ executionId, entry }) => await cluster.executorOf(executionId, entry)),
	);
	const record = recordOf(hubspot, campaign);
	const contactIds = campaign.items.map(({ contactId }) => contactId);
	return {
		layout: stage.layout,
		run: `${index + 1} of ${runs}`,
		executions: `${parts.length} × ${batchSize}`,
		room,
		outcomes,
		hubspot: record,
		processes: countBy(executors, 'name'),
		milliseconds,
		differences: differencesAtOnce({ contactIds, room, outcomes, hubspot: record }),
	};
}
