import 'reflect-metadata';
import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { MemoryCredentials } from './credentials';
import { NodeTypes, PACKAGE } from './nodeTypes';
import type { NodeRunOptions } from './runNode';

export interface PickerQuestion {
	type: NodeRunOptions['type'];
	/** Name of the listSearch method. */
	method: string;
	credentials: ICredentialDataDecryptedObject;
	/** What the node's form holds so far. */
	parameters?: INodeParameters;
	filter?: string;
	paginationToken?: string;
}

type EditorQuestion = Pick<PickerQuestion, 'type' | 'credentials' | 'parameters'>;

/** What the methods of a node are called with in the editor. */
function openEditor({ type, credentials, parameters = {} }: EditorQuestion) {
	const nodeTypes = new NodeTypes();
	const node: INode = {
		id: 'picker',
		name: 'Picker',
		type: `${PACKAGE}.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { hubspotEnrollmentOAuth2Api: { id: 'c1', name: 'HubSpot' } },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: new MemoryCredentials(structuredClone(credentials)),
		currentNodeParameters: parameters,
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters');
	return { context, methods: nodeTypes.getByNameAndVersion(node.type).methods };
}

/** Asks for the entries of a "From List" field, as the editor does. */
export async function askPicker(question: PickerQuestion): Promise<INodeListSearchResult> {
	const { type, method, filter, paginationToken } = question;
	const { context, methods } = openEditor(question);
	const search = methods?.listSearch?.[method];
	if (!search) throw new Error(`${type} has no picker ${method}`);
	return await search.call(context, filter, paginationToken);
}

/** Asks for the entries of a field from which several can be chosen. */
export async function askOptions(question: PickerQuestion): Promise<INodePropertyOptions[]> {
	const { context, methods } = openEditor(question);
	const load = methods?.loadOptions?.[question.method];
	if (!load) throw new Error(`${question.type} has no options ${question.method}`);
	return await load.call(context);
}

/** All pages of a picker's answer. */
export async function askAllPages(question: PickerQuestion) {
	const pages: INodeListSearchResult[] = [];
	let paginationToken: string | undefined;
	do {
		const page = await askPicker({ ...question, paginationToken });
		pages.push(page);
		paginationToken = page.paginationToken as string | undefined;
	} while (paginationToken !== undefined);
	return pages;
}
