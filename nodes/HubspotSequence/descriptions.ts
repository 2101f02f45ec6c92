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
import { contactField } from '../shared/descriptions/contact';
import {
	conflictingWorkflowsOption,
	ifInWorkflowOption,
	workflowThemeOption,
} from '../shared/descriptions/overlap';
import {
	fallbackSenderOption,
	includeChartOption,
	limitFields,
	mailboxOption,
	maxPerDomainOption,
	reserveOption,
	senderEmailOption,
	senderFields,
} from '../shared/descriptions/sender';
import {
	bridgeTriggerOption,
	bridgeWorkflowOption,
	createBridgeOption,
	pollSecondsOption,
	triggerPropertyOption,
	waitSecondsOption,
} from './bridge/bridgeFields';
import { onlySequenceOption, sequenceFields } from './sequenceField';

const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Check Send Limit',
			value: 'checkSendLimit',
			description: 'See how many more sequence emails a rep can send, and when there is room again',
			action: 'Check send limit of a sender',
		},
		{
			name: 'Enroll Contact',
			value: 'enroll',
			description: 'Put contacts into a sequence, as far as the sending limit of the rep allows',
			action: 'Enroll contact in sequence',
		},
		{
			name: 'Get Enrollment Status',
			value: 'status',
			description: 'See whether contacts are in a sequence, and in which',
			action: 'Get enrollment status of contact',
		},
		{
			name: 'Unenroll Contact',
			value: 'unenroll',
			description: 'Take contacts out of the sequence they are in',
			action: 'Unenroll contact from sequence',
		},
	],
	default: 'enroll',
};

const enrollOptions = optionsCollection('enroll', [
	{
		displayName: 'Already Enrolled',
		name: 'alreadyEnrolled',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail', description: 'The item is an error' },
			{
				name: 'Replace',
				value: 'replace',
				description:
					'A contact that has room leaves its sequence by the bridge workflow (see Unenroll Contact) and is enrolled; one that is in this very sequence starts it again',
			},
			{ name: 'Skip', value: 'skip', description: 'The item leaves by the Skipped output' },
		],
		default: 'skip',
		description: 'What to do with contacts that are in a sequence; HubSpot allows one at a time',
	},
	apiRoutesOption,
	concurrencyOption,
	workflowThemeOption,
	conflictingWorkflowsOption,
	{
		displayName: 'Cooldown (Days)',
		name: 'cooldownDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Skip contacts whose last enrollment in any sequence began fewer days ago; 0 for none',
	},
	dryRunOption,
	fallbackSenderOption,
	ifInWorkflowOption,
	includeInputOption,
	ledgerUnavailableOption,
	mailboxOption,
	maxPerDomainOption,
	maxPerRunOption,
	pollSecondsOption,
	reserveOption,
	{
		displayName: 'Sender Alias',
		name: 'senderAliasAddress',
		type: 'string',
		default: '',
		placeholder: 'e.g. sales@example.com',
		description: 'Send-as alias of the inbox that sends',
	},
	senderEmailOption,
	skipIneligibleOption,
	triggerPropertyOption(
		'With Already Enrolled set to Replace: internal name of the contact property that starts the workflow which unenrolls',
	),
	verifyOption,
	waitSecondsOption,
]);

const unenrollOptions = optionsCollection('unenroll', [
	apiRoutesOption,
	bridgeTriggerOption,
	bridgeWorkflowOption,
	createBridgeOption,
	dryRunOption,
	includeInputOption,
	onlySequenceOption,
	pollSecondsOption,
	triggerPropertyOption(
		'Internal name of the contact property (type date and time) that starts the workflow',
	),
	waitSecondsOption,
]);

export const properties: INodeProperties[] = [
	operationField,
	{
		displayName:
			'A sequence is sent by a rep, from the inbox of the rep. For automation without a sender, use the <b>HubSpot Workflow</b> node.',
		name: 'whichNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['enroll'] } },
	},
	{
		displayName:
			'HubSpot has no direct call for this, so a contact workflow with the action "Unenroll from sequence" does it. Build it in HubSpot once, starting when the trigger property is known and with re-enrollment on, or switch on the option <b>Create Bridge</b>.',
		name: 'bridgeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['unenroll'], unenrollMethod: ['bridgeWorkflow'] } },
	},
	contactField,
	...senderFields,
	...sequenceFields,
	...limitFields,
	{
		displayName: 'Contacts to Enroll',
		name: 'contactsToEnroll',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 5000 },
		default: 0,
		description:
			'How many contacts you have in mind; the answer says how many fit now and when the rest do',
		displayOptions: { show: { operation: ['checkSendLimit'] } },
	},
	{
		displayName: 'Method',
		name: 'unenrollMethod',
		type: 'options',
		options: [
			{
				name: 'Bridge Workflow',
				value: 'bridgeWorkflow',
				description: 'A workflow in HubSpot with the action "Unenroll from sequence"',
			},
			{
				name: 'Delete Enrollment',
				value: 'deleteEnrollment',
				description:
					'A call that HubSpot has not published; needs the API Routes option set to CRM Object Routes',
			},
		],
		default: 'bridgeWorkflow',
		displayOptions: { show: { operation: ['unenroll'] } },
	},
	sendLimitModeField,
	enrollOptions,
	optionsCollection('status', [apiRoutesOption, concurrencyOption, includeInputOption]),
	unenrollOptions,
	optionsCollection('checkSendLimit', [
		apiRoutesOption,
		includeChartOption,
		mailboxOption,
		reserveOption,
		{
			...senderEmailOption,
			description: 'Inbox to look at, for example a shared one; by default the address of the user',
		},
	]),
];
