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
import { methodFields, whoseContactFields } from './trigger/methodFields';
import { NO_CONTACT } from '../shared/n8n/descriptions/contactSource';
import { statusOfFields } from '../shared/n8n/descriptions/everyone';
import { operationFields } from '../shared/n8n/descriptions/operation';
import {
	conflictingSequencesOption,
	ifInSequenceOption,
	sequenceThemeOption,
} from '../shared/n8n/descriptions/overlap';
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

const WHICH = `Contact takes an email address or a contact ID (digits only). ${NO_CONTACT} Workflow takes the ID of a HubSpot workflow (digits only), not of one in n8n.`;

const { operationField, operationProperties } = operationFields(
	[
		{
			name: 'Check Sending Limit',
			value: 'checkSendLimit',
			description: 'See how many more contacts a HubSpot workflow may take',
			action: 'Check sending limit of a HubSpot workflow',
		},
		{
			name: 'Enroll Contact',
			value: 'enroll',
			description: 'Put contacts into a HubSpot workflow',
			action: 'Enroll contact in HubSpot workflow',
		},
		{
			name: 'Get Enrollment Status',
			value: 'status',
			description: 'See which HubSpot workflows contacts are in',
			action: 'Get HubSpot workflow enrollment status of contact',
		},
		{
			name: 'Unenroll Contact',
			value: 'unenroll',
			description: 'Take contacts out of a HubSpot workflow',
			action: 'Unenroll contact from HubSpot workflow',
		},
	],
	'enroll',
	{
		checkSendLimit: `Says how many more contacts a HubSpot workflow may take, of the day and of the month, and when there is room again; changes nothing. Use it before you promise how many can be enrolled. For the sending limit of a sales rep, use a HubSpot Sequence tool. Workflow takes the ID of a HubSpot workflow (digits only), Contacts to Enroll how many you have in mind. Answer: fits, wouldHold, restFitsAt; a limit of 0 is not checked.`,
		enroll: `Puts one contact into a HubSpot workflow: marketing email and internal processes, without a sender. Use it only when asked to enroll or add somebody; for emails that a sales rep sends from an own inbox, use a HubSpot Sequence tool. ${WHICH} Answer: outcome is enrolled, held (there is no room: not before retryAt) or skipped (do not try again), with reason and message.`,
		status: `Says which HubSpot workflows one contact is in, or whether it is in a certain one; changes nothing. Use it for any question about where a contact stands with automation. For sequences of a sales rep, use a HubSpot Sequence tool. ${WHICH} Answer: enrolled, and workflows with their names.`,
		unenroll: `Takes one contact out of a HubSpot workflow: what was scheduled for it does not run. Use it only when asked to stop, remove or unenroll somebody, never to enroll. For sequences of a sales rep, use a HubSpot Sequence tool. ${WHICH} Answer: outcome is unenrolled, notEnrolled or pending (asked for and not seen yet: look at the status later).`,
	},
);
export { operationField };

/** What is used most comes first; then what belongs together stands together. */
const enrollOptions = optionsCollection('enroll', [
	dryRunOption,
	maxPerRunOption,
	ifDisabledOption,
	// Whom to leave out
	skipUnmailableOption,
	requireMarketingContactOption,
	ifInSequenceOption,
	conflictingSequencesOption,
	sequenceThemeOption,
	// What comes out
	verifyOption,
	includeInputOption,
	// How the node works
	workflowIdTypeOption,
	ledgerUnavailableOption,
	concurrencyOption,
	apiRoutesOption,
]);

export const properties: INodeProperties[] = [
	...operationProperties,
	{
		displayName:
			'A HubSpot workflow runs without a sender, for automation to many. For one-to-one email from the inbox of a rep, use the <b>HubSpot Sequence</b> node.',
		name: 'whichNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['enroll'] } },
	},
	...statusOfFields(
		'Everyone in the HubSpot Workflow',
		'Everyone who is in the chosen HubSpot workflow now, where HubSpot shows its list of them',
	),
	...whoseContactFields,
	workflowField,
	askedWorkflowField,
	...methodFields,
	enrollmentsPerDayField,
	monthlyEmailLimitField,
	contactsToEnrollField,
	sendLimitModeField,
	enrollOptions,
	optionsCollection('status', [includeInputOption, workflowIdTypeOption, concurrencyOption]),
	optionsCollection('unenroll', [
		dryRunOption,
		{
			...verifyOption,
			description:
				'Whether to read back that each contact has left; one more request per contact. One value counts for the whole run.',
		},
		includeInputOption,
		workflowIdTypeOption,
		concurrencyOption,
	]),
	optionsCollection('checkSendLimit', [workflowIdTypeOption]),
];
