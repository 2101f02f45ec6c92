import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { errorOf, jsonOf } from './execution';
import type { N8nSession } from './session';
import { nodeNames, workflowFor } from './workflow';

/** Runs n8n's own Data Table node over one item. @returns the `json` of what it put out */
export type DataTableSession = (
	parameters: INodeParameters,
	json: IDataObject,
) => Promise<IDataObject[]>;

/** Uses Data Tables as a person does: in a workflow with their node, run from the editor. */
export function dataTableCalls(session: N8nSession): DataTableSession {
	return async (parameters, json) => {
		const workflow = workflowFor('', 'Data Table', [json], {
			type: 'n8n-nodes-base.dataTable',
			typeVersion: 1.1,
			parameters,
		});
		const execution = await session.runWorkflow(await session.addWorkflow(workflow));
		const error = errorOf(execution, nodeNames.underTest) ?? execution.error;
		if (error) throw new Error(error);
		return jsonOf(execution, nodeNames.underTest);
	};
}
