import { runOrFail } from './command';
import { fs, path, repositoryFolder } from './machine';
import type { N8nInstance } from './userFolder';

/** The parts of a package.json that matter here. */
interface PackageManifest {
	name: string;
	version: string;
	files: string[];
}

/**
 * Packs the package as it would be published and installs the tarball where n8n keeps community
 * packages, so that nodes load from the very files a user gets. Like n8n's own
 * `CommunityPackagesService.downloadPackage`, it unpacks the tarball; the `npm install` n8n runs
 * after that has nothing to do, since the package has no dependencies.
 *
 * @param packageFolder folder of the package to pack; built already
 * @returns name, version and the files that were packed
 */
export async function installPackage(
	instance: N8nInstance,
	packageFolder = repositoryFolder,
): Promise<PackageManifest> {
	const packageJson = path.join(packageFolder, 'package.json');
	const manifest: PackageManifest = JSON.parse(await fs.readFile(packageJson, 'utf8'));
	const nodesFolder = path.join(instance.userFolder, '.n8n', 'nodes');
	const target = path.join(nodesFolder, 'node_modules', manifest.name);
	await fs.mkdir(target, { recursive: true });

	const { stdout } = await runOrFail(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', nodesFolder],
		{ folder: packageFolder },
	);
	const { filename, files } = readPackResult(stdout);
	const tarball = path.join(nodesFolder, filename);
	await runOrFail('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	await fs.rm(tarball);
	await fs.writeFile(
		path.join(nodesFolder, 'package.json'),
		JSON.stringify({ private: true, dependencies: { [manifest.name]: manifest.version } }),
	);
	return { ...manifest, files };
}

/** npm 11 answers a list, npm 12 an object by package name; both hold the same description. */
function readPackResult(stdout: string): { filename: string; files: string[] } {
	const parsed: object = JSON.parse(stdout);
	const [result]: Array<{ filename: string; files: Array<{ path: string }> }> =
		Object.values(parsed);
	return { filename: result.filename, files: result.files.map((file) => file.path) };
}
