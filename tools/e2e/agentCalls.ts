import type { IDataObject } from 'n8n-workflow';

import { agentWorkflow, toolName, type AgentTool } from './agentWorkflow';
import type { Editor } from './case';
import { jsonOf } from './execution';
import { startScriptedModel, type ToldTool } from './scriptedModel';

/** What the model says to a tool, and what it must be answered. */
export interface Call {
	tool: string;
	says: IDataObject;
	/** At least. */
	answer: IDataObject;
	/** 3 unless given. */
	agentVersion?: number;
}

/**
 * Calls tools one after another, each by an agent of its own.
 * @returns all tools as the model got them
 */
export async function callTools(
	{ session, checks, credentialId }: Editor,
	tools: AgentTool[],
	calls: Call[],
): Promise<ToldTool[]> {
	const model = await startScriptedModel();
	try {
		const data = { apiKey: 'none', url: model.url };
		const credential = { name: 'Scripted model', type: 'openAiApi', data };
		const { id } = await session.request<{ id: string }>('POST', '/credentials', credential);
		for (const { tool, says, answer, agentVersion = 3 } of calls) {
			const script = { tool: toolName(tool), arguments: says };
			const run = { tools, script, agentVersion, credentialId, modelCredentialId: id };
			const execution = await session.runWorkflow(await session.addWorkflow(agentWorkflow(run)));
			const [{ output = execution.error } = {}] = jsonOf(execution, 'Agent');
			const title = `${tool}, agent ${agentVersion}, ${JSON.stringify(says)}`;
			checks.items(title, readAnswer(String(output)), [answer]);
		}
		return model.told();
	} finally {
		await model.close();
	}
}

/** The scripted model says what the tool answered; what is no JSON is an error of n8n. */
function readAnswer(output: string): IDataObject[] {
	try {
		return JSON.parse(output) as IDataObject[];
	} catch {
		return [{ output }];
	}
}
