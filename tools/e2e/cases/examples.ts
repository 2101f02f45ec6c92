import type { IDataObject } from 'n8n-workflow';

import { REPS } from '../../hubspot';
import type { Case, Editor, EditorStep } from '../case';
import { enterCustomers, readExamples } from '../examples';
import { itemsOf, jsonOf, type Execution } from '../execution';
import { isHubspotNode, LAGGING } from '../standIn';
import type { WorkflowFile } from '../workflow';
import { ann, ben, membersOf } from './parameters';

interface Ran extends Editor {
	execution: Execution;
	/** The pinned items. */
	given: IDataObject[];
}

const ENROLL = 'Enroll in Sequence';
const SVG = 'image/svg+xml';

/** What an example is there to show, by its name. */
const SHOWS: Record<string, (ran: Ran) => void> = {
	'Enroll everybody, as room comes up': ({ checks, execution, given }) => {
		const held = jsonOf(execution, ENROLL, 1).length;
		checks.equal('somebody is held', held > 0, true);
		checks.equal('or enrolled', jsonOf(execution, ENROLL).length + held, given.length);
	},
	"New leads from a form to the owner's sequence": ({ checks, execution, given, hubspot }) => {
		const lead = hubspot.account.contactByEmail(String(given[0].Email));
		checks.equal('owner', lead?.properties.hubspot_owner_id, REPS.ben.ownerId);
		const sent = { contactId: lead?.id, sender: { email: ben } };
		checks.items('sent by the owner', jsonOf(execution, ENROLL), [sent]);
	},
	"A sheet to a team, within everybody's limit": ({ checks, execution, given }) => {
		const rows = given.map(({ id }) => ({ id: String(id), outcome: 'enrolled', by: ben }));
		checks.items('a line for each row', jsonOf(execution, 'What Became of It'), rows);
	},
	'Closed-won contacts out of everything': ({ checks, execution, given, hubspot }) => {
		const out = given.map(({ email }) => ({ email, outcome: 'unenrolled' }));
		checks.items('out of the sequence', jsonOf(execution, 'Unenroll from Sequence'), out);
		checks.items('out of the workflow', jsonOf(execution, 'Unenroll from Workflow'), out);
		checks.equal('in no workflow', membersOf(hubspot), []);
	},
	"Monday's capacity of the team": ({ checks, execution }) => {
		const items = itemsOf(execution, 'Send Report');
		const lines = items.map(({ json }) => json);
		checks.items('a line for each', lines, [{ sender: ann }, { sender: ben }]);
		const charts = items.map(({ binary }) => binary?.chart?.mimeType);
		checks.equal('a chart for each', charts, [SVG, SVG]);
	},
};

/** An agent waits for somebody to chat with: `agent.ts` calls its tools. */
const startsByItself = ({ nodes }: WorkflowFile) => nodes.every(({ name }) => name !== 'Agent');

const endsIn = ({ nodes }: WorkflowFile) =>
	nodes.some(({ type }) => type === 'n8n-nodes-base.wait') ? 'waiting' : 'success';

/** The importable workflows of `examples/`, saved and run as a reader of the README does. */
const importAndRun: EditorStep = {
	name: 'Import and run',
	inEditor: async (editor) => {
		const { checks, session, credentialId, hubspot } = editor;
		await enterCustomers(hubspot.account);
		const all = (await readExamples(credentialId)).filter(startsByItself);
		const names = all.map(({ name }) => name);
		checks.equal(
			'there are those',
			Object.keys(SHOWS).filter((one) => !names.includes(one)),
			[],
		);
		for (const example of all) {
			checks.start(`Examples: ${example.name}`);
			const execution = await session.runWorkflow(await session.addWorkflow(example));
			const { status, error, nodes } = execution;
			checks.equal('runs', { status, error }, { status: endsIn(example), error: undefined });
			const ours = example.nodes.filter(isHubspotNode).map(({ name }) => name);
			checks.equal(
				'every HubSpot node ran',
				ours.filter((name) => !nodes[name]),
				[],
			);
			const given = Object.values(example.pinData ?? {}).flat();
			SHOWS[example.name]?.({ ...editor, execution, given: given.map(({ json }) => json) });
		}
	},
};

export const exampleCases: Case[] = [
	{
		title: 'Examples',
		runBy: 'server',
		hubspot: { settings: LAGGING },
		steps: () => [importAndRun],
	},
];
