import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { outputsByOperation, subtitleByOperation } from '../shared/n8n/descriptions/outputs';
import { getSenders, getWorkflows } from '../shared/n8n/optionLists';
import { EnrollResults } from '../shared/enroll/enrollResults';
import { ItemResults } from '../shared/n8n/itemResults';
import { runOperation } from '../shared/n8n/router';
import { StatusResults, UnenrollResults } from '../shared/n8n/summary';
import { operationField, properties } from './fields';
import * as listSearch from './listSearch';
import { checkSendLimit } from './sendLimit/checkSendLimit.operation';
import { enroll } from './enroll/enroll.operation';
import { status } from './status/status.operation';
import { unenroll } from './unenroll/unenroll.operation';

const operations = {
	checkSendLimit: { Results: ItemResults, run: checkSendLimit },
	enroll: { Results: EnrollResults, run: enroll },
	status: { Results: StatusResults, run: status },
	unenroll: { Results: UnenrollResults, run: unenroll },
};

export class HubspotSequence implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HubSpot Sequence',
		name: 'hubspotSequence',
		icon: { light: 'file:hubspotSequence.svg', dark: 'file:hubspotSequence.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleByOperation,
		description: "Enroll contacts in a rep's sequence within the sending limit",
		defaults: { name: 'HubSpot Sequence' },
		usableAsTool: true,
		// By the action, which the model reads, a tool would have a paragraph for a name.
		skipNameGeneration: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsByOperation,
		credentials: [{ name: 'hubspotEnrollmentOAuth2Api', required: true }],
		properties,
	};

	methods = { listSearch, loadOptions: { getSenders, getWorkflows } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, operationField, operations);
	}
}
