import axios from 'axios';
import type { INode } from 'n8n-workflow';

import { sequence as fromList, user } from '../cases/parameters';
import { wait } from '../machine';
import { credentialReference, nodeTypes, standInCredential } from '../standIn';
import { chain, makeNode, nodeNames } from '../workflow';
import type { Cluster } from './cluster';

/** One contact for the workflow below, with all that it is to be enrolled with. */
export interface EnrollItem {
	contactId: string;
	sequenceId: string;
	/** Email address of the rep. */
	sender: string;
	/** Emails that the rep may send in 24 hours. */
	dailyLimit: number;
}

/** Path of the webhook, below `/webhook/`. */
const webhookPath = 'enroll';

/**
 * Webhook → Answer → Items (Split Out) → Under Test (Enroll Contact). The webhook takes
 * `{ items: EnrollItem[] }` and answers `{ executionId }` when the execution begins, not when it
 * ends: a process may be killed in between.
 */
function nodes(credentialId: string): INode[] {
	const webhook = makeNode('Webhook', 'n8n-nodes-base.webhook', 2, {
		httpMethod: 'POST',
		path: webhookPath,
		responseMode: 'responseNode',
		options: {},
	});
	const answer = makeNode('Answer', 'n8n-nodes-base.respondToWebhook', 1.1, {
		respondWith: 'json',
		responseBody: '={{ { executionId: $execution.id } }}',
		options: {},
	});
	const items = makeNode('Items', 'n8n-nodes-base.splitOut', 1, {
		fieldToSplitOut: 'body.items',
		options: {},
	});
	const enroll = makeNode(nodeNames.underTest, nodeTypes.sequence, 1, {
		operation: 'enroll',
		contact: { __rl: true, mode: 'id', value: '={{ $json.contactId }}' },
		sequence: { ...fromList, mode: 'id', value: '={{ $json.sequenceId }}' },
		sender: user('={{ $json.sender }}'),
		plan: 'custom',
		dailyLimit: '={{ $json.dailyLimit }}',
		sendLimitMode: 'hold',
	});
	return [
		{ ...webhook, webhookId: webhookPath },
		answer,
		items,
		{
			...enroll,
			onError: 'continueErrorOutput',
			credentials: credentialReference(credentialId),
		},
	];
}

/** n8n looks every 15 seconds for workflows to turn on (`publicationOutboxPollIntervalMs`). */
const publishTimeout = 60_000;

/** Saves the workflow and its credential, and turns it on. @returns its id */
export async function publishEnrollWorkflow(
	{ session: { request }, entries }: Cluster,
	hubspotUrl: string,
): Promise<string> {
	const { name, type, data } = standInCredential('', hubspotUrl);
	const credential = await request<{ id: string }>('POST', '/credentials', { name, type, data });
	const all = nodes(credential.id);
	const { id, versionId } = await request<{ id: string; versionId: string }>('POST', '/workflows', {
		name: 'Enroll',
		active: false,
		nodes: all,
		connections: chain(all.map((node) => node.name)),
		settings: { executionOrder: 'v1' },
	});
	await request('POST', `/workflows/${id}/activate`, { versionId });
	for (const entry of entries) await untilItAnswers(entry);
	return id;
}

/** Address of the webhook at an entry of the cluster. */
export const webhookAt = (entry: string): string => `${entry}/webhook/${webhookPath}`;

/** Starts executions without contacts until n8n knows the webhook. */
async function untilItAnswers(entry: string): Promise<void> {
	const deadline = Date.now() + publishTimeout;
	for (;;) {
		const request = axios.post(webhookAt(entry), { items: [] }, { validateStatus: () => true });
		const { status } = await request;
		if (status === 200) return;
		if (Date.now() > deadline) throw new Error(`${webhookAt(entry)} answers ${status}`);
		await wait(500);
	}
}
