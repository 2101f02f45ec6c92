import axios from 'axios';

import type { BackgroundProcess } from './background';
import { startBackground } from './background';
import { path } from './machine';
import type { N8nInstance } from './userFolder';
import { freePort } from './userFolder';

/** A running n8n with its editor and REST API. */
export interface N8nServer extends Pick<BackgroundProcess, 'logFile' | 'ended' | 'stop' | 'kill'> {
	/** Without a trailing slash, such as `http://localhost:5678`. */
	url: string;
}

/** The first start sets up the database; on a slow disk that takes a while. Milliseconds. */
const startTimeout = 180_000;

/**
 * Starts n8n on `wantedPort` or the next free one and waits until it is ready for requests.
 * Rejects with the end of its log if it ends or is not ready in three minutes.
 */
export async function startServer(instance: N8nInstance, wantedPort?: number): Promise<N8nServer> {
	const port = await freePort(wantedPort);
	const url = `http://localhost:${port}`;
	const background = startBackground({
		name: `n8n on ${url}`,
		command: instance.installation.node,
		commandArguments: [instance.installation.n8n, 'start'],
		folder: instance.userFolder,
		environment: {
			...instance.environment,
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_EDITOR_BASE_URL: url,
			WEBHOOK_URL: `${url}/`,
		},
		logFile: path.join(instance.userFolder, 'n8n.log'),
	});
	await background.untilReady(async () => await isReady(url), startTimeout);
	return { ...background, url };
}

/** `/healthz/readiness` turns 200 once the database is migrated; the editor's API follows. */
async function isReady(url: string): Promise<boolean> {
	return (await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`));
}

/** Whether a GET is answered with 200 within five seconds. */
export async function answers(url: string): Promise<boolean> {
	return await axios.get(url, { timeout: 5000 }).then(
		(response) => response.status === 200,
		() => false,
	);
}
