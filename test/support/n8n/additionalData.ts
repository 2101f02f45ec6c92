import 'reflect-metadata';
import { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { MemoryCredentials } from './credentials';
import { DataTables } from './dataTables';

export interface Surroundings {
	credentials: MemoryCredentials;
	/**
	 * Shared by all runs that get the same; without, the run has empty ones of its own.
	 * `unavailable`: n8n gives the run no way to call a workflow, and so none to Data Tables.
	 */
	dataTables?: DataTables | 'unavailable';
	mode?: WorkflowExecuteMode;
	/** Two runs with the same id are tries of one execution. */
	executionId?: string;
}

let executions = 0;

/** What n8n hands to an execution beside its workflow. Only the database and the editor are missing. */
export function additionalDataFor(
	base: Pick<IWorkflowBase, 'id' | 'name' | 'nodes' | 'connections'>,
	surroundings: Surroundings,
) {
	const { mode = 'trigger', executionId = `execution-${++executions}` } = surroundings;
	const { credentials, dataTables = new DataTables() } = surroundings;
	const hooks = new ExecutionLifecycleHooks(mode, executionId, base as IWorkflowBase);
	const additionalData = {
		credentialsHelper: credentials,
		hooks,
		executionId,
		currentNodeExecutionIndex: 0,
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
		setExecutionStatus: () => {},
		sendDataToUI: () => {},
		...(dataTables !== 'unavailable' && dataTables.additionalData()),
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	return { additionalData, hooks, mode };
}
