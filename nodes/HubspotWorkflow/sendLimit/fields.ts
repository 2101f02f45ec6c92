import type { NumberField } from '../../shared/n8n/fields';

const operations = ['enroll', 'checkSendLimit'];

export const enrollmentsPerDayField: NumberField = {
	displayName: 'Enrollments per Day',
	name: 'enrollmentsPerDay',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'How many contacts may enter this HubSpot workflow in any 24 hours; 0 means not checked',
	displayOptions: { show: { operation: operations } },
};

export const monthlyEmailLimitField: NumberField = {
	displayName: 'Monthly Email Limit',
	name: 'monthlyEmailLimit',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'How many marketing emails the account may send in a calendar month, by its HubSpot subscription; 0 means not checked',
	displayOptions: { show: { operation: operations } },
};

/** As many as the node works out when each of them fits. */
export const contactsToEnrollField: NumberField = {
	displayName: 'Contacts to Enroll',
	name: 'contactsToEnroll',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1000000 },
	default: 0,
	description:
		'How many contacts you have in mind; the answer says how many fit now and when the rest do',
	displayOptions: { show: { operation: ['checkSendLimit'] } },
};
