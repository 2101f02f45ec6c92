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
} from '../shared/n8n/descriptions/common';
import { contactField } from '../shared/n8n/descriptions/contact';
import {
	conflictingWorkflowsOption,
	ifInWorkflowOption,
	workflowThemeOption,
} from '../shared/n8n/descriptions/overlap';
import {
	fallbackSenderOption,
	includeChartOption,
	limitFields,
	mailboxOption,
	maxPerDomainOption,
	reserveOption,
	senderEmailOption,
	senderFields,
} from './lookup/senderFields';
import { choiceField } from '../shared/n8n/fields';
import {
	bridgeTriggerOption,
	bridgeWorkflowOption,
	createBridgeOption,
	pollSecondsOption,
	replaceTriggerPropertyOption,
	triggerPropertyOption,
	waitSecondsOption,
} from './unenroll/bridge/bridgeFields';
import { alreadyEnrolledOption, cooldownDaysOption, senderAliasOption } from './enroll/fields';
import { checkedInboxOption, contactsToEnrollField } from './sendLimit/fields';
import { checkedSequenceField, onlySequenceOption, sequenceField } from './lookup/sequenceField';
import { unenrollMethodField } from './unenroll/fields';

export const operationField = choiceField({
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
});

const enrollOptions = optionsCollection('enroll', [
	alreadyEnrolledOption,
	apiRoutesOption,
	concurrencyOption,
	workflowThemeOption,
	conflictingWorkflowsOption,
	cooldownDaysOption,
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
	senderAliasOption,
	senderEmailOption,
	skipIneligibleOption,
	replaceTriggerPropertyOption,
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
	triggerPropertyOption,
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
	sequenceField,
	checkedSequenceField,
	...limitFields,
	contactsToEnrollField,
	unenrollMethodField,
	sendLimitModeField,
	enrollOptions,
	optionsCollection('status', [apiRoutesOption, concurrencyOption, includeInputOption]),
	unenrollOptions,
	optionsCollection('checkSendLimit', [
		apiRoutesOption,
		includeChartOption,
		mailboxOption,
		reserveOption,
		checkedInboxOption,
	]),
];
