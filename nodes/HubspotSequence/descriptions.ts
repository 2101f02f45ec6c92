import type { INodeProperties } from 'n8n-workflow';

import {
	apiRoutesOption,
	concurrencyOption,
	dryRunOption,
	includeInputOption,
	optionsCollection,
	sendLimitModeField,
	skipIneligibleOption,
	verifyOption,
} from '../shared/descriptions/common';
import { contactField } from '../shared/descriptions/contact';
import {
	fallbackSenderOption,
	limitFields,
	mailboxOption,
	reserveOption,
	senderFields,
} from '../shared/descriptions/sender';
import { onlySequenceOption, sequenceFields } from './sequenceField';
import { DEFAULT_TRIGGER_PROPERTY } from './unenrollBridge';

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
			{ name: 'Skip', value: 'skip', description: 'The item leaves by the Skipped output' },
		],
		default: 'skip',
		description: 'What to do with contacts that are in a sequence; HubSpot allows one at a time',
	},
	apiRoutesOption,
	concurrencyOption,
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
	includeInputOption,
	mailboxOption,
	reserveOption,
	{
		displayName: 'Sender Alias',
		name: 'senderAliasAddress',
		type: 'string',
		default: '',
		placeholder: 'e.g. sales@example.com',
		description: 'Send-as alias of the inbox that sends',
	},
	{
		displayName: 'Sender Email',
		name: 'senderEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. ann@example.com',
		description: 'Connected inbox of the user to send from; by default the address of the user',
	},
	skipIneligibleOption,
	verifyOption,
]);

const unenrollOptions = optionsCollection('unenroll', [
	dryRunOption,
	includeInputOption,
	onlySequenceOption,
	{
		displayName: 'Poll Every (Seconds)',
		name: 'pollSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 6,
		description: 'How often to look whether the contacts have left',
	},
	{
		displayName: 'Trigger Property',
		name: 'triggerProperty',
		type: 'string',
		default: DEFAULT_TRIGGER_PROPERTY,
		description:
			'Internal name of the contact property (type date and time) that starts the workflow',
	},
	{
		displayName: 'Wait at Most (Seconds)',
		name: 'waitSeconds',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 180,
		description:
			'How long to wait until HubSpot shows that the contacts have left; usually about 80 seconds',
	},
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
			'HubSpot has no direct call for this. Build a contact workflow in HubSpot once: it starts when the trigger property is known, with re-enrollment on, and its only action is "Unenroll from sequence".',
		name: 'bridgeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['unenroll'] } },
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
		],
		default: 'bridgeWorkflow',
		displayOptions: { show: { operation: ['unenroll'] } },
	},
	sendLimitModeField,
	enrollOptions,
	optionsCollection('status', [apiRoutesOption, concurrencyOption, includeInputOption]),
	unenrollOptions,
	optionsCollection('checkSendLimit', [apiRoutesOption, mailboxOption, reserveOption]),
];
