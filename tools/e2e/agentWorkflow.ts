import type { IConnections, INode } from 'n8n-workflow';

import type { Script } from './scriptedModel';
import { credentialReference, nodeTypes } from './standIn';
import { chain, makeNode, type WorkflowFile } from './workflow';

/** One of our nodes as a tool. */
export interface AgentTool {
	name: string;
	node: keyof typeof nodeTypes;
	parameters: INode['parameters'];
}

/** What n8n calls a tool when it tells a model of it. */
export const toolName = (nodeName: string): string => nodeName.replace(/ /g, '_');

export interface AgentRun {
	tools: AgentTool[];
	script: Script;
	/** Of n8n's agent: up to 2 it runs its tools itself, from 3 on n8n's engine does. */
	agentVersion: number;
	credentialId: string;
	/** Of the OpenAI node. */
	modelCredentialId: string;
}

const byName = (node: string, type: 'ai_languageModel' | 'ai_tool'): IConnections => ({
	[node]: { [type]: [[{ node: 'Agent', type, index: 0 }]] },
});

/** Start → Agent, with a model and the tools. */
export function agentWorkflow(run: AgentRun): WorkflowFile {
	const { tools, script, agentVersion, credentialId, modelCredentialId } = run;
	const agent = makeNode('Agent', '@n8n/n8n-nodes-langchain.agent', agentVersion, {
		promptType: 'define',
		text: JSON.stringify(script),
		options: { enableStreaming: false },
	});
	const model: INode = {
		...makeNode('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			options: { maxRetries: 0 },
		}),
		credentials: { openAiApi: { id: modelCredentialId, name: 'Scripted model' } },
	};
	const toolNodes = tools.map(({ name, node, parameters }): INode => {
		const credentials = credentialReference(credentialId);
		return { ...makeNode(name, `${nodeTypes[node]}Tool`, 1, parameters), credentials };
	});
	const start = makeNode('Start', 'n8n-nodes-base.manualTrigger', 1, {});
	return {
		id: '',
		name: `Agent: ${script.tool}`,
		active: false,
		nodes: [start, agent, model, ...toolNodes],
		connections: {
			...chain(['Start', 'Agent']),
			...byName('Model', 'ai_languageModel'),
			...Object.assign({}, ...tools.map(({ name }) => byName(name, 'ai_tool'))),
		},
		settings: { executionOrder: 'v1' },
	};
}
