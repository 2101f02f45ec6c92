import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { MemoryCredentials } from './credentials';
import { runWorkflow, type EngineOptions, type EngineResult, type NodeOutcome } from './engine';
import { nodeOf } from './nodeOf';
import { PACKAGE } from './nodeTypes';

export interface NodeRunOptions {
	type: 'hubspotSequence' | 'hubspotWorkflow';
	parameters: INodeParameters;
	items: IDataObject[];
	credentials: ICredentialDataDecryptedObject;
	/** Node settings, for example `onError` or `retryOnFail`. */
	settings?: Partial<INode>;
	cancelSignal?: AbortSignal;
	executionId?: string;
	dataTables?: EngineOptions['dataTables'];
	nodeTypes?: EngineOptions['nodeTypes'];
}

export interface NodeRun extends NodeOutcome {
	result: EngineResult;
	credentials: MemoryCredentials;
	/** With the one that runs of Direct have from 2027 on: no other test depends on what day it is. */
	allHints: NodeOutcome['hints'];
	/** The json of every item, by output. */
	json: IDataObject[][];
	/** The json of the item that answers an input item, and the output by which it left. */
	of(inputIndex: number): { output: number; json: IDataObject };
}

const OF_DIRECT = "'Method' is set to Direct.";

/** Runs one of the two nodes over items, in n8n's engine. */
export async function runNode(options: NodeRunOptions): Promise<NodeRun> {
	const { type, parameters, items, settings, ...surroundings } = options;
	const credentials = new MemoryCredentials(structuredClone(options.credentials));
	const result = await runWorkflow({
		workflow: {
			nodes: [
				nodeOf('Contacts', 'n8n-nodes-base.manualTrigger', {}),
				nodeOf('Subject', `${PACKAGE}.${type}`, {
					parameters,
					credentials: { hubspotEnrollmentOAuth2Api: { id: 'c1', name: 'HubSpot' } },
					...settings,
				}),
			],
			connections: { Contacts: { main: [[{ node: 'Subject', type: 'main', index: 0 }]] } },
		},
		pinData: { Contacts: items.map((json) => ({ json })) },
		...surroundings,
		credentials,
	});
	const outcome = result.node('Subject');
	return {
		...outcome,
		hints: outcome.hints.filter(({ message }) => !message.startsWith(OF_DIRECT)),
		allHints: outcome.hints,
		result,
		credentials,
		json: outcome.outputs.map((output) => output.map((item) => item.json)),
		of: (inputIndex) => findAnswer(outcome.outputs, inputIndex),
	};
}

function findAnswer(outputs: INodeExecutionData[][], inputIndex: number) {
	const answers = outputs.flatMap((items, output) =>
		items.filter((item) => linksTo(item, inputIndex)).map((item) => ({ output, json: item.json })),
	);
	if (answers.length !== 1) {
		throw new Error(`Item ${inputIndex} left ${answers.length} times, not once`);
	}
	return answers[0];
}

/** True where an output item names this input item as its origin. */
function linksTo({ pairedItem }: INodeExecutionData, inputIndex: number): boolean {
	const links = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return links.some((link) =>
		typeof link === 'object' ? link.item === inputIndex : link === inputIndex,
	);
}
