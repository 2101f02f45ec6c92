import { uniq } from 'lodash';

import {
	mapWorkflowIds,
	readFlow,
	type Flow,
	type IdKind,
	type WorkflowIds,
} from '../hubspot/workflows';
import type { HubspotClient } from '../transport/client';
import { isDenied, rethrow } from '../transport/failure';
import { Problem } from '../errors';

/** A workflow as the user named it. */
export interface WorkflowRef {
	id: string;
	/** `auto`: a flow id if there is a flow of this id, otherwise a legacy id. */
	type: 'auto' | 'flow' | 'legacy';
}

export interface Workflow {
	/** For the v2 enrollment calls. */
	workflowId: string;
	/** Undefined where HubSpot does not tell it. */
	flowId?: string;
	/** The flow itself; undefined where HubSpot does not show it to this credential. */
	flow?: Flow | undefined;
}

/** Looks workflows up, each once a run. */
export class WorkflowLoader {
	private readonly known = new Map<string, Promise<Workflow>>();
	/** By kind and id; undefined where HubSpot has no workflow of this id. */
	private readonly mapped = new Map<string, WorkflowIds | undefined>();

	/** @param onUnreadable told when HubSpot does not show a flow to this credential */
	constructor(
		private readonly client: HubspotClient,
		private readonly onUnreadable: () => void,
	) {}

	/** Maps the ids of all workflows of a run at once, one request for each kind of id. */
	async readAhead(refs: WorkflowRef[]): Promise<void> {
		const idsOf = (legacy: boolean) =>
			uniq(refs.filter(({ type }) => (type === 'legacy') === legacy).map(({ id }) => id));
		await this.ask('FLOW_ID', idsOf(false), 'auto');
		await this.ask('WORKFLOW_ID', idsOf(true), 'auto');
	}

	/** @throws Problem where there is no such workflow */
	async find(ref: WorkflowRef): Promise<Workflow> {
		const key = `${ref.type} ${ref.id}`;
		const workflow = this.known.get(key) ?? this.lookUp(ref);
		this.known.set(key, workflow);
		return await workflow;
	}

	private async lookUp({ id, type }: WorkflowRef): Promise<Workflow> {
		if (type !== 'legacy') {
			const byFlow = await this.map('FLOW_ID', id, type);
			if (byFlow) return { ...byFlow, flow: await this.readFlow(byFlow.flowId) };
			if (type === 'flow') {
				throw new Problem(
					'WORKFLOW_NOT_FOUND',
					'HubSpot has no such workflow',
					`No flow with the ID ${id}. It was deleted, or belongs to another HubSpot account. For an ID of the older API, set 'Workflow ID Type' to Legacy.`,
					{ workflowId: id },
				);
			}
		}
		const byLegacy = await this.map('WORKFLOW_ID', id, 'auto');
		// A key that may not read flows can still enroll by the legacy id, so HubSpot has the last word.
		if (!byLegacy) {
			this.onUnreadable();
			return { workflowId: id };
		}
		return { ...byLegacy, flow: await this.readFlow(byLegacy.flowId) };
	}

	private async map(kind: IdKind, id: string, type: WorkflowRef['type']) {
		await this.ask(kind, [id], type);
		return this.mapped.get(`${kind} ${id}`);
	}

	/** Asks for the ids that were not asked for yet. */
	private async ask(kind: IdKind, ids: string[], type: WorkflowRef['type']): Promise<void> {
		const open = ids.filter((id) => !this.mapped.has(`${kind} ${id}`));
		try {
			const found = await mapWorkflowIds(this.client, kind, open);
			for (const id of open) {
				const own = ({ flowId, workflowId }: WorkflowIds) =>
					(kind === 'FLOW_ID' ? flowId : workflowId) === id;
				this.mapped.set(`${kind} ${id}`, found.find(own));
			}
		} catch (error) {
			if (type === 'flow' || !isDenied(error)) rethrow(error);
		}
	}

	private async readFlow(flowId: string): Promise<Flow | undefined> {
		try {
			return await readFlow(this.client, flowId);
		} catch (error) {
			if (!isDenied(error)) rethrow(error);
			this.onUnreadable();
			return undefined;
		}
	}
}

export const UNREADABLE_HINT =
	'HubSpot does not show this workflow to the credential, so it was not checked whether it is on. With a service key this is known to happen; OAuth2 may help.';

/** For what takes no part in a workflow: nobody is in one that is not there, which then looks like an answer. */
export const unknownWorkflowHint = ({ id }: WorkflowRef) =>
	`HubSpot does not show a workflow with the ID ${id} to the credential. Where the ID is wrong, no contact is in it: check 'Workflow' in this node.`;
