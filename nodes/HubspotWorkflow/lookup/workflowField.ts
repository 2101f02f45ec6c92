import { ID } from '../../shared/contacts/contactRef';
import { Problem } from '../../shared/errors';
import { workflowLocator } from '../../shared/n8n/descriptions/workflow';
import { type LocatorField, choiceField } from '../../shared/n8n/fields';
import type { Parameters } from '../../shared/n8n/parameters';
import { quoted } from '../../shared/n8n/values';
import type { WorkflowRef } from '../../shared/workflows/workflowLoader';

export const workflowField: LocatorField = {
	...workflowLocator,
	required: true,
	description: 'The contact workflow in HubSpot',
	displayOptions: { show: { operation: ['enroll', 'unenroll', 'checkSendLimit'] } },
};

export const askedWorkflowField: LocatorField = {
	...workflowLocator,
	description:
		'Ask about this HubSpot workflow only; without one, about all. For everyone in it, choose one.',
	displayOptions: { show: { operation: ['status'] } },
};

export const workflowIdTypeOption = choiceField({
	displayName: 'Workflow ID Type',
	name: 'workflowIdType',
	type: 'options',
	options: [
		{
			name: 'Auto',
			value: 'auto',
			description: 'A flow ID if there is such a flow, otherwise legacy',
		},
		{ name: 'Flow', value: 'flow', description: 'The ID in the address of the workflow' },
		{ name: 'Legacy', value: 'legacy', description: 'The ID of the older workflows API' },
	],
	default: 'auto',
	description: 'Which kind of ID is given under "By ID"',
});

/** @throws Problem where the value can be no id */
export function readWorkflowRef(
	parameters: Parameters,
	field: LocatorField,
): WorkflowRef | undefined {
	const { mode, value } = parameters.locator(field);
	const type = parameters.options.choice(workflowIdTypeOption);
	if (value === '') return undefined;
	if (!ID.test(value)) {
		throw new Problem(
			'BAD_INPUT',
			'The Workflow of this item is not a workflow ID',
			`${quoted(value)} was given. Choose the workflow from the list, or enter the number in its address in HubSpot.`,
		);
	}
	// The list and HubSpot's address bar hold flow ids.
	return { id: value, type: mode === 'id' ? type : 'flow' };
}

/** @throws Problem where no workflow is chosen */
export function requireWorkflowRef(parameters: Parameters, field = workflowField): WorkflowRef {
	const ref = readWorkflowRef(parameters, field);
	if (ref) return ref;
	throw new Problem(
		'BAD_INPUT',
		'The Workflow of this item is empty',
		'Choose a HubSpot workflow in this node.',
	);
}
