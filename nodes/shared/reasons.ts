/** Why an item is held back: it would fit later. */
export const HELD_REASONS = {
	SEND_LIMIT: 'The sender has no room left in the rolling 24-hour sending limit',
	FOLLOW_UP_LIMIT: 'A follow-up of this enrollment would fall on a day that is already full',
	HUBSPOT_SEND_LIMIT: 'HubSpot refused: the sender has reached the sending limit',
	RUN_CAP: 'The most contacts for one run are reached',
	DOMAIN_CAP: 'The most contacts of this company in 24 hours are reached',
	MONTHLY_EMAIL_LIMIT: 'The marketing emails of this month are used up',
	DAILY_ENROLLMENT_CAP: 'The enrollments per 24 hours are used up',
	LEDGER_UNAVAILABLE: 'The count of planned sends could not be read',
} as const;
export type HeldReason = keyof typeof HELD_REASONS;

/** Why an item is skipped: waiting does not help. */
export const SKIPPED_REASONS = {
	ALREADY_ENROLLED: 'The contact is already enrolled here',
	IN_OTHER_SEQUENCE: 'The contact is in another sequence; HubSpot allows one at a time',
	IN_WORKFLOW: 'The contact is in a HubSpot workflow that this enrollment would overlap with',
	IN_SEQUENCE: 'The contact is in a sequence that this enrollment would overlap with',
	COOLDOWN: 'The last enrollment of the contact is too recent',
	NO_EMAIL: 'The contact has no email address',
	OPTED_OUT:
		'The contact has opted out of email, or has no legal basis for it in an account that requires one',
	BOUNCED: 'Mail to this address bounced before',
	QUARANTINED: 'HubSpot has quarantined the address',
	BAD_ADDRESS: 'HubSpot does not send to this address',
	NOT_MARKETING_CONTACT: 'The contact is no marketing contact, so workflow email does not reach it',
	DUPLICATE_IN_RUN: 'The same contact came earlier in this run',
} as const;
export type SkippedReason = keyof typeof SKIPPED_REASONS;

/** Why an item is an error, coarse enough to branch on: the sentence of the item says the rest. */
export const FAILED_REASONS = {
	BAD_INPUT: 'A field of the node, or the value that an expression gives it, is not what it allows',
	CREDENTIAL: 'HubSpot does not accept the credential, or it is set up wrongly',
	MISSING_SCOPE: 'The credential lacks a scope',
	FORBIDDEN: 'The user behind the credential may not do this in HubSpot',
	CONTACT_NOT_FOUND: 'HubSpot has no such contact',
	SEQUENCE_NOT_FOUND: 'HubSpot has no such sequence',
	WORKFLOW_NOT_FOUND: 'HubSpot has no such workflow',
	LIST_NOT_FOUND: 'HubSpot has no such list',
	SENDER_NOT_FOUND: 'HubSpot has no such user, or the contact no owner',
	NOT_FOUND: 'HubSpot has no such record',
	NO_INBOX: 'The sender has no connected inbox',
	NO_SEAT: 'The sender may not use sequences',
	SEQUENCE_UNUSABLE: 'The sequence cannot be used',
	WORKFLOW_OFF: 'The HubSpot workflow is off',
	WORKFLOW_UNUSABLE: 'The HubSpot workflow cannot be used in this way',
	LIST_UNUSABLE: 'The list cannot be used in this way',
	BRIDGE_WORKFLOW: 'The helper workflow is not set up, or not rightly',
	PROPERTY: 'The property is missing in HubSpot, or has rules of its own',
	CONTACT_NOT_UPDATED: 'HubSpot did not set the property of the contact',
	NOT_LEFT: 'The contact did not leave its sequence in time',
	NOT_SHOWN_YET: 'HubSpot does not show yet what was done a moment ago',
	LOCKED: 'The record is locked for another change',
	RATE_LIMIT: 'HubSpot keeps answering that requests come too fast',
	DAILY_API_LIMIT: "The account has used up the day's API requests",
	HUBSPOT_UNAVAILABLE: 'HubSpot is down, or cannot be reached',
	NOT_HUBSPOT: 'Something else answered in place of HubSpot',
	UNEXPECTED_ANSWER: 'The answer is not what HubSpot answers to this request',
	ROUTE_NOT_OFFERED: 'HubSpot does not offer this part of its API, or not any more',
	REJECTED: 'HubSpot rejected the request',
	LEDGER_DAMAGED: 'What is planned cannot be read in the Data Table',
	UNKNOWN_OUTCOME: 'Nobody can say whether HubSpot did it',
	UNEXPECTED: 'Something else went wrong',
} as const;
export type FailedReason = keyof typeof FAILED_REASONS;

/** What would hold or skip an item is an error where the user wants one. */
export type Reason = HeldReason | SkippedReason | FailedReason;
