import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { outputsByOperation, subtitleByOperation } from '../shared/n8n/descriptions/outputs';
import { getSequences } from '../shared/n8n/optionLists';
import { EnrollResults } from '../shared/enroll/enrollResults';
import { ItemResults } from '../shared/n8n/itemResults';
import { RememberedResults } from '../shared/n8n/rememberedResults';
import { runOperation } from '../shared/n8n/router';
import { operationField, properties } from './fields';
import * as listSearch from './listSearch';
import { checkSendLimit } from './sendLimit/checkSendLimit.operation';
import { enroll } from './enroll/enroll.operation';
import { status } from './status/status.operation';
import { unenroll } from './unenroll/unenroll.operation';

const operations = {
	checkSendLimit: { Results: ItemResults, run: checkSendLimit },
	enroll: { Results: EnrollResults, run: enroll },
	status: { Results: ItemResults, run: status },
	unenroll: { Results: RememberedResults, run: unenroll },
};

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
