import type { INodeProperties } from 'n8n-workflow';

import {
	apiRoutesOption,
	concurrencyOption,
	dryRunOption,
	includeInputOption,
	ledgerUnavailableOption,
	maxPerRunOption,
	optionsCollection,
	sendLimitModeField,
	verifyOption,
} from '../shared/n8n/descriptions/common';
import { contactFields, methodFields } from './trigger/methodFields';
import {
	conflictingSequencesOption,
	ifInSequenceOption,
	sequenceThemeOption,
} from '../shared/n8n/descriptions/overlap';
import { choiceField } from '../shared/n8n/fields';
import {
	ifDisabledOption,
	requireMarketingContactOption,
	skipUnmailableOption,
} from './enroll/fields';
import {
	contactsToEnrollField,
	enrollmentsPerDayField,
	monthlyEmailLimitField,
} from './sendLimit/fields';
import { askedWorkflowField, workflowField, workflowIdTypeOption } from './lookup/workflowField';

export const operationField = choiceField({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Check Send Limit',
			value: 'checkSendLimit',
			description: 'See how many more contacts a workflow may take',
			action: 'Check send limit of a workflow',
		},
		{
			name: 'Enroll Contact',
			value: 'enroll',
			description: 'Put contacts into a workflow',
			action: 'Enroll contact in workflow',
		},
		{
			name: 'Get Enrollment Status',
			value: 'status',
			description: 'See which workflows contacts are in',
			action: 'Get enrollment status of contact',
		},
		{
			name: 'Unenroll Contact',
			value: 'unenroll',
			description: 'Take contacts out of a workflow',
			action: 'Unenroll contact from workflow',
		},
	],
	default: 'enroll',
});

const enrollOptions = optionsCollection('enroll', [
	apiRoutesOption,
	concurrencyOption,
	sequenceThemeOption,
	conflictingSequencesOption,
	dryRunOption,
	ifInSequenceOption,
	ifDisabledOption,
	includeInputOption,
	ledgerUnavailableOption,
	maxPerRunOption,
	requireMarketingContactOption,
	skipUnmailableOption,
	verifyOption,
	workflowIdTypeOption,
]);

export const properties: INodeProperties[] = [
	operationField,
	{
		displayName:
			'A workflow runs without a sender, for automation to many. For one-to-one email from the inbox of a rep, use the <b>HubSpot Sequence</b> node.',
		name: 'whichNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['enroll'] } },
	},
	...contactFields,
	workflowField,
	askedWorkflowField,
	...methodFields,
	enrollmentsPerDayField,
	monthlyEmailLimitField,
	contactsToEnrollField,
	sendLimitModeField,
	enrollOptions,
	optionsCollection('status', [concurrencyOption, includeInputOption, workflowIdTypeOption]),
	optionsCollection('unenroll', [
		concurrencyOption,
		dryRunOption,
		includeInputOption,
		{
			...verifyOption,
			description:
				'Whether to read back that each contact has left; one more request per contact. One value counts for the whole run.',
		},
		workflowIdTypeOption,
	]),
	optionsCollection('checkSendLimit', [workflowIdTypeOption]),
];
