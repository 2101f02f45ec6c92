import type { IExecuteFunctions } from 'n8n-workflow';

import { deleteFlow, turnOffFlow } from '../../shared/hubspot/flowWrites';
import { readFlow } from '../../shared/hubspot/workflows';
import { groupsOf } from '../../shared/groups';
import { Problem } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import { hasStatus, HubspotFailure, rethrow } from '../../shared/transport/failure';
import { Parameters } from '../../shared/n8n/parameters';
import { refusedToModel } from '../../shared/n8n/tool';
import { workflowField } from '../lookup/workflowField';
import { affectEveryoneField, type UnenrollMethod } from '../trigger/methodFields';
import type { Workflow } from '../../shared/workflows/workflowLoader';
import { putOutcome, type Unenrollment, type UnenrollRun } from './unenrollment';

const DONE: Partial<Record<UnenrollMethod, string>> = {
	turnOff: 'The HubSpot workflow was turned off: nothing of it runs any more, for nobody',
	archive: 'The HubSpot workflow was deleted: nothing of it runs any more, for nobody',
};

export const stopsWorkflow = (method: UnenrollMethod): boolean => method in DONE;

/** @throws Problem unless the user has agreed that everybody is affected */
export function requireConsent(context: IExecuteFunctions): void {
	const parameters = Parameters.ofRun(context);
	if (parameters.ofTool && !parameters.isFixed(workflowField)) {
		throw refusedToModel(workflowField);
	}
	if (parameters.flag(affectEveryoneField)) return;
	throw new Problem(
		'BAD_INPUT',
		'This would stop the HubSpot workflow for everybody in it',
		"This 'Method' acts on the HubSpot workflow as a whole, not on the contacts of the items alone. If that is what you want, turn on 'Stop for Everyone'; otherwise set 'Method' to Direct.",
	);
}

/** Turns off or deletes each workflow that the items name, once. */
export async function stopWorkflow(run: UnenrollRun, unenrollments: Unenrollment[]): Promise<void> {
	const { results, client, method, settings } = run;
	for (const group of groupsOf(unenrollments, ({ workflow }) => workflow.workflowId)) {
		const [{ workflow }] = group;
		const indexes = group.map(({ index }) => index);
		await results.attemptTogether(indexes, async () => {
			const flowId = requireFlowId(workflow, method);
			if (!settings.dryRun) {
				await (method === 'turnOff' ? turnOffFlow : deleteFlow)(client, flowId);
			}
			const verified =
				settings.verify && !settings.dryRun ? await isStopped(client, flowId) : undefined;
			for (const unenrollment of group) {
				putOutcome(run, unenrollment, 'unenrolled', {
					affectsEveryone: true,
					...(!settings.dryRun && { message: DONE[method] }),
					...(verified !== undefined && { verified }),
				});
			}
		});
	}
}

/**
 * Turning a workflow off means to write back all of it, so it has to be readable.
 * @throws Problem where HubSpot does not tell enough of the workflow
 */
function requireFlowId({ flowId, flow, workflowId }: Workflow, method: UnenrollMethod): string {
	if (flowId && (flow || method !== 'turnOff')) return flowId;
	throw new Problem(
		'WORKFLOW_UNUSABLE',
		'HubSpot does not show this workflow to the credential',
		'So this node cannot turn it off or delete it. With a service key this is known to happen: connect by OAuth2, enter the ID in the address of the workflow rather than one of the older API, or do it in HubSpot.',
		{ workflowId },
	);
}

async function isStopped(client: HubspotClient, flowId: string): Promise<boolean> {
	try {
		return !(await readFlow(client, flowId)).isEnabled;
	} catch (error) {
		if (error instanceof HubspotFailure) return hasStatus(error, 404);
		rethrow(error);
	}
}
