import { mapWorkflowIds, readFlow, type Flow } from '../hubspot/workflows';
import type { HubspotClient } from '../transport/client';
import { HubspotFailure, passOn } from '../transport/failure';
import { Problem } from './problem';

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
	flow?: Flow;
}

/** Looks workflows up, each once a run. */
export class WorkflowBook {
	private readonly known = new Map<string, Promise<Workflow>>();

	/** @param onUnreadable told when HubSpot does not show a flow to this credential */
	constructor(
		private readonly client: HubspotClient,
		private readonly onUnreadable: () => void,
	) {}

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
					'HubSpot has no such workflow',
					`No flow with the ID ${id}. It was deleted, or belongs to another HubSpot account. For an ID of the older API, set the Workflow ID Type option to Legacy.`,
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

	private async map(kind: 'FLOW_ID' | 'WORKFLOW_ID', id: string, type: WorkflowRef['type']) {
		try {
			const [ids] = await mapWorkflowIds(this.client, kind, [id]);
			return ids;
		} catch (error) {
			if (type !== 'flow' && isDenied(error)) return undefined;
			throw passOn(error);
		}
	}

	private async readFlow(flowId: string): Promise<Flow | undefined> {
		try {
			return await readFlow(this.client, flowId);
		} catch (error) {
			if (!isDenied(error)) throw passOn(error);
			this.onUnreadable();
			return undefined;
		}
	}
}

/** A service key may not see flows: 403, or as if there were none (seen live). */
const isDenied = (error: unknown) =>
	error instanceof HubspotFailure &&
	(error.details.status === 403 || error.details.status === 404) &&
	!error.details.text.includes('MISSING_SCOPES');

export const UNREADABLE_HINT =
	'HubSpot does not show this workflow to the credential, so it was not checked whether it is on. With a service key this is known to happen; OAuth2 may help.';
