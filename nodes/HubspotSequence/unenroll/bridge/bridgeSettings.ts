import { ID } from '../../../shared/contacts/contactRef';
import { Problem } from '../../../shared/errors';
import type { Parameters } from '../../../shared/n8n/parameters';
import type { WorkflowRef } from '../../../shared/workflows/workflowLoader';
import {
	bridgeTriggerOption,
	bridgeWorkflowOption,
	createBridgeOption,
	pollSecondsOption,
	TRIGGER_PROPERTY,
	triggerPropertyOption,
	waitSecondsOption,
} from './bridgeFields';

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

/** @param options of the whole run. @throws Problem before any request */
export function readTrigger(options: Parameters): TriggerSettings {
	const triggerProperty = readTriggerProperty(options);
	const createBridge = options.flag(createBridgeOption);
	const { mode, value } = options.locator(bridgeWorkflowOption);
	switch (options.choice(bridgeTriggerOption)) {
		case 'property':
			return { by: 'property', triggerProperty, createBridge };
		case 'workflow':
			return { by: 'workflow', workflow: bridgeWorkflow(mode, value) };
	}
}

/** What takes contacts out of their sequence where Already Enrolled is set to Replace. @throws Problem */
export const readReplaceSettings = (options: Parameters) => ({
	triggerProperty: readTriggerProperty(options),
	watch: readWatch(options),
});
export type ReplaceSettings = ReturnType<typeof readReplaceSettings>;

export const readWatch = (options: Parameters): WatchSettings => ({
	waitSeconds: options.wholeNumber(waitSecondsOption),
	pollSeconds: options.wholeNumber(pollSecondsOption),
});

function readTriggerProperty(options: Parameters): string {
	const { value: name } = options.locator(triggerPropertyOption);
	if (/^[a-z][a-z0-9_]*$/.test(name)) return name;
	throw new Problem(
		'BAD_INPUT',
		'The Trigger Property is not the internal name of a HubSpot property',
		`Choose the property from the list, or enter the internal name, for example ${TRIGGER_PROPERTY}. HubSpot shows it in the settings of the property.`,
	);
}

function bridgeWorkflow(mode: string, value: string): WorkflowRef {
	// The list and HubSpot's address bar hold flow ids.
	if (ID.test(value)) return { id: value, type: mode === 'id' ? 'auto' : 'flow' };
	throw new Problem(
		'BAD_INPUT',
		value === '' ? "'Helper Workflow' is empty" : "'Helper Workflow' is not a workflow ID",
		"Choose the workflow with the action \"Unenroll from sequence\" in 'Helper Workflow', or set 'Helper Workflow Trigger' to Property.",
	);
}
