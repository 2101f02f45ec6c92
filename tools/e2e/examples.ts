import { chooseAll } from '../demo/choices';
import { FLOWS, type Account } from '../hubspot';
import { enterFlow } from '../hubspot/account/flows';
import { fs, path, repositoryFolder } from './machine';
import type { WorkflowFile } from './workflow';

const folder = path.join(repositoryFolder, 'examples');

/**
 * Reads the importable workflows of `examples/`, ready for an instance: each gets an id, starts
 * inactive, and its HubSpot nodes use the credential with the given id and what the stand-in has.
 */
export async function readExamples(credentialId: string): Promise<WorkflowFile[]> {
	const files = (await fs.readdir(folder).catch(() => [])).filter((file) => file.endsWith('.json'));
	return await Promise.all(
		files.sort().map(async (file, index) => {
			const exported = await readExample(file);
			return {
				...exported,
				id: `example${String(index + 1).padStart(9, '0')}`,
				active: false,
				nodes: exported.nodes.map((node) => chooseAll(node, credentialId)),
			};
		}),
	);
}

/** Puts the customers of the example that takes them out into a workflow; a sequence has them already. */
export async function enterCustomers(account: Account): Promise<void> {
	const [nurture] = account.flows.filter(({ id }) => id === FLOWS.nurture.id);
	const { pinData = {} } = await readExample('closed-won-out.json');
	for (const { json } of pinData.Customers) {
		const customer = account.contactByEmail(String(json.email));
		if (customer) enterFlow(account, nurture, customer);
	}
}

const readExample = async (file: string): Promise<Omit<WorkflowFile, 'id'>> =>
	JSON.parse(await fs.readFile(path.join(folder, file), 'utf8'));
