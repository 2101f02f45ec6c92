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
import { contactSourceFields, NO_CONTACT } from '../shared/n8n/descriptions/contactSource';
import { statusOfFields } from '../shared/n8n/descriptions/everyone';
import { operationFields } from '../shared/n8n/descriptions/operation';
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
import {
	bridgeTriggerOption,
	bridgeWorkflowOption,
	createBridgeOption,
	pollSecondsOption,
	replaceOptions,
	TRIGGER_PROPERTY,
	triggerPropertyOption,
	waitSecondsOption,
} from './unenroll/bridge/bridgeFields';
import { buildByHand, inSteps } from './unenroll/bridge/buildByHand';
import { alreadyEnrolledOption, cooldownDaysOption, senderAliasOption } from './enroll/fields';
import { checkedInboxOption, contactsToEnrollField } from './sendLimit/fields';
import {
	checkedSequenceField,
	everyonesSequenceField,
	onlySequenceOption,
	sequenceField,
} from './lookup/sequenceField';
import { unenrollMethodField } from './unenroll/fields';

const WHOM = `Contact takes an email address or a contact ID (digits only). ${NO_CONTACT}`;

const { operationField, operationProperties } = operationFields(
	[
		{
			name: 'Check Sending Limit',
			value: 'checkSendLimit',
			description: 'See how many more sequence emails a rep can send, and when there is room again',
			action: 'Check sending limit of a sender',
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
			action: 'Get sequence enrollment status of contact',
		},
		{
			name: 'Unenroll Contact',
			value: 'unenroll',
			description: 'Take contacts out of the sequence they are in',
			action: 'Unenroll contact from sequence',
		},
	],
	'enroll',
	{
		checkSendLimit: `Says how many more sequence emails a sales rep can send and when there is room again; changes nothing. Use it before you promise how many can be enrolled. For the limits of a workflow, use a HubSpot Workflow tool. User takes a HubSpot user ID (digits only) or the address of the rep, Sequence a sequence ID (digits only), Contacts to Enroll how many you have in mind. Answer: remaining, level (open, close or full), nextAvailableAt, fits, wouldHold, restFitsAt.`,
		enroll: `Puts one contact into a HubSpot sequence: a sales rep writes one to one, from the own inbox, with follow-ups that stop on a reply. Use it only when asked to enroll or add somebody; for marketing email and automation without a sender, use a HubSpot Workflow tool. ${WHOM} Sequence takes a sequence ID (digits only), User the address or user ID of the rep. Answer: outcome is enrolled, held (the rep has no room: not before retryAt) or skipped (do not try again), with reason and message.`,
		status: `Says whether one contact is in a HubSpot sequence, in which and since when, and how the last one ended; changes nothing. Use it for any question about where a contact stands with a sales rep's emails. For workflows, use a HubSpot Workflow tool. ${WHOM} Answer: enrolled, enrollment, latest.`,
		unenroll: `Takes one contact out of the HubSpot sequence it is in: its follow-ups are not sent. Use it only when asked to stop, remove or unenroll somebody, never to enroll. For workflows, use a HubSpot Workflow tool. ${WHOM} Answer: outcome is unenrolled, notEnrolled, differentSequence or pending (asked for and not seen yet: look at the status later).`,
	},
);
export { operationField };

/** What is used most comes first; then what belongs together stands together. */
const enrollOptions = optionsCollection('enroll', [
	dryRunOption,
	alreadyEnrolledOption,
	...replaceOptions,
	maxPerRunOption,
	reserveOption,
	// Whom to leave out
	skipIneligibleOption,
	cooldownDaysOption,
	maxPerDomainOption,
	ifInWorkflowOption,
	conflictingWorkflowsOption,
	workflowThemeOption,
	// Who sends
	fallbackSenderOption,
	senderEmailOption,
	senderAliasOption,
	mailboxOption,
	// What comes out
	verifyOption,
	includeInputOption,
	// How the node works
	ledgerUnavailableOption,
	concurrencyOption,
	apiRoutesOption,
]);

const unenrollOptions = optionsCollection('unenroll', [
	dryRunOption,
	onlySequenceOption,
	// The helper workflow
	bridgeTriggerOption,
	createBridgeOption,
	triggerPropertyOption,
	bridgeWorkflowOption,
	waitSecondsOption,
	pollSecondsOption,
	includeInputOption,
	apiRoutesOption,
]);

export const properties: INodeProperties[] = [
	...operationProperties,
	{
		displayName:
			'A sequence is sent by a rep, from the inbox of the rep. For automation without a sender, use the <b>HubSpot Workflow</b> node.',
		name: 'whichNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['enroll'] } },
	},
	{
		displayName: `HubSpot has no direct call for this: a workflow in HubSpot does it. Add the option 'Create Helper Workflow', or build it once: <br>${inSteps(buildByHand(TRIGGER_PROPERTY), ' <br>')}`,
		name: 'bridgeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['unenroll'], unenrollMethod: ['bridgeWorkflow'] } },
	},
	...statusOfFields(
		'Everyone in the Sequence',
		'Everyone who is in a sequence now, as far as a search of HubSpot shows: 10,000 at most, and new ones after some moments',
	),
	...contactSourceFields(),
	...senderFields,
	sequenceField,
	checkedSequenceField,
	everyonesSequenceField,
	...limitFields,
	contactsToEnrollField,
	unenrollMethodField,
	sendLimitModeField,
	enrollOptions,
	optionsCollection('status', [includeInputOption, concurrencyOption, apiRoutesOption]),
	unenrollOptions,
	optionsCollection('checkSendLimit', [
		includeChartOption,
		reserveOption,
		checkedInboxOption,
		mailboxOption,
		apiRoutesOption,
	]),
];
