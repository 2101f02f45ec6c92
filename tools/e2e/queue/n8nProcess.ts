import { startBackground } from '../background';
import type { N8nInstallation } from '../installN8n';
import { installPackage } from '../installPackage';
import { path } from '../machine';
import { answers, startServer } from '../server';
import type { N8nInstance } from '../userFolder';
import { createInstance, freePort } from '../userFolder';
import { deleteAtEnd } from './leftovers';

/** One n8n process, on a user folder of its own as on a machine of its own. */
export interface N8nProcess {
	/** For the report: `main 2`, `worker 1`. */
	name: string;
	/** Everything it has printed, also before it was killed. */
	logFile: string;
	/** Where it answers webhooks and its REST API, without a trailing slash; a worker does not. */
	url?: string;
	/** Ends it at once with SIGKILL. */
	kill(): Promise<void>;
	/** Starts it anew after `kill`, on the same user folder and port, and waits until it is ready. */
	restart(): Promise<void>;
}

/** What all processes of a layout have in common. */
export interface Shared {
	installation: N8nInstallation;
	/** What `npm pack` makes the package of. */
	packageSpec: string;
	/** Database and queue. */
	environment: NodeJS.ProcessEnv;
}

/** How many executions one worker runs at once; n8n's default. */
const workerConcurrency = 10;

/** Milliseconds. */
const workerStartTimeout = 60_000;

/** Starts `n8n start` and waits until it answers. */
export async function startMain(shared: Shared, name: string): Promise<N8nProcess> {
	const instance = await prepare(shared);
	const port = await freePort();
	let server = await startServer(instance, port);
	return {
		name,
		logFile: server.logFile,
		url: server.url,
		kill: async () => await server.kill(),
		restart: async () => {
			server = await startServer(instance, port);
		},
	};
}

/** Starts `n8n worker` and waits until it takes executions from the queue. */
export async function startWorker(shared: Shared, name: string): Promise<N8nProcess> {
	const instance = await prepare(shared);
	const port = String(await freePort());
	const logFile = path.join(instance.userFolder, 'n8n.log');
	const { node, n8n } = instance.installation;
	const start = async () => {
		const worker = startBackground({
			name,
			command: node,
			commandArguments: [n8n, 'worker', `--concurrency=${workerConcurrency}`],
			folder: instance.userFolder,
			environment: {
				...instance.environment,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: port,
				N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			},
			logFile,
		});
		const ready = `http://127.0.0.1:${port}/healthz/readiness`;
		await worker.untilReady(async () => await answers(ready), workerStartTimeout);
		return worker;
	};
	let worker = await start();
	return {
		name,
		logFile,
		kill: async () => await worker.kill(),
		restart: async () => {
			worker = await start();
		},
	};
}

/** A user folder with the package in it, whose n8n uses the database and queue of the layout. */
async function prepare(shared: Shared): Promise<N8nInstance> {
	const instance = await createInstance(shared.installation);
	deleteAtEnd(instance.userFolder);
	await installPackage(instance, shared.packageSpec);
	return { ...instance, environment: { ...instance.environment, ...shared.environment } };
}
