import {
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import { MemoryCredentials } from './credentials';
import { runWorkflow, type EngineResult } from './engine';
import { NodeTypes, PACKAGE } from './nodeTypes';
import type { NodeRunOptions } from './runNode';
import type { Stage } from './stage';
import { nodeOf } from './nodeOf';

/** Who runs the tool: n8n's engine (agent 3 of n8n), or the agent itself (agent 1 and 2). */
export type Way = 'engine' | 'agent';
export const WAYS: Way[] = ['engine', 'agent'];

export interface Ask {
	type: NodeRunOptions['type'];
	/** Of the tool, as it is saved. */
	parameters: INodeParameters;
	/** What the model says. */
	says?: IDataObject;
	/** Node settings of the tool. */
	settings?: Partial<INode>;
	way?: Way;
}

export interface Asked {
	/** What n8n tells the model of the tool. */
	description: string;
	/** What it tells of each argument. */
	takes: Record<string, string | undefined>;
	/** What the model is answered, by item. */
	answer: IDataObject[];
	result: EngineResult;
}

/** As n8n hands it to an agent (`createTool`, n8n-core). */
interface Tool {
	description: string;
	schema: { shape: Record<string, { description?: string }> };
	invoke(says: IDataObject): Promise<string>;
}

/** What n8n puts before the fields of a tool (`convertNodeToAiTool`, n8n 2.40). */
const DESCRIPTION_FIELDS: INodeProperties[] = [
	{ displayName: 'Tool Description', name: 'descriptionType', type: 'string', default: 'auto' },
	{ displayName: 'Description', name: 'toolDescription', type: 'string', default: '' },
];

/** The tool that n8n makes of a node. */
function toolOf({ description, execute, methods }: INodeType): INodeType {
	return {
		description: {
			...description,
			name: `${description.name}Tool`,
			inputs: [],
			outputs: [NodeConnectionTypes.AiTool],
			properties: [...DESCRIPTION_FIELDS, ...description.properties],
		},
		...(execute && { execute }),
		...(methods && { methods }),
	};
}

/** Calls its one tool once, with what a model would say. */
const agentThat = (says: IDataObject, way: Way): INodeType => ({
	description: {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Call a tool',
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(this: IExecuteFunctions, response?: EngineResponse) {
		const tools = await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
		const [tool] = tools as [Tool];
		const told = {
			description: tool.description,
			takes: Object.fromEntries(
				Object.entries(tool.schema.shape).map(([name, argument]) => [name, argument.description]),
			),
		};
		if (way === 'agent') {
			const answer = JSON.parse(await tool.invoke(says)) as IDataObject[];
			return [[{ json: { ...told, answer } }]];
		}
		const [answered] = response?.actionResponses ?? [];
		if (!answered) {
			const call: EngineRequest['actions'][number] = {
				actionType: 'ExecutionNodeAction',
				nodeName: 'Subject',
				id: 'call',
				type: NodeConnectionTypes.AiTool,
				input: says,
				metadata: {},
			};
			return { actions: [call], metadata: {} };
		}
		const answer = answered.data.data?.ai_tool?.[0]?.map(({ json }) => json) ?? [];
		return [[{ json: { ...told, answer } }]];
	},
});

/** An agent in n8n's engine, whose model calls one of the nodes as its tool. */
export async function askAgent(stage: Stage, ask: Ask): Promise<Asked> {
	const { type, parameters, says = {}, settings, way = 'engine' } = ask;
	const subject = `${PACKAGE}.${type}`;
	const result = await runWorkflow({
		workflow: {
			nodes: [
				nodeOf('Chat', 'n8n-nodes-base.manualTrigger'),
				nodeOf('Agent', 'agent'),
				nodeOf('Subject', `${subject}Tool`, {
					parameters,
					credentials: { hubspotEnrollmentOAuth2Api: { id: 'c1', name: 'HubSpot' } },
					...settings,
				}),
			],
			connections: {
				Chat: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Subject: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		},
		pinData: { Chat: [{ json: { chatInput: 'Please' } }] },
		nodeTypes: {
			agent: agentThat(says, way),
			[`${subject}Tool`]: toolOf(new NodeTypes().getByName(subject)),
		},
		credentials: new MemoryCredentials(stage.serviceKey),
		dataTables: stage.dataTables,
	});
	const [json] = result.node('Agent').outputs[0] ?? [];
	return { ...(json?.json as Pick<Asked, 'description' | 'takes' | 'answer'>), result };
}
