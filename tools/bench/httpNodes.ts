/* eslint-disable @n8n/community-nodes/no-restricted-imports -- loads n8n's own nodes, outside n8n */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { IConnections, INode, INodeParameters, INodeType } from 'n8n-workflow';

import { MemoryCredentials } from '../../test/support/n8n/credentials';
import { runWorkflow } from '../../test/support/n8n/engine';
import { nodeOf } from '../../test/support/n8n/nodeOf';
import { ACCEPTED_BEARER } from '../hubspot';
import type { Prepared } from './prepared';

/** n8n's own nodes, of an n8n that is installed. */
function loadNodes(folder: string, ...names: string[]): Record<string, INodeType> {
	const load = createRequire(join(folder, 'package.json'));
	const pairs = names.map((name): [string, INodeType] => {
		const file = load(`n8n-nodes-base/dist/nodes/${name}/${name}.node.js`) as Record<
			string,
			new () => INodeType
		>;
		const type = `n8n-nodes-base.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
		return [type, new file[name]()];
	});
	return Object.fromEntries(pairs);
}

/** Below HubSpot's 19 requests a second, as its users are advised; a 429 is tried again. */
const BATCH = { batchSize: 18, batchInterval: 1_000 };
const TRIES = { retryOnFail: true, maxTries: 5, waitBetweenTries: 5_000 };

const request = (name: string, speed: number, parameters: INodeParameters): INode =>
	nodeOf(name, 'n8n-nodes-base.httpRequest', {
		typeVersion: 4.2,
		...TRIES,
		waitBetweenTries: TRIES.waitBetweenTries / speed,
		onError: 'continueRegularOutput',
		parameters: {
			sendHeaders: true,
			headerParameters: {
				parameters: [{ name: 'Authorization', value: `Bearer ${ACCEPTED_BEARER}` }],
			},
			options: {
				batching: { batch: { ...BATCH, batchInterval: BATCH.batchInterval / speed } },
			},
			...parameters,
		},
	});

function nodesFor({ url, plan, speed }: Prepared, kind: 'bare' | 'checked'): INode[] {
	const { sequenceId, userId, senderEmail } = plan.enroll ?? {};
	const enroll = (id: string) =>
		request('Enroll', speed, {
			method: 'POST',
			url: `${url}/automation/v4/sequences/enrollments?userId=${userId}`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ { contactId: ${id}, sequenceId: "${sequenceId}", senderEmail: "${senderEmail}" } }}`,
		});
	if (kind === 'bare') return [enroll('$json.id')];
	const properties =
		'email,hs_email_optout,hs_email_hard_bounce_reason_enum,hs_sequences_is_enrolled';
	const isNot = (name: string, order: number) => ({
		id: String(order),
		leftValue: `={{ $json.properties.${name} }}`,
		rightValue: 'true',
		operator: { type: 'string', operation: 'notEquals' },
	});
	return [
		request('Contact', speed, {
			url: `=${url}/crm/v3/objects/contacts/{{ $json.id }}?properties=${properties}`,
		}),
		nodeOf('May Be Enrolled', 'n8n-nodes-base.filter', {
			typeVersion: 2.2,
			parameters: {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
					conditions: ['hs_email_optout', 'hs_sequences_is_enrolled'].map(isNot),
					combinator: 'and',
				},
			},
		}),
		enroll('$json.id'),
	];
}

/** Runs a workflow of n8n's HTTP Request nodes, one after the other, in the engine in which ours runs. */
export async function runHttpNodes(opened: Prepared, kind: 'bare' | 'checked'): Promise<unknown> {
	const start = nodeOf('Contacts', 'n8n-nodes-base.manualTrigger');
	const nodes = [start, ...nodesFor(opened, kind)];
	const connections: IConnections = {};
	nodes.slice(1).forEach(({ name }, order) => {
		const { name: before } = nodes[order];
		connections[before] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	});
	const { run } = await runWorkflow({
		workflow: { nodes, connections },
		pinData: { Contacts: opened.plan.items.map((json) => ({ json })) },
		credentials: new MemoryCredentials({}),
		nodeTypes: loadNodes(opened.n8nFolder, 'HttpRequest', 'Filter'),
	});
	const { error } = run.data.resultData;
	if (error) throw error;
	return run;
}
