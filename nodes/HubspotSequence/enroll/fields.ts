import { choiceField, type NumberField, type TextField } from '../../shared/n8n/fields';

export const alreadyEnrolledOption = choiceField({
	displayName: 'Already Enrolled',
	name: 'alreadyEnrolled',
	type: 'options',
	options: [
		{ name: 'Skip', value: 'skip', description: 'The item leaves by the Skipped output' },
		{ name: 'Fail', value: 'fail', description: 'The item is an error' },
		{
			name: 'Replace',
			value: 'replace',
			description:
				'A contact that has room leaves its sequence by the helper workflow (see Unenroll Contact) and is enrolled; one that is in this very sequence starts it again',
		},
	],
	default: 'skip',
	description: 'What to do with contacts that are in a sequence; HubSpot allows one at a time',
});

export const cooldownDaysOption: NumberField = {
	displayName: 'Cooldown (Days)',
	name: 'cooldownDays',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 36500 },
	default: 0,
	description:
		'Skip contacts whose last enrollment in any sequence began fewer days ago; 0 for none',
};

export const senderAliasOption: TextField = {
	displayName: 'Sender Alias',
	name: 'senderAliasAddress',
	type: 'string',
	default: '',
	placeholder: 'e.g. sales@example.com',
	description: 'Send-as alias of the inbox that sends',
};
