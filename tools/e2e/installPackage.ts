import { exists } from './cache';
import { runOrFail } from './command';
import { fs, path, repositoryFolder } from './machine';
import type { N8nInstance } from './userFolder';

/** An installed package. */
export interface InstalledPackage {
	name: string;
	version: string;
	/** Paths of the packed files, relative to the package. */
	files: string[];
}

/**
 * Packs the package as it would be published and installs the tarball where n8n keeps community
 * packages, so that nodes load from the very files a user gets. Like n8n's own
 * `CommunityPackagesService.downloadPackage`, it unpacks the tarball; the `npm install` n8n runs
 * after that has nothing to do, since the package has no dependencies.
 *
 * @param spec anything `npm pack` takes; default: this package's folder, built already
 */
export async function installPackage(
	instance: N8nInstance,
	spec = repositoryFolder,
): Promise<InstalledPackage> {
	const nodesFolder = path.join(instance.userFolder, '.n8n', 'nodes');
	await fs.mkdir(nodesFolder, { recursive: true });
	const { stdout } = await runOrFail(
		'npm',
		['pack', spec, '--json', '--ignore-scripts', '--pack-destination', nodesFolder],
		// Elsewhere, npm would read the settings of whatever package the script was started in.
		{ folder: nodesFolder },
	);
	const { filename, name, version, files } = readPackResult(stdout);

	const target = path.join(nodesFolder, 'node_modules', name);
	const tarball = path.join(nodesFolder, filename);
	await fs.mkdir(target, { recursive: true });
	await runOrFail('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	await fs.rm(tarball);
	await requireBuilt(target);
	await fs.writeFile(
		path.join(nodesFolder, 'package.json'),
		JSON.stringify({ private: true, dependencies: { [name]: version } }),
	);
	return { name, version, files: files.map((file) => file.path) };
}

/** Rejects where a node or credential that the package announces is not in it. */
async function requireBuilt(folder: string): Promise<void> {
	const manifest: { n8n?: { nodes?: string[]; credentials?: string[] } } = JSON.parse(
		await fs.readFile(path.join(folder, 'package.json'), 'utf8'),
	);
	for (const file of [...(manifest.n8n?.nodes ?? []), ...(manifest.n8n?.credentials ?? [])]) {
		if (!(await exists(path.join(folder, file)))) {
			throw new Error(`The package holds no ${file}. Build it first: npm run build`);
		}
	}
}

interface PackResult {
	filename: string;
	name: string;
	version: string;
	files: Array<{ path: string }>;
}

/** npm 11 answers a list, npm 12 an object by package name; both hold the same description. */
function readPackResult(stdout: string): PackResult {
	const parsed: Record<string, PackResult> = JSON.parse(stdout);
	const [result] = Object.values(parsed);
	return result;
}
