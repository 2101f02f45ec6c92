import 'reflect-metadata';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeType,
} from 'n8n-workflow';

import { HubspotEnrollmentOAuth2Api } from '../../../credentials/HubspotEnrollmentOAuth2Api.credentials';
import { additionalDataFor } from './additionalData';
import { MemoryCredentials } from './credentials';
import { NodeTypes } from './nodeTypes';

interface Cause {
	code?: string;
	response?: { status?: number };
}

/**
 * Sends the test request of the credential as n8n does when it is saved (n8n 2.40,
 * credentials-tester.service.js): by its engine for declarative nodes.
 * @returns what n8n says of the answer
 */
export async function testCredential(data: ICredentialDataDecryptedObject): Promise<string> {
	const { name, test } = new HubspotEnrollmentOAuth2Api();
	const credentials = new MemoryCredentials(structuredClone(data));
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [name]: { id: 'c1', name: 'HubSpot' } },
	};
	const { description } = new NodeTypes().getByName(node.type);
	const temp = { name: 'temp', displayName: 'Temp', type: 'string', default: '' } as const;
	const tested: INodeType = {
		description: {
			...description,
			credentials: [{ name, required: true }],
			properties: [{ ...temp, routing: { request: test.request } }],
		},
	};
	const nodeTypes = new NodeTypes({ [node.type]: tested });
	const base = { id: 'workflow-1', name: 'Test', nodes: [node], connections: {} };
	const { additionalData } = additionalDataFor(base, { credentials });
	const workflow = new Workflow({ ...base, active: false, nodeTypes });
	const input = [{ json: {} }];
	const inputData = { main: [input] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createRunExecutionData({}),
		0,
		input,
		inputData,
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id: 'c1', name: 'HubSpot', type: name, data: credentials.resolved };
	try {
		await new RoutingNode(context, tested, decrypted).runNode();
	} catch (error) {
		const { cause, message } = error as Error & { cause?: Cause };
		const status = cause?.response?.status;
		const rule = test.rules?.find((one) => one.properties.value === status);
		return rule?.properties.message ?? cause?.code ?? message;
	}
	return 'Connection successful!';
}
