import type { N8nInstallation } from '../installN8n';
import { fs, print, wait } from '../machine';
import type { N8nSession } from '../session';
import { setUpOwner } from '../session';
import { findServerPrograms } from './debian';
import type { N8nProcess, Shared } from './n8nProcess';
import { startMain, startWorker } from './n8nProcess';
import type { LayoutName } from './options';
import { startPostgres } from './postgres';
import { startRedis } from './redis';

/** Several n8n processes on one database, which run the same workflows. */
export interface Cluster {
	/** Logged in to the first process, which is never killed. */
	session: N8nSession;
	/** Addresses that take webhooks; executions are spread over them. */
	entries: string[];
	/** The processes that execute workflows. */
	executors: N8nProcess[];
	/** The process that executes what was asked for at `entries[entry]`, once it has begun. */
	executorOf(executionId: string, entry: number): Promise<N8nProcess>;
}

type Install = Pick<Shared, 'installation' | 'packageSpec'>;

/** Starts database, queue and n8n processes of a layout. All of them end with `clearUp`. */
export async function startCluster(
	layout: LayoutName,
	installation: N8nInstallation,
	packageSpec: string,
): Promise<Cluster> {
	print(`Starting ${layout}`);
	const install = { installation, packageSpec };
	return layout === 'queueMode'
		? await startQueueMode(install)
		: await startThreeProcesses(install);
}

/** Three times `n8n start`, each executing what its own webhooks start. */
async function startThreeProcesses(install: Install): Promise<Cluster> {
	const environment = await startPostgres(await findServerPrograms());
	const shared = { ...install, environment };
	// The first makes the tables of the empty database; two at once would collide.
	const first = await startMain(shared, 'main 1');
	const session = await setUpOwner({ url: urlOf(first) });
	const others = [await startMain(shared, 'main 2'), await startMain(shared, 'main 3')];
	const executors = [first, ...others];
	return {
		session,
		entries: executors.map(urlOf),
		executors,
		executorOf: async (_executionId, entry) => executors[entry],
	};
}

/** n8n's queue mode: one `n8n start` takes webhooks, two `n8n worker` execute. */
async function startQueueMode(install: Install): Promise<Cluster> {
	const programs = await findServerPrograms();
	const environment = { ...(await startPostgres(programs)), ...(await startRedis(programs)) };
	const shared = { ...install, environment };
	const main = await startMain(shared, 'main');
	const session = await setUpOwner({ url: urlOf(main) });
	const executors = [await startWorker(shared, 'worker 1'), await startWorker(shared, 'worker 2')];
	return {
		session,
		entries: [urlOf(main)],
		executors,
		executorOf: async (executionId) => await workerThatTook(executors, executionId),
	};
}

function urlOf({ name, url }: N8nProcess): string {
	if (!url) throw new Error(`${name} has no address`);
	return url;
}

/** A worker's log is the one place that says which worker took an execution. Milliseconds. */
const logTimeout = 10_000;

async function workerThatTook(workers: N8nProcess[], executionId: string): Promise<N8nProcess> {
	// `JobProcessor.processJob` of n8n 2.40.7 prints this line.
	const line = `Worker started execution ${executionId} (`;
	const deadline = Date.now() + logTimeout;
	for (;;) {
		for (const worker of workers) {
			if ((await fs.readFile(worker.logFile, 'utf8')).includes(line)) return worker;
		}
		if (Date.now() > deadline) throw new Error(`No worker says that it took ${executionId}`);
		await wait(100);
	}
}
