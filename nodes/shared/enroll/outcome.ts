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
	IN_WORKFLOW: 'The contact is in a workflow that this enrollment would overlap with',
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

export const OUTCOMES = ['enrolled', 'held', 'skipped'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const DRY_RUN_OUTCOMES: Record<Outcome, string> = {
	enrolled: 'wouldEnroll',
	held: 'wouldHold',
	skipped: 'wouldSkip',
};

/** The `outcome` of an item's json. */
export const outcomeName = (outcome: Outcome, dryRun: boolean): string =>
	dryRun ? DRY_RUN_OUTCOMES[outcome] : outcome;

/** The output of Enroll by which an outcome leaves: Enrolled, Held Back, Skipped. */
export const outputOf = (outcome: Outcome): number => OUTCOMES.indexOf(outcome);
