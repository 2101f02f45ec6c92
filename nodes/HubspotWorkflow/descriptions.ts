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
	skipIneligibleOption,
	verifyOption,
} from '../shared/descriptions/common';
import { contactFields, methodFields } from './methodFields';
import {
	conflictingSequencesOption,
	ifInSequenceOption,
	sequenceThemeOption,
} from '../shared/descriptions/overlap';
import { workflowFields, workflowIdTypeOption } from './workflowField';

const operationField: INodeProperties = {
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
};

const enrollOptions = optionsCollection('enroll', [
	apiRoutesOption,
	concurrencyOption,
	sequenceThemeOption,
	conflictingSequencesOption,
	dryRunOption,
	ifInSequenceOption,
	{
		displayName: 'If Workflow Is Off',
		name: 'ifDisabled',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Each item is an error' },
			{ name: 'Warn', value: 'warn', description: 'Enroll all the same, and show a warning' },
		],
		default: 'fail',
	},
	includeInputOption,
	ledgerUnavailableOption,
	maxPerRunOption,
	{
		displayName: 'Require Marketing Contact',
		name: 'requireMarketingContact',
		type: 'boolean',
		default: false,
		description:
			'Whether to skip contacts that are no marketing contacts: workflow email does not reach them',
	},
	{
		...skipIneligibleOption,
		default: false,
		description:
			'Whether contacts that cannot be emailed (opted out, bounced, quarantined) leave by the Skipped output; a workflow may do other things than email, so this is off',
	},
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
	...workflowFields,
	...methodFields,
	{
		displayName: 'Enrollments per Day',
		name: 'enrollmentsPerDay',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How many contacts may enter this workflow in any 24 hours; 0 for no cap',
		displayOptions: { show: { operation: ['enroll', 'checkSendLimit'] } },
	},
	{
		displayName: 'Monthly Email Limit',
		name: 'monthlyEmailLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many marketing emails the account may send in a calendar month, by its HubSpot subscription; 0 for no check',
		displayOptions: { show: { operation: ['enroll', 'checkSendLimit'] } },
	},
	{
		displayName: 'Contacts to Enroll',
		name: 'contactsToEnroll',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many contacts you have in mind; the answer says how many fit now and when the rest do',
		displayOptions: { show: { operation: ['checkSendLimit'] } },
	},
	sendLimitModeField,
	enrollOptions,
	optionsCollection('status', [concurrencyOption, includeInputOption, workflowIdTypeOption]),
	optionsCollection('unenroll', [
		concurrencyOption,
		dryRunOption,
		includeInputOption,
		{
			...verifyOption,
			description: 'Whether to read back that each contact has left; one more request per contact',
		},
		workflowIdTypeOption,
	]),
	optionsCollection('checkSendLimit', [workflowIdTypeOption]),
];
