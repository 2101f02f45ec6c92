import { ID } from '../../shared/contacts/contactRef';
import { Problem } from '../../shared/errors';
import type { WorkflowRef } from '../../shared/workflows/workflowLoader';
import type { LocatorField } from '../../shared/n8n/fields';
import type { Parameters } from '../../shared/n8n/parameters';
import { quoted } from '../../shared/n8n/values';
import { workflowField, workflowIdTypeOption } from './workflowField';

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
			'The Workflow of this item is not a workflow ID',
			`${quoted(value)} was given. Choose the workflow from the list, or enter the number in its address in HubSpot.`,
		);
	}
	// The list and HubSpot's address bar hold flow ids.
	return { id: value, type: mode === 'id' ? type : 'flow' };
}

/** @throws Problem where no workflow is chosen */
export function requireWorkflowRef(parameters: Parameters): WorkflowRef {
	const ref = readWorkflowRef(parameters, workflowField);
	if (ref) return ref;
	throw new Problem('The Workflow of this item is empty', 'Choose a workflow in this node.');
}
