import type { IExecuteFunctions } from 'n8n-workflow';

import { ID } from '../../shared/items/contactRef';
import { readLocator } from '../../shared/items/locator';
import { Problem } from '../../shared/items/problem';
import type { WorkflowRef } from '../../shared/items/workflowBook';

export const DEFAULT_TRIGGER_PROPERTY = 'unenroll_from_sequence_at';

/** How long to watch the contacts of a run, all together. */
export interface WatchSettings {
	waitSeconds: number;
	pollSeconds: number;
}

/** What starts the workflow that unenrolls. */
export type TriggerSettings =
	| {
			by: 'property';
			/** Contact property that starts the workflow once it is known; internal name. */
			triggerProperty: string;
			/** Whether to create property and workflow where there are none. */
			createBridge: boolean;
	  }
	| { by: 'workflow'; workflow: WorkflowRef };

/** Options of the whole run. @throws Problem before any request */
export function readTrigger(context: IExecuteFunctions): TriggerSettings {
	if (context.getNodeParameter('options.bridgeTrigger', 0, 'property') === 'workflow') {
		return { by: 'workflow', workflow: readBridgeWorkflow(context) };
	}
	return {
		by: 'property',
		triggerProperty: readTriggerProperty(context),
		createBridge: context.getNodeParameter('options.createBridge', 0, false) === true,
	};
}

/** @throws Problem */
export function readTriggerProperty(context: IExecuteFunctions): string {
	const given = context.getNodeParameter('options.triggerProperty', 0, DEFAULT_TRIGGER_PROPERTY);
	const name = String(given).trim();
	if (/^[a-z][a-z0-9_]*$/.test(name)) return name;
	throw new Problem(
		'The Trigger Property is not the internal name of a HubSpot property',
		'Enter the internal name, for example unenroll_from_sequence_at. HubSpot shows it in the settings of the property.',
	);
}

export function readWatch(context: IExecuteFunctions): WatchSettings {
	const option = (name: string, fallback: number) =>
		Number(context.getNodeParameter(`options.${name}`, 0, fallback));
	return {
		// Seen live: it took about 80 seconds.
		waitSeconds: Math.max(0, option('waitSeconds', 180)),
		pollSeconds: Math.max(1, option('pollSeconds', 6)),
	};
}

function readBridgeWorkflow(context: IExecuteFunctions): WorkflowRef {
	const { mode, value } = readLocator(context, 'options.bridgeWorkflow', 0);
	// The list and HubSpot's address bar hold flow ids.
	if (ID.test(value)) return { id: value, type: mode === 'id' ? 'auto' : 'flow' };
	throw new Problem(
		value === '' ? 'The Bridge Workflow is empty' : 'The Bridge Workflow is not a workflow ID',
		'Choose the workflow with the action "Unenroll from sequence" in the Bridge Workflow option, or set Bridge Trigger to Property.',
	);
}
