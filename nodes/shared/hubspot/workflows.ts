import { chunk } from 'lodash';

import type { HubspotClient } from '../transport/client';
import { HubspotFailure, passOn } from '../transport/failure';
import { BATCH_SIZE } from './contacts';
import type { EnrollmentCriteria } from './enrollmentCriteria';
import { routes } from './routes';

/** A workflow has two ids: the flow id (v4, address bar) and the legacy id (v2 enrollment). */
export interface WorkflowIds {
	flowId: string;
	workflowId: string;
}

export interface Flow {
	id: string;
	name?: string;
	isEnabled: boolean;
	/** `0-1` for contacts. */
	objectTypeId?: string;
	startActionId?: string;
	actions?: FlowAction[];
	enrollmentCriteria?: EnrollmentCriteria;
}

/** What a flow does to a contact, or a branch on the way; ways on are named differently by each type. */
export interface FlowAction {
	actionId: string;
	/** `SINGLE_CONNECTION`, `LIST_BRANCH`, `STATIC_BRANCH`, `AB_TEST_BRANCH`, `WEBHOOK`, `CUSTOM_CODE`. */
	type?: string;
	/** For example `0-4`, send a marketing email; branches have none. */
	actionTypeId?: string;
	/** The settings of the action. */
	fields?: Record<string, unknown>;
	[wayOn: string]: unknown;
}

/** A workflow as the legacy API gives it. */
export interface LegacyWorkflow {
	id: number | string;
	name?: string;
	enabled?: boolean;
}

interface FlowsPage {
	results: Flow[];
	paging?: { next?: { after: string } };
}

/** One page of the account's flows. A service key may see none of them (seen live). */
export async function listFlows(client: HubspotClient, after?: string) {
	const page = await client.request<FlowsPage>({
		method: 'GET',
		path: routes.flows,
		query: { limit: 100, ...(after && { after }) },
	});
	return { flows: page.results, after: page.paging?.next?.after };
}

/** @throws HubspotFailure; 403 also for flows that HubSpot does not show to this kind of key */
export const readFlow = async (client: HubspotClient, flowId: string): Promise<Flow> =>
	await client.request<Flow>({ method: 'GET', path: routes.flow(flowId) });

export type IdKind = 'FLOW_ID' | 'WORKFLOW_ID';

/** HubSpot renamed the id fields of a mapping's input in March 2026 and does not take both. */
const ID_FIELDS: Record<IdKind, [newName: string, oldName: string]> = {
	FLOW_ID: ['flowId', 'flowMigrationStatuses'],
	WORKFLOW_ID: ['workflowId', 'flowMigrationStatusForClassicWorkflows'],
};

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
		await client.request<{
			results?: Array<{ flowId: number | string; workflowId: number | string }>;
		}>({
			method: 'POST',
			path: routes.workflowIdMappings,
			idempotent: true,
			body: { inputs: batch.map((id) => ({ type: kind, [field]: id })) },
		});
	const [newName, oldName] = ID_FIELDS[kind];
	const found: WorkflowIds[] = [];
	for (const batch of chunk(ids, BATCH_SIZE)) {
		const answer = await ask(newName, batch).catch(async (error: unknown) => {
			if (error instanceof HubspotFailure && error.details.status === 400) {
				return await ask(oldName, batch);
			}
			throw passOn(error);
		});
		for (const { flowId, workflowId } of answer.results ?? []) {
			found.push({ flowId: String(flowId), workflowId: String(workflowId) });
		}
	}
	return found;
}

/**
 * Asks HubSpot to enroll a contact; 204 means accepted, not enrolled (seen live: also where
 * re-enrollment is off).
 * @param repeatable whether a repeat after a time-out is harmless
 */
export async function enrollInWorkflow(
	client: HubspotClient,
	workflowId: string,
	email: string,
	repeatable: boolean,
): Promise<void> {
	const path = routes.workflowEnrollment(workflowId, email);
	await client.request({ method: 'POST', path, idempotent: repeatable });
}

/** Enrolls by the route that a recipe names and HubSpot has not published; it takes the flow id. */
export async function enrollInFlow(
	client: HubspotClient,
	flowId: string,
	contact: { email: string } | { contactId: string },
	repeatable: boolean,
): Promise<void> {
	const path = routes.flowEnrollments(flowId);
	await client.request({ method: 'POST', path, idempotent: repeatable, body: contact });
}

/** @returns false where HubSpot knows of no such enrollment (404) */
export async function unenrollFromWorkflow(
	client: HubspotClient,
	workflowId: string,
	email: string,
): Promise<boolean> {
	const path = routes.workflowEnrollment(workflowId, email);
	try {
		await client.request({ method: 'DELETE', path, idempotent: false });
		return true;
	} catch (error) {
		if (isNoEnrollment(error)) return false;
		if (!(error instanceof HubspotFailure) || !error.outcomeUnknown) throw passOn(error);
	}
	try {
		await client.request({ method: 'DELETE', path });
	} catch (error) {
		// The answer was lost, not the request: it has ended the enrollment.
		if (!isNoEnrollment(error)) throw passOn(error);
	}
	return true;
}

const isNoEnrollment = (error: unknown): boolean =>
	error instanceof HubspotFailure && error.details.status === 404 && !error.details.isHtml;

/**
 * The workflows that a contact is in now. HubSpot's page speaks of a list and shows one object, so
 * both are read; 404 and an empty answer mean none.
 */
export async function workflowsOf(
	client: HubspotClient,
	contactId: string,
): Promise<LegacyWorkflow[]> {
	try {
		const answer = await client.request<
			LegacyWorkflow[] | { workflows?: LegacyWorkflow[] } | LegacyWorkflow | null | undefined
		>({ method: 'GET', path: routes.workflowsOfContact(contactId) });
		if (!answer) return [];
		if (Array.isArray(answer)) return answer;
		if ('workflows' in answer && answer.workflows) return answer.workflows;
		return 'id' in answer ? [answer] : [];
	} catch (error) {
		if (error instanceof HubspotFailure && error.details.status === 404) return [];
		throw passOn(error);
	}
}
