import { exists, installedFolder } from './cache';
import { runOrFail } from './command';
import { environment, fs, path } from './machine';
import { folderSize, size, withProgress } from './progress';

export const defaultN8nVersion = '2.40.7';

/** n8n 2.40 asks for Node >= 24.0, n8n 2.20 for >= 22.16 (`npm view n8n engines`): 24 runs both. */
const nodeVersion = '24';

/**
 * n8n 2.20 takes xlsx (for its Spreadsheet File node, which nothing here uses) from SheetJS's own
 * server. With the registry's copy, an installation needs the npm registry and nothing else.
 */
const registryOnly = { xlsx: '0.18.5' };

/** A real n8n on this machine: what to start it with. */
export interface N8nInstallation {
	version: string;
	/** Path of the `node` program. */
	node: string;
	/** Path of n8n's own start script, an argument for `node`. */
	n8n: string;
	/** Folder that holds n8n's node_modules. */
	folder: string;
}

/**
 * Installs n8n and a Node that runs it into the cache, unless they are there already. The first
 * time this takes about five minutes, 3 GB of disk and the npm registry; then nothing.
 */
export async function installN8n(version = defaultN8nVersion): Promise<N8nInstallation> {
	const node = await installNode();
	const folder = await installedFolder(`n8n-${version}`, async (target) => {
		await writeManifest(target, registryOnly);
		// Most of n8n's 17 install scripts compile or download what no workflow here uses. Skipping
		// them makes the installation the same on every machine; its database driver is built below.
		await withProgress(
			`npm install n8n@${version}`,
			npm(['install', '--ignore-scripts', '--save-exact', `n8n@${version}`], target, node),
			{ soFar: async () => await npmDone(target) },
		);
		await withProgress('build the SQLite driver', buildSqlite(target, node));
	});
	return { version, node, folder, n8n: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/** npm's `node` package fetches the program of this platform in its install script. */
async function installNode(): Promise<string> {
	const program = (folder: string) => path.join(folder, 'node_modules', '.bin', 'node');
	const folder = await installedFolder(`node-${nodeVersion}`, async (target) => {
		await writeManifest(target);
		await withProgress(
			`npm install node@${nodeVersion}`,
			npm(['install', '--ignore-scripts=false', `node@${nodeVersion}`], target),
		);
		const { stdout } = await runOrFail(program(target), ['--version']);
		if (!stdout.startsWith(`v${nodeVersion}.`)) {
			throw new Error(`Expected Node ${nodeVersion} in ${target}, found ${stdout.trim()}`);
		}
	});
	return program(folder);
}

/** Downloads sqlite3's ready-made binary, or compiles it where that is out of reach. */
async function buildSqlite(folder: string, node: string): Promise<void> {
	await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], folder, node);
	const driver = path.join(folder, 'node_modules/sqlite3/build/Release/node_sqlite3.node');
	if (!(await exists(driver))) throw new Error(`npm rebuild sqlite3 made no ${driver}`);
}

async function writeManifest(folder: string, overrides: Record<string, string> = {}) {
	// npm 11.16 announces that install scripts will run only for packages named like this.
	const manifest = { private: true, overrides, allowScripts: { node: true, sqlite3: true } };
	await fs.writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
}

/**
 * What npm has done by now. For the first two thirds of the time it only asks the registry, by two
 * requests a package, and writes nothing into the folder.
 */
async function npmDone(folder: string): Promise<string> {
	const log = await fs.readFile(logOf(folder), 'utf8').catch(() => '');
	const files = log.match(/^npm http /gm)?.length ?? 0;
	const bytes = await folderSize(path.join(folder, 'node_modules'));
	return `${files} answers of the registry${bytes > 0 ? `, ${size(bytes)} unpacked` : ''}`;
}

const logOf = (folder: string): string => path.join(folder, 'install.log');

/** Runs npm in a folder of the cache; with `node`, under that Node instead of the machine's. */
async function npm(npmArguments: string[], folder: string, node?: string): Promise<void> {
	const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=http'];
	const searchPath = [node && path.dirname(node), environment.PATH].filter(Boolean);
	await runOrFail('npm', [...npmArguments, ...quiet], {
		folder,
		environment: { ...environment, PATH: searchPath.join(path.delimiter) },
		logFile: logOf(folder),
	});
}
