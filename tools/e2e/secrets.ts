import type { Case } from './case';
import type { Checks } from './checks';
import { exportWorkflows } from './cli';
import { fs, path } from './machine';
import { standInCredential } from './standIn';
import type { N8nInstance } from './userFolder';

/** Fields of a credential that nobody but HubSpot may see. */
const SECRET = /token$|secret/i;

/**
 * No secret of a credential lies open in what n8n has kept of the cases: its database, with every workflow
 * and all that went in and out of each node, its log, and the workflows as it exports them. n8n has stopped.
 */
export async function checkSecrets(
	instance: N8nInstance,
	cases: readonly Case[],
	checks: Checks,
): Promise<void> {
	checks.start('What n8n keeps');
	await exportWorkflows(instance, path.join(instance.userFolder, 'exported.json'));
	const files = await filesBelow(instance.userFolder);
	const secrets = cases.flatMap(({ credentialData }) =>
		secretsIn(standInCredential('', '', credentialData).data),
	);
	const found = await Promise.all(
		files.map(async (file) => {
			const content = await fs.readFile(file);
			return secrets.some((secret) => content.includes(secret)) ? [file] : [];
		}),
	);
	checks.equal(`no key in ${files.length} files`, found.flat(), []);
}

/** Of what n8n brings along: the packages that it runs, and the files of its editor. */
const BROUGHT = ['node_modules', '.cache'];

/** Those that hold what n8n has kept. */
async function filesBelow(folder: string): Promise<string[]> {
	const entries = await fs.readdir(folder, { withFileTypes: true });
	const below = entries.map(async (entry) => {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) return BROUGHT.includes(entry.name) ? [] : await filesBelow(file);
		return entry.isFile() ? [file] : [];
	});
	return (await Promise.all(below)).flat();
}

/** The secrets in a credential's data, at any depth. */
const secretsIn = (data: object): string[] =>
	Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
		if (typeof value === 'object' && value !== null) return secretsIn(value);
		return typeof value === 'string' && SECRET.test(name) ? [value] : [];
	});
