import type { IDataObject } from 'n8n-workflow';

import type { Expectation, HubspotServer } from '../../hubspot';
import { demoContacts, FLOWS } from '../../hubspot';
import { callTools, type Call } from '../agentCalls';
import { toolName, type AgentTool } from '../agentWorkflow';
import type { Case, Editor, EditorStep } from '../case';
import { readExamples } from '../examples';
import type { ToldTool } from '../scriptedModel';
import { nodeTypes } from '../standIn';
import { ann, freshEnrollments, membersOf, sequence, user, workflow } from './parameters';

/** Less than the rep has sent today. */
const one = { plan: 'custom', dailyLimit: 1 };

/** Each operation of each node; the contact is left to the model, as it is from the start. */
const TOOLS: AgentTool[] = [
	tool('sequence', 'Enroll in Sequence', { operation: 'enroll', sequence, sender: user(ann) }),
	tool('sequence', 'Try Sequence', { sequence, sender: user(ann), options: { dryRun: true } }),
	tool('sequence', 'Enroll Within One', { sequence, sender: user(ann), ...one }),
	tool('sequence', 'Sequence Status', { operation: 'status' }),
	tool('sequence', 'Leave Sequence', {
		operation: 'unenroll',
		options: { waitSeconds: 20, pollSeconds: 1 },
	}),
	tool('sequence', 'Sequence Limit', { operation: 'checkSendLimit', sender: user(ann), ...one }),
	tool('workflow', 'Enroll in Workflow', { operation: 'enroll', workflow, enrollmentsPerDay: 1 }),
	tool('workflow', 'Workflow Status', { operation: 'status', workflow }),
	tool('workflow', 'Leave Workflow', { operation: 'unenroll', workflow }),
	tool('workflow', 'Workflow Limit', {
		operation: 'checkSendLimit',
		workflow,
		enrollmentsPerDay: 1,
	}),
	tool('workflow', 'Archive', {
		operation: 'unenroll',
		workflow: { __rl: true, mode: 'id', value: "={{ $fromAI('Workflow') }}" },
		method: 'archive',
		affectEveryone: true,
	}),
];

function tool(node: AgentTool['node'], name: string, parameters: IDataObject): AgentTool {
	return { node, name, parameters: parameters as AgentTool['parameters'] };
}

/** What the descriptions begin with, and what an argument of each is said to take. */
const TOLD: Record<string, [begins: string, takes?: string]> = {
	'Enroll in Sequence': ['Puts one contact into a HubSpot sequence', 'Contact'],
	'Sequence Status': ['Says whether one contact is in a HubSpot sequence', 'Contact'],
	'Leave Sequence': ['Takes one contact out of the HubSpot sequence', 'Contact'],
	'Sequence Limit': ['Says how many more sequence emails'],
	'Enroll in Workflow': ['Puts one contact into a HubSpot workflow', 'Contact'],
	'Workflow Status': ['Says which HubSpot workflows', 'Contact'],
	'Leave Workflow': ['Takes one contact out of a HubSpot workflow', 'Contact'],
	'Workflow Limit': ['Says how many more contacts'],
};

function checkTold({ checks }: Editor, told: ToldTool[]): void {
	for (const [name, [begins, takes]] of Object.entries(TOLD)) {
		const found = told.find((one) => one.name === toolName(name));
		const { properties } = found?.parameters ?? { properties: {} };
		checks.equal(
			`${name}, as the model gets it`,
			[found?.description.slice(0, begins.length), Object.keys(properties)],
			[begins, takes ? [takes] : []],
		);
		if (takes) {
			const text = properties[takes]?.description ?? '';
			checks.equal(
				`${name}: ${takes}`,
				text.startsWith('Email address or HubSpot contact ID'),
				true,
			);
		}
	}
}

const whoIs = ({ account }: HubspotServer, wanted: Expectation, skip = 0) => ({
	Contact: demoContacts(account).filter(({ expectation }) => expectation === wanted)[skip].email,
});

function calls(hubspot: HubspotServer): Call[] {
	const [ada, bea, cem] = [0, 1, 2].map((skip) => whoIs(hubspot, 'clean', skip));
	const nobody = { Contact: 'nobody@nowhere.example' };
	const failed = { outcome: 'failed', error: 'HubSpot has no such contact' };
	return [
		{ tool: 'Try Sequence', says: ada, answer: { outcome: 'wouldEnroll' } },
		{ tool: 'Enroll in Sequence', says: ada, answer: { outcome: 'enrolled' } },
		{
			tool: 'Enroll in Sequence',
			says: whoIs(hubspot, 'optedOut'),
			answer: { outcome: 'skipped', reason: 'OPTED_OUT' },
		},
		{ tool: 'Enroll in Sequence', says: nobody, answer: failed },
		{
			tool: 'Enroll Within One',
			says: bea,
			answer: { outcome: 'held', reason: 'SEND_LIMIT' },
		},
		{ tool: 'Sequence Status', says: ada, answer: { enrolled: true } },
		{ tool: 'Leave Sequence', says: ada, answer: { outcome: 'unenrolled' } },
		{ tool: 'Sequence Limit', says: {}, answer: { level: 'full', remaining: 0 } },
		{ tool: 'Enroll in Workflow', says: ada, answer: { outcome: 'enrolled' } },
		{
			tool: 'Enroll in Workflow',
			says: bea,
			answer: { outcome: 'held', reason: 'DAILY_ENROLLMENT_CAP' },
		},
		{ tool: 'Workflow Status', says: ada, answer: { enrolled: true } },
		{ tool: 'Leave Workflow', says: ada, answer: { outcome: 'unenrolled' } },
		{ tool: 'Workflow Limit', says: {}, answer: { daily: { limit: 1, used: 1 } } },
		{
			tool: 'Archive',
			says: { Workflow: FLOWS.nurture.id },
			answer: { outcome: 'failed', error: "An agent may not decide 'Workflow'" },
		},
		{ tool: 'Enroll in Sequence', says: cem, answer: { outcome: 'enrolled' }, agentVersion: 2.2 },
		{ tool: 'Enroll in Sequence', says: nobody, answer: failed, agentVersion: 2.2 },
	];
}

const eachOperation: EditorStep = {
	name: 'One call of each operation',
	inEditor: async (editor) =>
		checkTold(editor, await callTools(editor, TOOLS, calls(editor.hubspot))),
};

const nothingMore: EditorStep = {
	name: 'What HubSpot holds',
	inEditor: async ({ checks, hubspot }) => {
		checks.equal('two enrollments', freshEnrollments(hubspot).length, 2);
		checks.equal('nobody in the workflow', membersOf(hubspot), []);
		const { flows } = hubspot.account;
		checks.equal(
			'the workflow',
			flows.some(({ id }) => id === FLOWS.nurture.id),
			true,
		);
	},
};

const example: EditorStep = {
	name: 'Import the example, and call its tools',
	inEditor: async (editor) => {
		const examples = await readExamples(editor.credentialId);
		const found = examples.filter(({ nodes }) => nodes.some(({ name }) => name === 'Agent'));
		for (const one of found) await editor.session.addWorkflow(one);
		const tools = found.flatMap(({ nodes }) =>
			nodes.flatMap(({ name, type, parameters }): AgentTool[] =>
				type === `${nodeTypes.sequence}Tool` ? [{ name, node: 'sequence', parameters }] : [],
			),
		);
		const says = whoIs(editor.hubspot, 'clean', 3);
		await callTools(editor, tools, [
			{ tool: 'Sequence Status', says, answer: { enrolled: false } },
			{ tool: 'Enroll in Sequence', says, answer: { outcome: 'wouldEnroll' } },
		]);
	},
};

export const agentCases: Case[] = [
	{
		title: 'Agent: the nodes as tools',
		runBy: 'server',
		steps: () => [eachOperation, example, nothingMore],
	},
];
