import { chunk } from 'lodash';
import { z } from 'zod';

import { NO_CONTENT } from '../transport/answer';
import type { HubspotClient } from '../transport/client';
import { hasStatus, isNotFound, rethrow } from '../transport/failure';
import { newestPath } from '../transport/versions';
import { BATCH_SIZE } from './contacts';
import { enrollmentCriteria } from './enrollmentCriteria';
import { id, maybe, pageOf } from './fields';
import { followPages } from './pages';
import { routes } from './routes';
import { NONE } from './sequences';

/**
 * A workflow has two ids: the flow id (v4, address bar) and the legacy id (v2 enrollment;
 * hubspot-api.md 3.3).
 */
const workflowIds = z.object({ flowId: id, workflowId: id });

export type WorkflowIds = z.output<typeof workflowIds>;

/** What a flow does to a contact, or a branch on the way; ways on are named differently by each type. */
const action = z
	.object({
		actionId: id,
		/** `SINGLE_CONNECTION`, `LIST_BRANCH`, `STATIC_BRANCH`, `AB_TEST_BRANCH`, `WEBHOOK`, `CUSTOM_CODE`. */
		type: maybe(z.string()),
		/** For example `0-4`, send a marketing email; branches have none. */
		actionTypeId: maybe(z.string()),
		/** The settings of the action. */
		fields: maybe(z.record(z.unknown())),
	})
	.passthrough();

export type FlowAction = z.output<typeof action>;

export const flow = z.object({
	id,
	name: maybe(z.string()),
	isEnabled: z.boolean(),
	/** `0-1` for contacts. */
	objectTypeId: maybe(z.string()),
	startActionId: maybe(id),
	actions: maybe(z.array(action)),
	enrollmentCriteria: maybe(enrollmentCriteria),
});

export type Flow = z.output<typeof flow>;

/** A workflow as the legacy API gives it. */
const legacyWorkflow = z.object({ id, name: maybe(z.string()), enabled: maybe(z.boolean()) });

export type LegacyWorkflow = z.output<typeof legacyWorkflow>;

const flows = pageOf(flow);

/** The account's flows, page by page. A service key may see none of them (hubspot-api.md 3.2). */
export const flowPages = (client: HubspotClient, first?: string) =>
	followPages(
		`GET ${newestPath(routes.flows)}`,
		async (after) =>
			await client.request({
				method: 'GET',
				path: routes.flows,
				query: { limit: 100, ...(after && { after }) },
				answer: flows,
			}),
		first,
	);

/** @throws HubspotFailure; 403 also for flows that HubSpot does not show to this kind of key */
export const readFlow = async (client: HubspotClient, flowId: string): Promise<Flow> =>
	await client.request({ method: 'GET', path: routes.flow(flowId), answer: flow });

export type IdKind = 'FLOW_ID' | 'WORKFLOW_ID';

/** HubSpot renamed the id fields of a mapping's input in March 2026 (hubspot-api.md 3.3). */
const ID_FIELDS: Record<IdKind, [newName: string, oldName: string]> = {
	FLOW_ID: ['flowId', 'flowMigrationStatuses'],
	WORKFLOW_ID: ['workflowId', 'flowMigrationStatusForClassicWorkflows'],
};

const mappings = z.object({ results: z.array(workflowIds) });

/**
 * The other id of each workflow. Ids without a workflow are missing from the answer.
 * @param kind what kind of id is given
 */
export async function mapWorkflowIds(
	client: HubspotClient,
	kind: IdKind,
	ids: string[],
): Promise<WorkflowIds[]> {
	const ask = async (field: string, batch: string[]) =>
		await client.request({
			method: 'POST',
			path: routes.workflowIdMappings,
			idempotent: true,
			body: { inputs: batch.map((one) => ({ type: kind, [field]: one })) },
			answer: mappings,
		});
	const [newName, oldName] = ID_FIELDS[kind];
	const found: WorkflowIds[] = [];
	for (const batch of chunk(ids, BATCH_SIZE)) {
		const { results } = await ask(newName, batch).catch(async (error: unknown) => {
			if (hasStatus(error, 400)) return await ask(oldName, batch);
			rethrow(error);
		});
		found.push(...results);
	}
	return found;
}

/**
 * Asks HubSpot to enroll a contact; 204 means accepted, not enrolled: it comes also where
 * re-enrollment is off (hubspot-api.md 3.1).
 * @param repeatable whether a repeat after a time-out is harmless
 */
export async function enrollInWorkflow(
	client: HubspotClient,
	workflowId: string,
	email: string,
	repeatable: boolean,
): Promise<void> {
	const path = routes.workflowEnrollment(workflowId, email);
	await client.request({ method: 'POST', path, idempotent: repeatable, answer: NO_CONTENT });
}

/** What it answers is not known either: 204, or a JSON object that says something. */
const accepted = z.union([
	NO_CONTENT,
	z.record(z.unknown()).refine((body) => Object.keys(body).length > 0, 'its fields'),
]);

/** Enrolls by the route that a recipe names and HubSpot has not published; it takes the flow id. */
export async function enrollInFlow(
	client: HubspotClient,
	flowId: string,
	contact: { email: string } | { contactId: string },
	repeatable: boolean,
): Promise<void> {
	const path = routes.flowEnrollments(flowId);
	const body = contact;
	await client.request({ method: 'POST', path, idempotent: repeatable, body, answer: accepted });
}

/**
 * Takes a contact out of a workflow.
 * @param repeatable false where it is to be told what the first request did: a repeat finds nobody
 * @returns false where HubSpot knows of no such enrollment (404)
 */
export async function unenrollFromWorkflow(
	client: HubspotClient,
	workflowId: string,
	email: string,
	repeatable: boolean,
): Promise<boolean> {
	const path = routes.workflowEnrollment(workflowId, email);
	try {
		await client.request({ method: 'DELETE', path, idempotent: repeatable, answer: NO_CONTENT });
		return true;
	} catch (error) {
		if (isNotFound(error)) return false;
		rethrow(error);
	}
}

const current = z.union([
	z.array(legacyWorkflow),
	z.object({ workflows: z.array(legacyWorkflow) }).transform(({ workflows }) => workflows),
	legacyWorkflow.transform((one) => [one]),
	NONE.transform((): LegacyWorkflow[] => []),
]);

/**
 * The workflows that a contact is in now. HubSpot's page speaks of a list and shows one object, so
 * both are read (hubspot-api.md 3.1); 404 and an empty answer mean none.
 */
export async function workflowsOf(
	client: HubspotClient,
	contactId: string,
): Promise<LegacyWorkflow[]> {
	try {
		return await client.request({
			method: 'GET',
			path: routes.workflowsOfContact(contactId),
			answer: current,
		});
	} catch (error) {
		if (isNotFound(error)) return [];
		rethrow(error);
	}
}
