import type { IExecuteFunctions } from 'n8n-workflow';

import { ID } from '../shared/items/contactRef';
import { readLocator } from '../shared/items/locator';
import { Problem } from '../shared/items/problem';
import type { WorkflowRef } from '../shared/items/workflowBook';

/** @throws Problem where the value can be no id */
export function readWorkflowRef(
	context: IExecuteFunctions,
	index: number,
): WorkflowRef | undefined {
	const { mode, value } = readLocator(context, 'workflow', index);
	if (value === '') return undefined;
	if (!ID.test(value)) {
		throw new Problem(
			'The Workflow of this item is not a workflow ID',
			`"${value}" was given. Choose the workflow from the list, or enter the number in its address in HubSpot.`,
		);
	}
	// The list and HubSpot's address bar hold flow ids.
	if (mode !== 'id') return { id: value, type: 'flow' };
	const type = context.getNodeParameter('options.workflowIdType', index, 'auto');
	return { id: value, type: type as WorkflowRef['type'] };
}

/** @throws Problem where no workflow is chosen */
export function requireWorkflowRef(context: IExecuteFunctions, index: number): WorkflowRef {
	const ref = readWorkflowRef(context, index);
	if (ref) return ref;
	throw new Problem('The Workflow of this item is empty', 'Choose a workflow in this node.');
}
