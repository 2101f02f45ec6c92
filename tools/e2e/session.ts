import type { AxiosInstance } from 'axios';
import axios from 'axios';
import type { ExecutionStatus, IRunExecutionData } from 'n8n-workflow';

import type { Execution } from './execution';
import { toExecution } from './execution';
import { parseFlatted } from './flatted';
import { wait } from './machine';
import type { N8nServer } from './server';
import type { WorkflowFile } from './workflow';

/** Login of the owner that every instance here gets. */
export const owner = { email: 'owner@example.com', password: 'Enrollment1' };

/** Somebody logged in to a running n8n, using the API its editor uses. */
export interface N8nSession {
	/** Sends a request to `/rest…` and returns the `data` of its answer. Rejects on 4xx and 5xx. */
	request<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', route: string, body?: object): Promise<T>;
	/** Opens a page of n8n as a browser does. @returns its text */
	open(route: string): Promise<string>;
	/** Saves a new workflow, as a person does who pastes it into the editor. @returns its new id */
	addWorkflow(workflow: WorkflowFile): Promise<string>;
	/** Starts a saved workflow from its first trigger. @returns the id of the execution */
	startWorkflow(id: string): Promise<string>;
	/** Reads an execution that has ended. */
	readExecution(executionId: string): Promise<Execution>;
	/** Waits until an execution has ended, or waits for an hour to come. */
	endOf(id: string, executionId: string): Promise<Execution>;
	/** Runs a saved workflow from its first trigger, as the editor's button does, to its end. */
	runWorkflow(id: string): Promise<Execution>;
}

/** Longest time a workflow may run, in milliseconds. */
const runTimeout = 180_000;

/** Creates the owner of a fresh instance and logs in. */
export async function setUpOwner(server: Pick<N8nServer, 'url'>): Promise<N8nSession> {
	return await enter(server, '/owner/setup', {
		...owner,
		firstName: 'Olivia',
		lastName: 'Owner',
	});
}

/** Logs in to an instance that has its owner. */
export async function logIn(server: Pick<N8nServer, 'url'>): Promise<N8nSession> {
	const { email, password } = owner;
	return await enter(server, '/login', { emailOrLdapLoginId: email, password });
}

async function enter(
	server: Pick<N8nServer, 'url'>,
	route: string,
	body: object,
): Promise<N8nSession> {
	const client = axios.create({
		baseURL: `${server.url}/rest`,
		validateStatus: () => true,
		// n8n binds a login to the browser that made it (`AuthService.validateBrowserId`).
		headers: { 'browser-id': 'end-to-end-run' },
	});
	const response = await client.post(route, body);
	if (response.status !== 200) {
		throw new Error(`${route} answered ${response.status}: ${JSON.stringify(response.data)}`);
	}
	const cookies = response.headers['set-cookie'] ?? [];
	client.defaults.headers.common.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');

	const request: N8nSession['request'] = async (method, route, body) =>
		await send(client, method, route, body);
	const startWorkflow = async (id: string) => await start(request, id);
	const endOf = async (id: string, executionId: string) => await end(request, id, executionId);
	return {
		request,
		open: async (route) => (await client.get<string>(`${server.url}${route}`)).data,
		addWorkflow: async (workflow) =>
			(await request<{ id: string }>('POST', '/workflows', { ...workflow, id: undefined })).id,
		startWorkflow,
		readExecution: async (executionId) => await read(request, executionId),
		endOf,
		runWorkflow: async (id) => await endOf(id, await startWorkflow(id)),
	};
}

async function send<T>(
	client: AxiosInstance,
	method: string,
	route: string,
	body?: object,
): Promise<T> {
	const { status, data } = await client.request<{ data: T }>({ method, url: route, data: body });
	if (status >= 400) {
		throw new Error(`${method} /rest${route} answered ${status}: ${JSON.stringify(data)}`);
	}
	return data.data;
}

async function start(request: N8nSession['request'], id: string): Promise<string> {
	// n8n up to 2.2x runs the workflow of the body, later ones the saved one; this suits both.
	const workflowData = await request<WorkflowFile>('GET', `/workflows/${id}`);
	const trigger = workflowData.nodes.find(({ type }) => /Trigger$/.test(type));
	const { executionId } = await request<{ executionId: string }>('POST', `/workflows/${id}/run`, {
		workflowData,
		triggerToStartFrom: { name: trigger?.name },
	});
	return executionId;
}

async function end(
	request: N8nSession['request'],
	id: string,
	executionId: string,
): Promise<Execution> {
	const deadline = Date.now() + runTimeout;
	// Asking for a running execution itself fails in n8n 2.20, which has no data of it yet.
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	for (;;) {
		const { results } = await request<ExecutionList>('GET', `/executions?filter=${filter}`);
		const { status = 'new', waitTill } = results.find(({ id }) => id === executionId) ?? {};
		if (!['new', 'running', 'waiting'].includes(status) || sleeps(waitTill)) break;
		if (Date.now() > deadline) throw new Error(`Execution ${executionId} did not end`);
		await wait(200);
	}
	return await read(request, executionId);
}

async function read(request: N8nSession['request'], executionId: string): Promise<Execution> {
	const { status, data } = await request<{ status: ExecutionStatus; data: string }>(
		'GET',
		`/executions/${executionId}`,
	);
	return toExecution({ status, data: readRunData(data) });
}

interface ExecutionList {
	results: Array<{ id: string; status: ExecutionStatus; waitTill?: string | null }>;
}

/** Whether a Wait node holds the execution for longer than anybody here waits. */
const sleeps = (waitTill?: string | null): boolean =>
	typeof waitTill === 'string' && Date.parse(waitTill) > Date.now() + runTimeout;

function readRunData(data: string): IRunExecutionData {
	return JSON.parse(JSON.stringify(parseFlatted(data)));
}
