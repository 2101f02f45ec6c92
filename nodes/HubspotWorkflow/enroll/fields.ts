import { skipIneligibleOption } from '../../shared/n8n/descriptions/common';
import { choiceField, type FlagField } from '../../shared/n8n/fields';

export const ifDisabledOption = choiceField({
	displayName: 'If HubSpot Workflow Is Off',
	name: 'ifDisabled',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Each item is an error' },
		{ name: 'Warn', value: 'warn', description: 'Enroll all the same, and show a warning' },
	],
	default: 'fail',
});

export const requireMarketingContactOption: FlagField = {
	displayName: 'Require Marketing Contact',
	name: 'requireMarketingContact',
	type: 'boolean',
	default: false,
	description:
		'Whether to skip contacts that are no marketing contacts: workflow email does not reach them',
};

export const skipUnmailableOption: FlagField = {
	...skipIneligibleOption,
	default: false,
	description:
		'Whether contacts that cannot be emailed (opted out, bounced, quarantined) leave by the Skipped output; a HubSpot workflow may do other things than email, so this is off',
};
