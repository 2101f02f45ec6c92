import { senderEmailOption } from '../lookup/senderFields';
import type { NumberField, TextField } from '../../shared/n8n/fields';

/** As many as the node works out when each of them fits. */
export const contactsToEnrollField: NumberField = {
	displayName: 'Contacts to Enroll',
	name: 'contactsToEnroll',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 5000 },
	default: 0,
	description:
		'How many contacts you have in mind; the answer says how many fit now and when the rest do',
	displayOptions: { show: { operation: ['checkSendLimit'] } },
};

export const checkedInboxOption: TextField = {
	...senderEmailOption,
	description: 'Inbox to look at, for example a shared one; by default the address of the user',
};
