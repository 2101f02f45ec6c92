import { environment, fs, isAlive, os, path, processId, print, wait } from './machine';

/** Folder, outside node_modules, where every n8n version and Node live between runs. */
export const cacheFolder =
	environment.N8N_E2E_CACHE ?? path.join(os.homedir(), '.cache', 'n8n-nodes-hubspot-enrollment');

const markerName = 'installation-complete';
const lockName = 'installing.lock';

/**
 * Fills a folder of the cache once. `install` gets the emptied folder; a marker written at the
 * very end tells a complete installation from one that was killed, which is redone. Two runs do
 * not install into the same folder: the second waits for the first.
 *
 * @returns the folder's path
 */
export async function installedFolder(
	name: string,
	install: (folder: string) => Promise<void>,
): Promise<string> {
	const folder = path.join(cacheFolder, name);
	const marker = path.join(folder, markerName);
	await fs.mkdir(cacheFolder, { recursive: true });
	if (await exists(marker)) return folder;

	const lock = path.join(cacheFolder, `${name}.${lockName}`);
	await takeLock(lock, name);
	try {
		if (await exists(marker)) return folder;
		await fs.rm(folder, { recursive: true, force: true });
		await fs.mkdir(folder, { recursive: true });
		await install(folder);
		await fs.writeFile(marker, `${new Date().toISOString()}\n`);
		return folder;
	} finally {
		await fs.rm(lock, { force: true });
	}
}

export async function exists(file: string): Promise<boolean> {
	return await fs.access(file).then(
		() => true,
		() => false,
	);
}

/** The lock file holds its owner's process id, so that the lock of a killed run is ignored. */
async function takeLock(lock: string, name: string): Promise<void> {
	let told = false;
	for (;;) {
		try {
			await fs.writeFile(lock, String(processId), { flag: 'wx' });
			return;
		} catch {
			const owner = Number(await fs.readFile(lock, 'utf8').catch(() => ''));
			if (owner > 0 && !isAlive(owner)) {
				await fs.rm(lock, { force: true });
				continue;
			}
			if (!told) print(`  ${name} is being installed by another run (${lock}); waiting for it`);
			told = true;
			await wait(2000);
		}
	}
}
