import { wait } from '../machine';
import type { Batch } from './batches';
import { endOfBatches, startBatch } from './batches';
import type { Campaign } from './campaign';
import { addCampaign, recordOf } from './campaign';
import type { N8nProcess } from './n8nProcess';
import type { RunReport } from './report';
import type { Stage } from './stage';
import { differencesAfterKill } from './verdict';

/** Contacts of the process that is killed, and of the other: more than fit, in three chunks. */
const victims = 200;
const others = 100;
/** The victim gets one whole chunk and half of another, whoever comes first. */
const room = 250;

/** How many of the victim's contacts are enrolled when it is killed; taken in turn. */
const killPoints = [50, 5, 110];

/** Longest time until so many are enrolled, in milliseconds. */
const killTimeout = 60_000;

/**
 * Two processes enroll 200 and 100 contacts for one sender with room for 250. The first is killed
 * with SIGKILL in the middle; the other goes on. Then the killed one is started again, and both
 * executions are run again with the same contacts.
 *
 * @param index 0 for the first run
 */
export async function enrollAndKill(
	stage: Stage,
	index: number,
	kills: number,
): Promise<RunReport> {
	const { cluster, hubspot, workflowId } = stage;
	const killPoint = killPoints[index % killPoints.length];
	const started = Date.now();
	const { campaign, batches, victim, bystander } = await startOnTwo(stage);

	const before = await enrolledOnceAt(stage, campaign, batches[0], killPoint);
	await victim.kill();
	try {
		await endOfBatches(cluster, workflowId, batches.slice(1));
	} finally {
		await victim.restart();
	}
	// Requests that were on their way when the process died have arrived by now.
	const after = enrolledOf(stage, campaign, batches[0]);

	const again = await Promise.all(
		batches.map(async ({ entry, items }) => await startBatch(cluster, entry, items)),
	);
	const outcomes = (await endOfBatches(cluster, workflowId, again)).flat();

	const record = recordOf(hubspot, campaign);
	const contactIds = campaign.items.map(({ contactId }) => contactId);
	return {
		layout: stage.layout,
		run: `${index + 1} of ${kills}, killed at ${before}`,
		executions: `${victims} + ${others}, twice`,
		room,
		outcomes,
		hubspot: record,
		processes: { [`${victim.name} (killed)`]: 1, [bystander.name]: 1 },
		milliseconds: Date.now() - started,
		differences: [
			...(after < room - others
				? []
				: ['the process had enrolled all it had room for when killed']),
			...differencesAfterKill({ contactIds, room, outcomes, hubspot: record }),
		],
	};
}

interface OnTwo {
	campaign: Campaign;
	/** The victim's, then the other's. */
	batches: Batch[];
	victim: N8nProcess;
	bystander: N8nProcess;
}

/** Workers take executions as they come: both may land on one, and then another sender is tried. */
const tries = 5;

async function startOnTwo({ cluster, hubspot, workflowId }: Stage): Promise<OnTwo> {
	for (let attempt = 0; attempt < tries; attempt++) {
		const campaign = addCampaign(hubspot, { room, contacts: victims + others });
		const parts = [campaign.items.slice(0, victims), campaign.items.slice(victims)];
		const last = cluster.entries.length - 1;
		const batches = await Promise.all(
			// The first entry is where the results are read: it must live.
			parts.map(
				async (items, index) => await startBatch(cluster, Math.max(0, last - index), items),
			),
		);
		const [victim, bystander] = await Promise.all(
			batches.map(async ({ executionId, entry }) => await cluster.executorOf(executionId, entry)),
		);
		if (victim !== bystander) return { campaign, batches, victim, bystander };
		await endOfBatches(cluster, workflowId, batches);
	}
	throw new Error(`One process took both executions, ${tries} times`);
}

function enrolledOf({ hubspot }: Stage, campaign: Campaign, { items }: Batch): number {
	const mine = new Set(items.map(({ contactId }) => contactId));
	return recordOf(hubspot, campaign).enrolled.filter((contactId) => mine.has(contactId)).length;
}

/** Waits until `wanted` contacts of a batch are enrolled at HubSpot. @returns how many are */
async function enrolledOnceAt(
	stage: Stage,
	campaign: Campaign,
	batch: Batch,
	wanted: number,
): Promise<number> {
	const deadline = Date.now() + killTimeout;
	for (;;) {
		const enrolled = enrolledOf(stage, campaign, batch);
		if (enrolled >= wanted) return enrolled;
		if (Date.now() > deadline) throw new Error(`Only ${enrolled} of ${wanted} were enrolled`);
		await wait(5);
	}
}
