import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { outputsByOperation, subtitleByOperation } from '../shared/descriptions/outputs';
import { getSequences } from '../shared/optionLists';
import { runOperation } from '../shared/router';
import { operationField, properties } from './descriptions';
import * as listSearch from './listSearch';
import { checkSendLimit } from './operations/checkSendLimit.operation';
import { enroll } from './operations/enroll.operation';
import { status } from './operations/status.operation';
import { unenroll } from './operations/unenroll.operation';

const operations = { checkSendLimit, enroll, status, unenroll };

export class HubspotWorkflow implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HubSpot Workflow',
		name: 'hubspotWorkflow',
		icon: { light: 'file:hubspotWorkflow.svg', dark: 'file:hubspotWorkflow.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleByOperation,
		description: 'Enroll contacts in a workflow, without a sender',
		defaults: { name: 'HubSpot Workflow' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsByOperation,
		credentials: [{ name: 'hubspotEnrollmentOAuth2Api', required: true }],
		properties,
	};

	methods = { listSearch, loadOptions: { getSequences } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, operationField, operations);
	}
}
