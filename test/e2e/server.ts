import axios from 'axios';

import { createWriteStream, endWithThis, fs, once, path, spawn, wait } from './machine';
import type { N8nInstance } from './userFolder';
import { freePort } from './userFolder';

/** A running n8n with its editor and REST API. */
export interface N8nServer {
	/** Without a trailing slash, such as `http://localhost:5678`. */
	url: string;
	/** Everything n8n has printed. */
	logFile: string;
	/** Resolves when n8n has ended, by `stop` or by itself. */
	ended: Promise<void>;
	/** Ends n8n and its task runners; resolves when they are gone. */
	stop(): Promise<void>;
}

/** The first start sets up the database; on a slow disk that takes a while. Milliseconds. */
const startTimeout = 180_000;
const stopTimeout = 15_000;

/**
 * Starts n8n on `wantedPort` or the next free one and waits until it is ready for requests.
 * Rejects with the end of its log if it ends or is not ready in three minutes.
 */
export async function startServer(instance: N8nInstance, wantedPort?: number): Promise<N8nServer> {
	const port = await freePort(wantedPort);
	const url = `http://localhost:${port}`;
	const logFile = path.join(instance.userFolder, 'n8n.log');
	const log = createWriteStream(logFile, { flags: 'a' });
	const child = spawn(instance.installation.node, [instance.installation.n8n, 'start'], {
		cwd: instance.userFolder,
		env: {
			...instance.environment,
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_EDITOR_BASE_URL: url,
			WEBHOOK_URL: `${url}/`,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	endWithThis(child);
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });

	let running = true;
	const ended = once(child, 'exit').then(() => {
		running = false;
		log.end();
	});
	const stop = async () => {
		if (running) child.kill('SIGTERM');
		const patience = new AbortController();
		const { signal } = patience;
		const forced = wait(stopTimeout, undefined, { signal }).then(() => child.kill('SIGKILL'));
		await Promise.race([ended, forced.catch(() => undefined)]);
		patience.abort();
		await ended;
	};

	const deadline = Date.now() + startTimeout;
	while (!(await isReady(url))) {
		if (!running || Date.now() > deadline) {
			await stop();
			const tail = (await fs.readFile(logFile, 'utf8')).trim().split('\n').slice(-25).join('\n');
			throw new Error(`n8n did not start on ${url}:\n${tail}`);
		}
		await wait(250);
	}
	return { url, logFile, ended, stop };
}

/** `/healthz/readiness` turns 200 once the database is migrated; the editor's API follows. */
async function isReady(url: string): Promise<boolean> {
	const answered = async (route: string) =>
		await axios.get(`${url}${route}`, { timeout: 5000 }).then(
			(response) => response.status === 200,
			() => false,
		);
	return (await answered('/healthz/readiness')) && (await answered('/rest/settings'));
}
