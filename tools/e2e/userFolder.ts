import { exists } from './cache';
import type { N8nInstallation } from './installN8n';
import { createServer, environment, fs, os, path } from './machine';

/** One n8n instance: its program, its own data folder, and the environment it runs in. */
export interface N8nInstance {
	installation: N8nInstallation;
	/** What n8n calls the user folder; its database and packages lie in `.n8n` below it. */
	userFolder: string;
	/** Whether n8n has run in this folder before. */
	isUsed: boolean;
	environment: NodeJS.ProcessEnv;
	/** Deletes the user folder. */
	remove(): Promise<void>;
}

/**
 * Silences everything that n8n asks of the internet or shows beside the workflow, so that a run is
 * the same on- and offline. Names from `@n8n/config/dist/configs` of n8n 2.40.7.
 */
const quietAndOffline = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_PYTHON_ENABLED: 'false',
};

/** An instance in `kept`, whatever is there already, or a fresh one in the temporary folder. */
export async function createInstance(
	installation: N8nInstallation,
	kept?: string,
): Promise<N8nInstance> {
	const userFolder = kept ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'n8n-hubspot-enrollment-')));
	await fs.mkdir(userFolder, { recursive: true });
	const isUsed = await exists(path.join(userFolder, '.n8n', 'database.sqlite'));
	const inherited = Object.entries(environment).filter(
		// A developer's own n8n settings (database, custom nodes, user folder) must not leak in.
		([name]) => !/^(N8N_|DB_|QUEUE_|EXECUTIONS_|NODE_OPTIONS$)/.test(name),
	);
	return {
		installation,
		userFolder,
		isUsed,
		environment: {
			...Object.fromEntries(inherited),
			...quietAndOffline,
			N8N_USER_FOLDER: userFolder,
			N8N_ENCRYPTION_KEY: 'only-for-this-temporary-instance',
			// Each n8n process opens a port for its task runners; two processes cannot share one.
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			// `execute --rawOutput` prints its result through the logger, at this level.
			N8N_LOG_LEVEL: 'info',
			// The login cookie would otherwise travel over https alone.
			N8N_SECURE_COOKIE: 'false',
			GENERIC_TIMEZONE: 'America/New_York',
		},
		remove: async () => await fs.rm(userFolder, { recursive: true, force: true, maxRetries: 3 }),
	};
}

/** A TCP port of 127.0.0.1 that nobody uses: `wanted` or one of the 20 after it, else any. */
export async function freePort(wanted?: number): Promise<number> {
	if (wanted === undefined) return (await tryPort(0)) ?? 0;
	for (let port = wanted; port <= wanted + 20; port++) {
		if ((await tryPort(port)) !== undefined) return port;
	}
	return (await tryPort(0)) ?? 0;
}

async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			const taken = address && typeof address === 'object' ? address.port : undefined;
			server.close(() => resolve(taken));
		});
	});
}
