import type { INodeProperties } from 'n8n-workflow';

import {
	choiceField,
	typedAsEmail,
	typedAsId,
	type FlagField,
	type ListField,
	type LocatorField,
	type NumberField,
	type TextField,
} from '../../shared/n8n/fields';
import type { Mailbox, Plan } from '../../shared/quota/plans';

/** A HubSpot user: from the list, by user id, or by email. */
const userField: LocatorField = {
	displayName: 'User',
	name: 'sender',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The rep; needs a connected inbox and a Sales or Service Hub seat',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a user…',
			typeOptions: { searchListMethod: 'searchSenders', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 5512034',
			hint: 'The user ID, not the owner ID',
			validation: typedAsId('A user ID'),
		},
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. ann@example.com',
			validation: typedAsEmail,
		},
	],
};

const operations = ['enroll', 'checkSendLimit'];

export const enrollSenderModeField = choiceField({
	displayName: 'Sender',
	name: 'senderMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Specific User', value: 'user', description: 'One rep for all items' },
		{
			name: 'Contact Owner',
			value: 'contactOwner',
			description: 'The rep who owns the contact in HubSpot',
		},
		{
			name: 'Rotate',
			value: 'rotate',
			description: 'Several reps: each contact goes to the one with the most room left',
		},
	],
	default: 'user',
	description: 'Whose inbox the emails of the sequence go out from',
	displayOptions: { show: { operation: ['enroll'] } },
});

export const checkedSenderModeField = choiceField({
	displayName: 'Sender',
	name: 'senderMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Specific User', value: 'user', description: 'One rep' },
		{ name: 'Several Users', value: 'rotate', description: 'One item for each of them' },
	],
	default: 'user',
	description: 'Whose limit to look at',
	displayOptions: { show: { operation: ['checkSendLimit'] } },
});

export const senderField: LocatorField = {
	...userField,
	displayOptions: { show: { operation: operations, senderMode: ['user'] } },
};

export const sendersField: ListField = {
	displayName: 'Sender Names or IDs',
	name: 'senders',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getSenders' },
	default: [],
	required: true,
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	displayOptions: { show: { operation: operations, senderMode: ['rotate'] } },
};

export const senderFields: INodeProperties[] = [
	enrollSenderModeField,
	checkedSenderModeField,
	senderField,
	sendersField,
];

export const planField = choiceField<Plan>({
	displayName: 'Sending Limit',
	name: 'plan',
	type: 'options',
	options: [
		{
			name: 'Professional (500)',
			value: 'professional',
			description: 'Seat of Sales or Service Hub Professional',
		},
		{
			name: 'Enterprise (1,000)',
			value: 'enterprise',
			description: 'Seat of Sales or Service Hub Enterprise',
		},
		{
			name: 'Custom',
			value: 'custom',
			description: 'Set by an admin in HubSpot; counts what the rep writes by hand as well',
		},
	],
	default: 'professional',
	description:
		'Emails that the sender may send in any 24 hours: sequence emails by the seat, or all emails by a custom limit',
	displayOptions: { show: { operation: operations } },
});

export const dailyLimitField: NumberField = {
	displayName: 'Custom Sending Limit',
	name: 'dailyLimit',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 500,
	description:
		'Emails that the sender may send in any 24 hours, those by hand included; HubSpot allows 1,000 at most',
	displayOptions: { show: { operation: operations, plan: ['custom'] } },
};

export const limitFields: INodeProperties[] = [planField, dailyLimitField];

export const fallbackSenderOption: LocatorField = {
	...userField,
	displayName: 'Fallback Sender',
	name: 'fallbackSender',
	required: false,
	displayOptions: { show: { '/senderMode': ['contactOwner'] } },
	description:
		'Who sends where the contact has no owner, or HubSpot does not let the owner send: no active user, no inbox, no seat',
};

export const mailboxOption = choiceField<Mailbox>({
	displayName: 'Mailbox',
	name: 'mailbox',
	type: 'options',
	options: [
		{
			name: 'Standard',
			value: 'standard',
			description: 'Google Workspace, Microsoft 365, Exchange, IMAP',
		},
		{
			name: 'Free Gmail (350)',
			value: 'gmailFree',
			description: 'Sends at most 350 emails in 24 hours, those by hand included',
		},
	],
	default: 'standard',
	description: 'What kind of inbox the sender has connected',
});

export const reserveOption: NumberField = {
	displayName: 'Sends to Keep Free',
	name: 'reserve',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'Sends to keep free for mail that the rep sends without this node',
};

export const includeChartOption: FlagField = {
	displayName: 'Include Chart',
	name: 'includeChart',
	type: 'boolean',
	default: false,
	description:
		'Whether to add a picture of the planned sends per day against the limit: the file "chart" is an SVG, "chartPreview" shows it in the editor',
};

export const maxPerDomainOption: NumberField = {
	displayName: 'Max per Domain',
	name: 'maxPerDomain',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'Most contacts of one company (by the domain of the address; free-mail addresses do not count) that a sender enrolls in 24 hours; 0 for no cap',
};

export const senderEmailOption: TextField = {
	displayName: 'Sender Email',
	name: 'senderEmail',
	type: 'string',
	default: '',
	placeholder: 'e.g. ann@example.com',
	description: 'Connected inbox of the user to send from; by default the address of the user',
};
