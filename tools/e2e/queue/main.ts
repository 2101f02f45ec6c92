import { startHubspot } from '../../hubspot';
import { PLAIN } from '../../../test/support/hubspotSettings';
import { installN8n } from '../installN8n';
import { exit, messageOf, onInterrupt, print } from '../machine';
import { duration } from '../progress';
import { enrollAtOnce } from './atOnce';
import { startCluster } from './cluster';
import { publishEnrollWorkflow } from './enrollWorkflow';
import { enrollAndKill } from './killed';
import { clearUp } from './leftovers';
import type { LayoutName, QueueOptions } from './options';
import { readOptions } from './options';
import type { RunReport } from './report';
import { lineOf, summaryOf, tableOf } from './report';
import type { Stage } from './stage';

/**
 * A HubSpot that does not help: it enrolls beyond the limit, and shows an email in its log five
 * minutes after it was sent, so that only what the processes tell each other keeps the limit.
 * Answers take as long as over the internet; emails go out at once, so that the limit is met.
 */
const settings = { ...PLAIN, overLimit: 'allow', searchLagMs: 5 * 60_000, latencyMs: 100 } as const;

/**
 * `npm run e2e:queue`: enrolls 300 contacts at once for one sender through several n8n processes on
 * one PostgreSQL, kills a process meanwhile, and compares what comes out.
 *
 * @returns the exit code: 1 if anything differs
 */
async function main(options: QueueOptions): Promise<number> {
	const started = Date.now();
	const reports: RunReport[] = [];
	for (const layout of options.layouts) {
		try {
			reports.push(...(await runLayout(layout, options)));
		} finally {
			await clearUp(options.keep);
		}
	}
	print();
	print(tableOf(reports));
	print(`n8n ${options.n8nVersion}, ${duration(Date.now() - started)}`);
	print(summaryOf(reports));
	return reports.every(({ differences }) => differences.length === 0) ? 0 : 1;
}

async function runLayout(layout: LayoutName, options: QueueOptions): Promise<RunReport[]> {
	const installation = await installN8n(options.n8nVersion);
	const hubspot = await startHubspot({ seed: 'empty', settings });
	try {
		const cluster = await startCluster(layout, installation, options.packageSpec);
		const workflowId = await publishEnrollWorkflow(cluster, hubspot.url);
		const stage = { layout, cluster, hubspot, workflowId };
		const { runs, kills } = options;
		return [
			...(await repeat(runs, stage, async (index) => await enrollAtOnce(stage, index, runs))),
			...(await repeat(kills, stage, async (index) => await enrollAndKill(stage, index, kills))),
		];
	} finally {
		await hubspot.close();
	}
}

/** A run that throws is one that failed; the others go on. */
async function repeat(
	count: number,
	{ layout, hubspot }: Stage,
	runOnce: (index: number) => Promise<RunReport>,
): Promise<RunReport[]> {
	const reports: RunReport[] = [];
	for (let index = 0; index < count; index++) {
		const report = await runOnce(index).catch((error: unknown) =>
			cameToNoEnd(layout, `${index + 1} of ${count}`, error),
		);
		reports.push(report);
		print(lineOf(report));
		// Thousands of requests that nobody will look at.
		hubspot.requests.clear();
	}
	return reports;
}

function cameToNoEnd(layout: LayoutName, run: string, error: unknown): RunReport {
	return {
		layout,
		run,
		executions: '-',
		room: 0,
		outcomes: [],
		processes: {},
		milliseconds: 0,
		differences: [messageOf(error)],
	};
}

let interrupted = false;
onInterrupt(() => {
	interrupted = true;
	print('Stopping …');
	clearUp(false)
		.catch((error: unknown) => print(messageOf(error)))
		.finally(() => exit(130));
});
main(readOptions()).then(
	(exitCode) => {
		if (!interrupted) exit(exitCode);
	},
	(error) => {
		// What the stopped processes leave unanswered is no news.
		if (interrupted) return;
		print(messageOf(error));
		exit(1);
	},
);
