import { fs, path, repositoryFolder } from './machine';
import { credentialReference, credentialType } from './standIn';
import type { WorkflowFile } from './workflow';

/**
 * Reads the importable workflows of `examples/`, ready for an instance: each gets an id, starts
 * inactive, and its HubSpot nodes use the credential with the given id.
 */
export async function readExamples(credentialId: string): Promise<WorkflowFile[]> {
	const folder = path.join(repositoryFolder, 'examples');
	const files = (await fs.readdir(folder).catch(() => [])).filter((file) => file.endsWith('.json'));
	return await Promise.all(
		files.sort().map(async (file, index) => {
			const text = await fs.readFile(path.join(folder, file), 'utf8');
			const exported: WorkflowFile = JSON.parse(text);
			return {
				...exported,
				id: `example${String(index + 1).padStart(9, '0')}`,
				name: exported.name ?? path.basename(file, '.json'),
				active: false,
				nodes: exported.nodes.map((node) =>
					node.credentials?.[credentialType]
						? {
								...node,
								credentials: { ...node.credentials, ...credentialReference(credentialId) },
							}
						: node,
				),
			};
		}),
	);
}
